"""Telling people something, in the transaction that is the reason for it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db import is_postgresql
from portal.notices.kinds import KINDS
from portal.notices.models import Notice
from portal.people.queries import active_people

LONGEST_TITLE = 200


def tell(
    session: Session,
    person_ids: Iterable[int],
    kind: str,
    *,
    at: datetime,
    by: int | None = None,
    code: str = "",
    title: str = "",
    url: str = "",
    once: str = "",
    **params: str | int | date,
) -> int:
    """Tell active people one thing of `notices.kinds`; how many were told. Nobody is told what they did themselves (`by`).

    `url` is a path of this site, where the notice leads. With `once`, a person is told only the first time these words come, so that a chore
    may tell every day. ValueError for a kind that is not in the table, a place of its sentence left empty, or an address elsewhere.
    """
    given = {name: value.isoformat() if isinstance(value, date) else value for name, value in params.items()}
    _check(kind, {**given, **{name: value for name, value in (("by", by), ("code", code), ("title", title)) if value}}, url)
    told = {"kind": kind, "at": at, "by_id": by, "code": code, "title": title[:LONGEST_TITLE], "url": url, "params": given}
    rows = [
        {**told, "person_id": person_id, "once": once or None, "mail_done_at": at if mail == "none" else None}
        for person_id, mail in _active(session, set(person_ids) - {by})
    ]
    if not rows:
        return 0
    dialect = postgresql if is_postgresql(session.connection()) else sqlite
    made = dialect.insert(Notice.__table__).on_conflict_do_nothing().returning(Notice.id)
    return len(session.execute(made, rows).all())


def _active(session: Session, ids: set[int]) -> list[tuple[int, str]]:
    if not ids:
        return []
    active = active_people()
    query = select(active.c.person_id, active.c.mail).where(active.c.person_id.in_(ids)).order_by(active.c.person_id)
    return [(row.person_id, row.mail) for row in session.execute(query)]


def _check(kind: str, given: dict[str, Any], url: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"there is no notice {kind!r}")
    missing = sorted(KINDS[kind].places - given.keys())
    if missing:
        raise ValueError(f"the notice {kind!r} needs {', '.join(missing)}")
    if url and (not url.startswith("/") or url.startswith(("//", "/\\")) or any(ord(c) < 33 or c == "\\" for c in url)):
        raise ValueError(f"a notice leads to a path of this site, not to {url!r}")
