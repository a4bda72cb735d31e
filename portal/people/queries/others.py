"""What other rooms ask about people: names, holders of posts, members of teams, and who answers to `position:` and `team:` tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from portal.people.models import Person, PositionHeld, Post, PostHolder, Team


@dataclass(frozen=True, slots=True)
class PostHolderRow:
    """Who holds a post since when."""

    post_id: int
    person_id: int
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post's titles."""

    post_id: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a team or below it."""

    person_id: int
    name: str
    team_path: str


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """A person whom a token means, and since which day: when the position began or the team was joined, never before the account was."""

    person_id: int
    name: str
    team_path: str
    since: date


def names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The names of people by id, of those who have left too; ids of nobody are missing."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {row.id: row.name for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))}


def posts(session: Session, ids: Iterable[int] | None = None) -> dict[int, PostRow]:
    """Posts by id: those asked for, or all."""
    query = select(Post.id, Post.slug, Post.title).order_by(Post.title)
    if ids is not None:
        query = query.where(Post.id.in_(set(ids)))
    return {row.id: PostRow(row.id, row.slug, row.title) for row in session.execute(query)}


def holders(session: Session, post_ids: Iterable[int], day: date) -> dict[int, PostHolderRow | None]:
    """Who holds each post on that day; None for one that is unheld. Every id asked for is in the answer."""
    wanted = set(post_ids)
    query = select(PostHolder.post_id, Person.id, Person.name, PostHolder.since).join(Person, Person.id == PostHolder.person_id)
    query = query.where(PostHolder.post_id.in_(wanted), PostHolder.since <= day, or_(PostHolder.until.is_(None), PostHolder.until > day))
    held = {row.post_id: PostHolderRow(row.post_id, row.id, row.name, row.since) for row in session.execute(query)} if wanted else {}
    return {post_id: held.get(post_id) for post_id in wanted}


def team_members(session: Session, team_path: str) -> tuple[Member, ...]:
    """Active people of the team at that path and of the teams below it, by name."""
    query = select(Person.id, Person.name, Team.path).join(Team, Team.id == Person.team_id)
    query = query.where(Person.state == "active", Team.path.startswith(team_path, autoescape=True)).order_by(Person.name, Person.id)
    return tuple(Member(row.id, row.name, row.path) for row in session.execute(query))


def people_with_tokens(session: Session, tokens: Iterable[str], day: date) -> tuple[TokenHolder, ...]:
    """Active people who on that day hold one of the positions (`position:X`) or are in one of the teams or below (`team:x`), by name.

    Two queries, however many tokens. Somebody meant by several tokens comes once, with the earliest day.
    """
    wanted = set(tokens)
    codes = {token.removeprefix("position:") for token in wanted if token.startswith("position:")}
    slugs = {token.removeprefix("team:") for token in wanted if token.startswith("team:")}
    found: dict[int, TokenHolder] = {}
    for query in (_by_position(codes, day), _by_team(slugs)):
        for row in session.execute(query):
            since = max(row.since or row.joined_at.date(), row.joined_at.date())
            known = found.get(row.id)
            if since <= day and (known is None or since < known.since):
                found[row.id] = TokenHolder(row.id, row.name, row.path or "", since)
    return tuple(sorted(found.values(), key=lambda holder: (holder.name, holder.person_id)))


def _by_position(codes: set[str], day: date) -> Select[Any, Any, Any, Any, Any]:
    query = select(Person.id, Person.name, Team.path, Person.joined_at, PositionHeld.since)
    query = query.join(PositionHeld, PositionHeld.person_id == Person.id).outerjoin(Team, Team.id == Person.team_id)
    running = or_(PositionHeld.until.is_(None), PositionHeld.until > day)
    return query.where(Person.state == "active", PositionHeld.position_code.in_(codes), PositionHeld.since <= day, running)


def _by_team(slugs: set[str]) -> Select[Any, Any, Any, Any, Any]:
    query = select(Person.id, Person.name, Team.path, Person.joined_at, Person.team_since.label("since"))
    query = query.join(Team, Team.id == Person.team_id).where(Person.state == "active")
    return query.where(or_(false(), *(Team.path.contains(f"/{slug}/", autoescape=True) for slug in sorted(slugs))))
