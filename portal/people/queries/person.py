"""One person as an administrator sees them: account, roles with those pending, positions, posts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from portal.people.models import Person, PositionHeld, Post, PostHolder, RoleGrant, Team
from portal.people.queries.persons import POSITION


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role held or waiting; `granted_by` is empty when the system gave it."""

    id: int
    person_id: int
    person_name: str
    role: str
    team_name: str
    granted_by: int | None
    granted_by_name: str
    granted_at: datetime
    pending: bool


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position with its dates; `until` is the first day without it."""

    id: int
    code: str
    title: str
    team_name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post this person holds now or from a day to come."""

    post_id: int
    title: str
    since: date


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """Everything on the person's page."""

    id: int
    name: str
    email: str
    state: str
    team_id: int | None
    team_name: str
    joined_at: datetime
    deactivated_at: datetime | None
    roles: tuple[GrantRow, ...]
    positions: tuple[PositionRow, ...]
    posts: tuple[PostHeld, ...]


def person(session: Session, person_id: int, day: date) -> PersonDetail | None:
    """The person, in four queries; None when there is none. Positions that ended before `day` are left out."""
    row = session.execute(select(Person, Team.name).outerjoin(Team, Team.id == Person.team_id).where(Person.id == person_id)).first()
    if row is None:
        return None
    who, team_name = row
    return PersonDetail(
        id=who.id,
        name=who.name,
        email=who.email,
        state=who.state,
        team_id=who.team_id,
        team_name=team_name or "",
        joined_at=who.joined_at,
        deactivated_at=who.deactivated_at,
        roles=_grants(session, RoleGrant.person_id == person_id),
        positions=_positions(session, person_id, day),
        posts=_posts(session, person_id),
    )


def pending_roles(session: Session) -> tuple[GrantRow, ...]:
    """Roles that wait for a second administrator, oldest first."""
    return _grants(session, RoleGrant.confirmed_at.is_(None))


def _grants(session: Session, which: Any) -> tuple[GrantRow, ...]:
    giver, owner = aliased(Person), aliased(Person)
    query = select(RoleGrant, owner.name.label("owner"), Team.name.label("team"), giver.name.label("giver"))
    query = query.join(owner, owner.id == RoleGrant.person_id).outerjoin(Team, Team.id == RoleGrant.team_id)
    query = query.outerjoin(giver, giver.id == RoleGrant.granted_by).where(which, RoleGrant.ended_at.is_(None)).order_by(RoleGrant.id)
    return tuple(
        GrantRow(g.id, g.person_id, owner_name, g.role, team or "", g.granted_by, by or "", g.granted_at, g.confirmed_at is None)
        for g, owner_name, team, by in session.execute(query)
    )


def _positions(session: Session, person_id: int, day: date) -> tuple[PositionRow, ...]:
    query = select(PositionHeld, POSITION.c.title, Team.name).join(POSITION, POSITION.c.code == PositionHeld.position_code)
    query = query.outerjoin(Team, Team.id == PositionHeld.team_id).where(PositionHeld.person_id == person_id)
    query = query.where(or_(PositionHeld.until.is_(None), PositionHeld.until > day)).order_by(PositionHeld.since, PositionHeld.id)
    return tuple(
        PositionRow(held.id, held.position_code, title, team or "", held.since, held.until) for held, title, team in session.execute(query)
    )


def _posts(session: Session, person_id: int) -> tuple[PostHeld, ...]:
    query = select(Post.id, Post.title, PostHolder.since).join(PostHolder, PostHolder.post_id == Post.id)
    query = query.where(PostHolder.person_id == person_id, PostHolder.until.is_(None)).order_by(Post.title)
    return tuple(PostHeld(row.id, row.title, row.since) for row in session.execute(query))
