"""The organisation: the tree of teams, the posts with their holders, and what forms offer to choose from."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from portal.people.models import Person, Post, PostHolder, RoleGrant, Team
from portal.people.queries.persons import POSITION


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team in the tree; `depth` 0 stands at the top. `people` counts accounts in it, not below it, without those closed."""

    id: int
    slug: str
    name: str
    path: str
    depth: int
    people: int
    managers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Who held, holds or will hold a post, from a day until the day before `until`."""

    person_id: int
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class PostDetail:
    """A post, its holder on a day if any, and the next one if one is named."""

    id: int
    slug: str
    title: str
    holder: Holding | None
    following: Holding | None


@dataclass(frozen=True, slots=True)
class PostHistory:
    """A post with all who held it, the latest first."""

    id: int
    title: str
    holdings: tuple[Holding, ...]


def team_tree(session: Session) -> tuple[TeamRow, ...]:
    """All teams, each before those below it, in two queries."""
    living = func.count(case((Person.state != "inactive", Person.id)))
    query = select(Team, living).outerjoin(Person, Person.team_id == Team.id).group_by(Team.id)
    managers = _managers(session)
    rows = [
        TeamRow(team.id, team.slug, team.name, team.path, team.path.count("/") - 2, people, tuple(managers[team.id]))
        for team, people in session.execute(query)
    ]
    return tuple(sorted(rows, key=lambda row: row.path.split("/")))


def team_choices(session: Session) -> tuple[tuple[str, str], ...]:
    """Teams to choose from, by id, each with the names of those above it."""
    teams = session.scalars(select(Team)).all()
    names = {team.slug: team.name for team in teams}
    labels = [(team.path.split("/"), str(team.id), " / ".join(names[slug] for slug in team.path.strip("/").split("/"))) for team in teams]
    return tuple((team_id, label) for _, team_id, label in sorted(labels))


def team_slugs(session: Session) -> tuple[tuple[str, str], ...]:
    """Teams to filter by: slug and name, by name."""
    return tuple((row.slug, row.name) for row in session.execute(select(Team.slug, Team.name).order_by(Team.name)))


def position_choices(session: Session) -> tuple[tuple[str, str], ...]:
    """Positions to choose from, in the order of the method."""
    query = select(POSITION.c.code, POSITION.c.title).order_by(POSITION.c.place, POSITION.c.code)
    return tuple((row.code, row.title) for row in session.execute(query))


def people_choices(session: Session, but: int | None = None) -> tuple[tuple[str, str], ...]:
    """People to choose from, without those who have left; namesakes are told apart by the e-mail address."""
    query = select(Person.id, Person.name, Person.email).where(Person.state != "inactive").order_by(func.lower(Person.name), Person.id)
    return tuple((str(row.id), f"{row.name} ({row.email})") for row in session.execute(query) if row.id != but)


def post_list(session: Session, day: date) -> tuple[PostDetail, ...]:
    """All posts by title with their holders, in one query. An unheld one is shown as such."""
    query = select(Post, PostHolder, Person.name).outerjoin(
        PostHolder, (PostHolder.post_id == Post.id) & or_(PostHolder.until.is_(None), PostHolder.until > day)
    )
    query = query.outerjoin(Person, Person.id == PostHolder.person_id).order_by(func.lower(Post.title), PostHolder.since)
    posts: dict[int, Post] = {}
    held: dict[int, list[Holding]] = defaultdict(list)
    for post, holding, name in session.execute(query):
        posts[post.id] = post
        if holding is not None:
            held[post.id].append(Holding(holding.person_id, name, holding.since, holding.until))
    return tuple(_with_holder(post, held[post.id], day) for post in posts.values())


def post_history(session: Session, post_id: int) -> PostHistory | None:
    """One post and everybody who held it; None when there is no such post."""
    post = session.get(Post, post_id)
    if post is None:
        return None
    query = select(PostHolder, Person.name).join(Person, Person.id == PostHolder.person_id).where(PostHolder.post_id == post_id)
    rows = session.execute(query.order_by(PostHolder.since.desc(), PostHolder.id.desc()))
    return PostHistory(post.id, post.title, tuple(Holding(h.person_id, name, h.since, h.until) for h, name in rows))


def _with_holder(post: Post, holdings: list[Holding], day: date) -> PostDetail:
    holder = next((h for h in holdings if h.since <= day), None)
    following = next((h for h in holdings if h.since > day), None)
    return PostDetail(post.id, post.slug, post.title, holder, following)


def _managers(session: Session) -> dict[int, list[str]]:
    query = select(RoleGrant.team_id, Person.name).join(Person, Person.id == RoleGrant.person_id)
    query = query.where(RoleGrant.role == "manager", RoleGrant.ended_at.is_(None), RoleGrant.confirmed_at.is_not(None))
    found: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(query.order_by(Person.name)):
        found[row.team_id].append(row.name)
    return found
