"""What ids in the journal are called today: looked up when read, so that the journal itself holds none of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people import queries as people
from portal.people.models import Team
from portal.reports.policy import PEOPLE_FIELDS, POST_FIELDS, TEAM_FIELDS, ids
from portal.reports.queries.journal import Fact
from portal.vocabulary import queries as vocabulary


@dataclass(frozen=True, slots=True)
class Names:
    """Names of people, teams, posts by id and titles of positions by code."""

    people: Mapping[int, str]
    teams: Mapping[int, str]
    posts: Mapping[int, str]
    positions: Mapping[str, str]


def names_in(session: Session, facts: Iterable[Fact], more_people: Iterable[int] = ()) -> Names:
    """Every name these rows need, in four queries at most."""
    rows = tuple(facts)
    wanted = {fact.actor_id for fact in rows if fact.actor_id} | _found(rows, PEOPLE_FIELDS) | _keys(rows, "person") | set(more_people)
    team_ids = _found(rows, TEAM_FIELDS) | _keys(rows, "team")
    posts = people.posts(session, _found(rows, POST_FIELDS) | _keys(rows, "post"))
    return Names(
        people=people.names(session, wanted),
        teams={row.id: row.name for row in session.execute(select(Team.id, Team.name).where(Team.id.in_(team_ids)))},
        posts={post.post_id: post.title for post in posts.values()},
        positions={position.code: position.title for position in vocabulary.positions(session)},
    )


def _found(facts: Iterable[Fact], fields: frozenset[str]) -> set[int]:
    return {one for fact in facts for values in (fact.before, fact.after) for one in ids(values, fields)}


def _keys(facts: Iterable[Fact], kind: str) -> set[int]:
    return {int(fact.key) for fact in facts if fact.kind == kind and fact.key.isdigit()}
