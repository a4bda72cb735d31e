"""Teams as other rooms ask for them: by id to join, and those that somebody answers for."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Subquery, func, or_, select
from sqlalchemy.orm import Session

from portal.people.models import Person, PositionHeld, Team

TEAM = Team.__table__.c


@dataclass(frozen=True, slots=True)
class TeamAnsweredFor:
    """A team by its id, path and name."""

    id: int
    path: str
    name: str


def teams(name: str = "team") -> Subquery:
    """Every team: `team_id`, `name`, `path`."""
    return select(TEAM.id.label("team_id"), TEAM.name, TEAM.path).subquery(name)


def teams_answered_for(
    session: Session, person_id: int, *, under: Collection[str], position: str, day: date
) -> tuple[TeamAnsweredFor, ...]:
    """The teams at these paths and below, and those in which the person holds the position that day, by path; in one query.

    A position held for no team counts for the person's own.
    """
    running = or_(PositionHeld.until.is_(None), PositionHeld.until > day)
    led = select(func.coalesce(PositionHeld.team_id, Person.team_id)).join(Person, Person.id == PositionHeld.person_id)
    led = led.where(PositionHeld.person_id == person_id, PositionHeld.position_code == position, PositionHeld.since <= day, running)
    wanted = [TEAM.path.startswith(path, autoescape=True) for path in sorted(under)]
    query = select(TEAM.id, TEAM.path, TEAM.name).where(or_(TEAM.id.in_(led), *wanted)).order_by(TEAM.path)
    return tuple(TeamAnsweredFor(*row) for row in session.execute(query))
