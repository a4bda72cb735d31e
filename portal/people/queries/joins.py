"""Subqueries for other rooms to join where a page may send few queries: posts with their holders, what teams are called."""

from datetime import date

from sqlalchemy import ColumnElement, Subquery, or_, select

from portal.people.models import Person, Post, PostHolder, Team

POST, HOLDER, PERSON, TEAM = Post.__table__.c, PostHolder.__table__.c, Person.__table__.c, Team.__table__.c


def held_posts(day: date | ColumnElement[date], name: str) -> Subquery:
    """Every post with who holds it on that day: `post_id`, `slug`, `title`, `holder_name`, `holder_email`; both null when it is unheld."""
    running = (HOLDER.since <= day) & or_(HOLDER.until.is_(None), HOLDER.until > day)
    query = select(POST.id.label("post_id"), POST.slug, POST.title, PERSON.name.label("holder_name"), PERSON.email.label("holder_email"))
    held = Post.__table__.outerjoin(PostHolder.__table__, (HOLDER.post_id == POST.id) & running)
    return query.select_from(held.outerjoin(Person.__table__, PERSON.id == HOLDER.person_id)).subquery(name)


def active_people(name: str = "active") -> Subquery:
    """Every active person: `person_id`, `name`, `email`, `zone` and `language` (empty: the organisation's), and `mail`, the rhythm wanted."""
    columns = PERSON.id.label("person_id"), PERSON.name, PERSON.email, PERSON.zone, PERSON.language, PERSON.mail
    return select(*columns).where(PERSON.state == "active").subquery(name)


def person_names(name: str = "named") -> Subquery:
    """What everybody is called, those who have left too: `person_id`, `name`."""
    return select(PERSON.id.label("person_id"), PERSON.name).subquery(name)


def team_names(name: str = "team_name") -> Subquery:
    """Every team: `slug`, `name`, `path`."""
    return select(TEAM.slug, TEAM.name, TEAM.path).subquery(name)
