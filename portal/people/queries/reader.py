"""Who is asking, by one query."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Date, String, bindparam, text
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.db import Prepared, UtcTime
from portal.people import policy
from portal.people.keys import key_hash
from portal.permissions import Reader

ME = """
SELECT p.id, p.name, p.email, p.zone, p.language, t.path, t.name AS team_name
FROM person p LEFT JOIN team t ON t.id = p.team_id
"""
BY_SESSION = (
    ME.replace("FROM person p", "FROM auth_session s JOIN person p ON p.id = s.person_id")
    + "WHERE s.key_hash = :key AND s.ended_at IS NULL AND s.ends_at > :at AND p.state = 'active'"
)
BY_ID = ME + "WHERE p.id = CAST(:key AS INTEGER) AND p.state = 'active' AND :at IS NOT NULL"
BY_EMAIL = ME + "WHERE p.email = :key AND p.state <> 'inactive' AND :at IS NOT NULL"
HELD = """
WITH me AS ({me})
SELECT 'person' AS what, CAST(id AS VARCHAR) AS a, name AS b, email AS c, zone AS d, language AS e, path AS f, team_name AS g,
  (SELECT count(*) FROM (SELECT 1 FROM notice n WHERE n.person_id = me.id AND n.read_at IS NULL LIMIT 100) unread) AS h
FROM me
UNION ALL
SELECT 'role', r.role, t.path, NULL, NULL, NULL, NULL, NULL, NULL
FROM me JOIN role_grant r ON r.person_id = me.id LEFT JOIN team t ON t.id = r.team_id
WHERE r.ended_at IS NULL AND r.confirmed_at IS NOT NULL
UNION ALL
SELECT 'position', h.position_code, n.title, NULL, NULL, NULL, NULL, NULL, NULL
FROM me JOIN position_held h ON h.person_id = me.id JOIN "position" n ON n.code = h.position_code
WHERE h.since <= :day AND (h.until IS NULL OR h.until > :day)
UNION ALL
SELECT 'post', o.slug, o.title, NULL, NULL, NULL, NULL, NULL, NULL
FROM me JOIN post_holder h ON h.person_id = me.id JOIN post o ON o.id = h.post_id
WHERE h.since <= :day AND (h.until IS NULL OR h.until > :day)
"""


def _statement(me: str) -> Prepared:
    key, at, day = bindparam("key", type_=String()), bindparam("at", type_=UtcTime()), bindparam("day", type_=Date())
    return Prepared(text(HELD.format(me=me)).bindparams(key, at, day))


SIGNED_IN = _statement(BY_SESSION)
NUMBERED = _statement(BY_ID)
NAMED = _statement(BY_EMAIL)


def signed_in(session: Session, session_key: str, at: datetime, *, zone: str, language: str) -> Reader | None:
    """The person behind a sign-in session with all rights, in one query; None when it has ended or the person is not active."""
    values = {"key": key_hash(session_key), "at": at, "day": day_in(at, zone)}
    return _reader(SIGNED_IN.rows(session, **values), session_key, zone, language)


def reader_of(session: Session, person_id: int, at: datetime, *, zone: str, language: str) -> Reader | None:
    """The same for an active person whom something else than a sign-in makes known: the private address of a feed."""
    values = {"key": str(person_id), "at": at, "day": day_in(at, zone)}
    return _reader(NUMBERED.rows(session, **values), "", zone, language)


def named(session: Session, email: str, at: datetime, *, zone: str, language: str) -> Reader | None:
    """The same for a person named by e-mail address: what a command shows `--as` somebody. Not for answering requests."""
    values = {"key": email.strip().lower(), "at": at, "day": day_in(at, zone)}
    return _reader(NAMED.rows(session, **values), "", zone, language)


def _reader(rows: Sequence[Any], session_key: str, zone: str, language: str) -> Reader | None:
    me = next((row for row in rows if row.what == "person"), None)
    if me is None:
        return None
    roles = [policy.HeldRole(row.a, row.b or "") for row in rows if row.what == "role"]
    positions = [(row.a, row.b) for row in rows if row.what == "position"]
    posts = [row.a for row in rows if row.what == "post"]
    return Reader(
        person_id=int(me.a),
        name=me.b,
        email=me.c,
        zone=me.d or zone,
        language=me.e or language,
        audience=policy.audience(roles, me.f or "", [code for code, _ in positions], posts),
        grants=policy.grants(roles, posts),
        team_path=me.f or "",
        team_name=me.g or "",
        position_titles=tuple(dict.fromkeys(title for _, title in positions)),
        session_key=session_key,
        unread=me.h,
    )
