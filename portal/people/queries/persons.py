"""Finding people: a page of the list with filters, at the same number of queries for two rows and for thirty."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, column, exists, func, or_, select, table
from sqlalchemy.orm import Session

from portal.people.models import Person, PositionHeld, RoleGrant, Team

POSITION = table("position", column("code"), column("title"), column("place"))
PAGE = 25
SORTS: dict[str, tuple[Any, ...]] = {
    "name": (func.lower(Person.name), Person.id),
    "email": (Person.email, Person.id),
    "team": (func.coalesce(Team.path, ""), func.lower(Person.name), Person.id),
    "state": (Person.state, func.lower(Person.name), Person.id),
}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which people: by part of name or e-mail address, team (a slug, sub-teams included), role, position, state; in which order."""

    text: str = ""
    team: str = ""
    role: str = ""
    position: str = ""
    state: str = ""
    sort: str = "name"


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role of a person: for the organisation when `team` (its slug) is empty; pending until confirmed."""

    role: str
    team: str
    team_name: str
    pending: bool


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """A position of a person today, for a team (slug and name) or for none in particular."""

    code: str
    title: str
    team: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list."""

    id: int
    name: str
    email: str
    state: str
    team: str
    team_name: str
    roles: tuple[HeldRole, ...]
    positions: tuple[HeldPosition, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list, and how many there are in all."""

    rows: tuple[PersonRow, ...]
    total: int


def find(session: Session, sought: Sought, day: date, *, offset: int = 0, limit: int | None = PAGE) -> Found:
    """People as sought, in four queries; all of them with `limit=None`."""
    where = _conditions(sought, day)
    total = session.scalar(select(func.count(Person.id)).outerjoin(Team, Team.id == Person.team_id).where(*where)) or 0
    query = select(Person.id, Person.name, Person.email, Person.state, Team.slug, Team.name.label("team_name"))
    query = query.outerjoin(Team, Team.id == Person.team_id).where(*where).order_by(*SORTS.get(sought.sort, SORTS["name"]))
    people = session.execute(query.offset(offset).limit(limit)).all()
    ids = [row.id for row in people]
    roles, positions = _roles(session, ids), _positions(session, ids, day)
    rows = tuple(
        PersonRow(p.id, p.name, p.email, p.state, p.slug or "", p.team_name or "", tuple(roles[p.id]), tuple(positions[p.id]))
        for p in people
    )
    return Found(rows, total)


def _conditions(sought: Sought, day: date) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for word in sought.text.split():
        where.append(or_(Person.name.icontains(word, autoescape=True), Person.email.icontains(word, autoescape=True)))
    if sought.team:
        where.append(Team.path.contains(f"/{sought.team}/", autoescape=True))
    if sought.state:
        where.append(Person.state == sought.state)
    if sought.role:
        where.append(exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == sought.role, RoleGrant.ended_at.is_(None)))
    if sought.position:
        where.append(exists().where(PositionHeld.person_id == Person.id, PositionHeld.position_code == sought.position, *_running(day)))
    return where


def _running(day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return PositionHeld.since <= day, or_(PositionHeld.until.is_(None), PositionHeld.until > day)


def _roles(session: Session, ids: Iterable[int]) -> dict[int, list[HeldRole]]:
    query = select(RoleGrant.person_id, RoleGrant.role, RoleGrant.confirmed_at, Team.slug, Team.name)
    query = query.outerjoin(Team, Team.id == RoleGrant.team_id).where(RoleGrant.person_id.in_(ids), RoleGrant.ended_at.is_(None))
    found: dict[int, list[HeldRole]] = defaultdict(list)
    for row in session.execute(query.order_by(RoleGrant.role, RoleGrant.id)):
        found[row.person_id].append(HeldRole(row.role, row.slug or "", row.name or "", row.confirmed_at is None))
    return found


def _positions(session: Session, ids: Iterable[int], day: date) -> dict[int, list[HeldPosition]]:
    query = select(PositionHeld.person_id, PositionHeld.position_code, POSITION.c.title, Team.slug)
    query = query.join(POSITION, POSITION.c.code == PositionHeld.position_code).outerjoin(Team, Team.id == PositionHeld.team_id)
    query = query.where(PositionHeld.person_id.in_(ids), *_running(day)).order_by(POSITION.c.place, PositionHeld.id)
    found: dict[int, list[HeldPosition]] = defaultdict(list)
    for row in session.execute(query):
        found[row.person_id].append(HeldPosition(row.position_code, row.title, row.slug or ""))
    return found
