"""Roles and positions. A role gives rights and is never given to oneself; a position says what one is, with dates.

Approver, assessor and auditor wait until a second administrator confirms them.
"""

from datetime import date, datetime

from sqlalchemy import column, exists, select, table
from sqlalchemy.orm import Session

from portal.errors import Refused
from portal.journal import service as journal
from portal.people.models import ROLES, PositionHeld, RoleGrant, Team
from portal.people.policy import NEEDS_A_SECOND_PERSON
from portal.people.service.accounts import keep_an_administrator, open_account
from portal.people.service.refusals import (
    AlreadyHeld,
    NoSuchGrant,
    NoSuchTeam,
    NoTeamAllowed,
    NotToOneself,
    SecondPersonNeeded,
    TeamNeeded,
    UnknownPosition,
    WrongDates,
)

POSITION = table("position", column("code"))


def grant(session: Session, person_id: int, role: str, *, team_id: int | None = None, actor_id: int | None, at: datetime) -> int:
    """Give a role for the organisation or a team; return the grant's id. At once, or pending where a second person must confirm."""
    if actor_id == person_id:
        raise NotToOneself
    open_account(session, person_id)
    _check_role(session, role, team_id)
    if held_role(session, person_id, role, team_id) is not None:
        raise AlreadyHeld
    at_once = role not in NEEDS_A_SECOND_PERSON
    row = RoleGrant(
        person_id=person_id, role=role, team_id=team_id, granted_by=actor_id, granted_at=at, confirmed_at=at if at_once else None
    )
    session.add(row)
    session.flush()
    verb = "role granted" if at_once else "role proposed"
    journal.record(session, at, actor_id, verb, "person", person_id, None, {"grant": row.id, "role": role, "team": team_id})
    return row.id


def confirm(session: Session, grant_id: int, *, actor_id: int, at: datetime) -> int:
    """The second person's yes to a pending role; returns whose it is. Raises NotToOneself and SecondPersonNeeded."""
    row = _running(session, grant_id)
    if row.person_id == actor_id:
        raise NotToOneself
    if row.granted_by == actor_id:
        raise SecondPersonNeeded
    if row.confirmed_at is not None:
        raise AlreadyHeld
    row.confirmed_by, row.confirmed_at = actor_id, at
    journal.record(session, at, actor_id, "role confirmed", "person", row.person_id, None, {"grant": grant_id, "role": row.role})
    return row.person_id


def end(session: Session, grant_id: int, *, actor_id: int | None, at: datetime) -> int:
    """End a role, or decline a pending one; returns whose it was."""
    row = _running(session, grant_id)
    if row.person_id == actor_id:
        raise NotToOneself
    if row.role == "admin":
        keep_an_administrator(session, without=row.person_id)
    row.ended_at = at
    verb = "role ended" if row.confirmed_at else "role declined"
    journal.record(session, at, actor_id, verb, "person", row.person_id, {"grant": grant_id, "role": row.role, "team": row.team_id}, None)
    return row.person_id


def take_position(
    session: Session,
    person_id: int,
    code: str,
    *,
    since: date,
    until: date | None = None,
    team_id: int | None = None,
    actor_id: int | None,
    at: datetime,
) -> int:
    """Let a person be `code` from the day `since` until the day before `until`. Refused while the same one runs already."""
    open_account(session, person_id)
    if not session.scalar(select(exists().where(POSITION.c.code == code))):
        raise UnknownPosition(code=code)
    if team_id is not None and session.get(Team, team_id) is None:
        raise NoSuchTeam
    if until is not None and until <= since:
        raise WrongDates
    if any(_overlap(row, since, until) for row in _same_position(session, person_id, code, team_id)):
        raise AlreadyHeld
    row = PositionHeld(person_id=person_id, position_code=code, team_id=team_id, since=since, until=until)
    session.add(row)
    session.flush()
    after = {"held": row.id, "position": code, "team": team_id, "since": since.isoformat(), "until": until.isoformat() if until else None}
    journal.record(session, at, actor_id, "position taken", "person", person_id, None, after)
    return row.id


def leave_position(session: Session, held_id: int, *, until: date, actor_id: int | None, at: datetime) -> int:
    """End a position: the day `until` is the first without it; returns whose it was. One that never held for a day is taken back."""
    row = session.get(PositionHeld, held_id)
    if row is None or (row.until is not None and row.until <= until):
        raise NoSuchGrant
    before = {"held": held_id, "position": row.position_code, "since": row.since.isoformat()}
    if until <= row.since:
        session.delete(row)
    else:
        row.until = until
    journal.record(session, at, actor_id, "position left", "person", row.person_id, before, {"until": until.isoformat()})
    return row.person_id


def held_role(session: Session, person_id: int, role: str, team_id: int | None) -> RoleGrant | None:
    """The running or pending grant of exactly this role, if any."""
    query = select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.role == role, RoleGrant.ended_at.is_(None))
    return session.scalar(query.where(RoleGrant.team_id.is_(None) if team_id is None else RoleGrant.team_id == team_id))


def _check_role(session: Session, role: str, team_id: int | None) -> None:
    if role not in ROLES:
        raise Refused
    if role == "manager" and team_id is None:
        raise TeamNeeded
    if role == "admin" and team_id is not None:
        raise NoTeamAllowed
    if team_id is not None and session.get(Team, team_id) is None:
        raise NoSuchTeam


def _running(session: Session, grant_id: int) -> RoleGrant:
    row = session.scalar(select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.ended_at.is_(None)).with_for_update())
    if row is None:
        raise NoSuchGrant
    return row


def _same_position(session: Session, person_id: int, code: str, team_id: int | None) -> list[PositionHeld]:
    query = select(PositionHeld).where(PositionHeld.person_id == person_id, PositionHeld.position_code == code)
    return list(session.scalars(query.where(PositionHeld.team_id.is_(None) if team_id is None else PositionHeld.team_id == team_id)))


def _overlap(row: PositionHeld, since: date, until: date | None) -> bool:
    return (until is None or row.since < until) and (row.until is None or since < row.until)
