"""The standing cast: anna reads, boris manages a team, vera runs the PMO, paul approves, rita assesses, otto audits, adam administers,
gina has no team and no position.
"""

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people import service
from portal.vocabulary.models import Position

CAST = ("anna", "boris", "vera", "paul", "rita", "otto", "adam", "gina")
ENROLLED = datetime(2025, 1, 13, 8, 0, tzinfo=UTC)
SINCE = date(2025, 1, 13)
TEAM_OF = {
    "anna": "signalling",
    "boris": "rail",
    "vera": "pmo",
    "paul": "pmo",
    "rita": "assurance",
    "otto": "assurance",
    "adam": "assurance",
}
POSITIONS = {"TEM": "Team member", "PRM": "Project manager", "TEL": "Team lead", "PMO": "PMO officer", "LIM": "Line manager"}


def password(name: str) -> str:
    """What one of the cast signs in with."""
    return f"{name}-has-a-long-password"


def email(name: str) -> str:
    """The e-mail address of one of the cast."""
    return f"{name}@example.org"


def make_cast(session: Session) -> dict[str, int]:
    """Enrol the cast with teams, roles and positions; their ids by name. `anna` is a member of signalling, which lies in boris's rail."""
    teams = {"rail": service.create_team(session, "Rail", at=ENROLLED)}
    teams["signalling"] = service.create_team(session, "Signalling", at=ENROLLED, parent_id=teams["rail"])
    teams |= {slug: service.create_team(session, title, at=ENROLLED) for slug, title in (("pmo", "PMO"), ("assurance", "Assurance"))}
    ids = {name: _enrol(session, name, teams.get(TEAM_OF.get(name, ""))) for name in CAST}
    service.grant_role(session, ids["adam"], "admin", actor_id=None, at=ENROLLED)
    service.grant_role(session, ids["boris"], "manager", team_id=teams["rail"], actor_id=ids["adam"], at=ENROLLED)
    service.grant_role(session, ids["vera"], "author", actor_id=ids["adam"], at=ENROLLED)
    for name, role in (("paul", "approver"), ("rita", "assessor"), ("otto", "auditor")):
        waiting = service.grant_role(session, ids[name], role, actor_id=None, at=ENROLLED)
        service.confirm_role(session, waiting, actor_id=ids["adam"], at=ENROLLED)
    make_positions(session)
    for name, code in (("anna", "TEM"), ("boris", "LIM"), ("vera", "PMO")):
        service.take_position(session, ids[name], code, since=SINCE, actor_id=ids["adam"], at=ENROLLED)
    return ids


def make_positions(session: Session) -> None:
    """Positions the cast needs, unless a content root has brought them already."""
    known = set(session.scalars(select(Position.code)))
    session.add_all(Position(code=code, title=title, place=n) for n, (code, title) in enumerate(POSITIONS.items()) if code not in known)
    session.flush()


def sign_in(client: Any, name: str) -> Any:
    """Sign one of the cast in through the form, as a browser does; the answer to the form."""
    fields = {"email": email(name), "password": password(name), **token(client.get("/sign-in"))}
    answer = client.post("/sign-in", data=fields)
    assert answer.status_code in {302, 303}, answer.get_data(as_text=True)
    return answer


def token(answer: Any) -> dict[str, str]:
    """The CSRF token of the first form on a page, as a field to send."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.get_data(as_text=True))
    return {"csrf_token": found[1]} if found else {}


def _enrol(session: Session, name: str, team_id: int | None) -> int:
    known = service.hash_password(password(name), "cheap")
    return service.enrol(session, email=email(name), name=name.title(), at=ENROLLED, team_id=team_id, password_hash=known, state="active")
