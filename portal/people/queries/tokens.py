"""Who is meant by `position:` and `team:` tokens, as a subquery for other rooms to join: one statement says what a thousand people owe."""

from datetime import date

from sqlalchemy import ColumnElement, Subquery, literal, or_, select, union_all

from portal.people.models import Person, PositionHeld, Team
from portal.people.queries.persons import POSITION as TITLES

PERSON, POSITION = Person.__table__.c, PositionHeld.__table__.c


def token_bearers(day: date | ColumnElement[date], name: str = "bearer") -> Subquery:
    """Active people with each token that means them on that day, as `person_id`, `person_name`, `team_path`, `team_name`,

    `token`, `means`, `since` and `joined_at`. `means` is what the position or the team is called; a team's token means those below it too.
    `since` is the day the position began or the team was joined, null where nobody wrote it down: whoever counts days takes the later of it
    and the day of `joined_at`. `team_path` and `team_name` are the person's own team, null without one.
    """
    own, above = Team.__table__.alias(), Team.__table__.alias()
    who = (PERSON.id.label("person_id"), PERSON.name.label("person_name"), own.c.path.label("team_path"), own.c.name.label("team_name"))
    holder = Person.__table__.join(PositionHeld.__table__, POSITION.person_id == PERSON.id)
    held = holder.join(TITLES, TITLES.c.code == POSITION.position_code).outerjoin(own, own.c.id == PERSON.team_id)
    member = Person.__table__.join(own, own.c.id == PERSON.team_id).join(above, own.c.path.startswith(above.c.path))
    running = (POSITION.since <= day) & or_(POSITION.until.is_(None), POSITION.until > day)
    positions = select(
        *who,
        literal("position:").concat(POSITION.position_code).label("token"),
        TITLES.c.title.label("means"),
        POSITION.since,
        PERSON.joined_at,
    )
    teams = select(
        *who,
        literal("team:").concat(above.c.slug).label("token"),
        above.c.name.label("means"),
        PERSON.team_since.label("since"),
        PERSON.joined_at,
    )
    joined = or_(PERSON.team_since.is_(None), PERSON.team_since <= day)
    return union_all(
        positions.select_from(held).where(PERSON.state == "active", running),
        teams.select_from(member).where(PERSON.state == "active", joined),
    ).subquery(name)
