"""Accounts from invitation to deactivation. Nobody is deleted. Every sign-in of a leaver ends, and so do roles, positions and posts."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.journal import service as journal
from portal.people import identity
from portal.people.models import AuthSession, OneTimeLink, Person, PositionHeld, PostHolder, RoleGrant, Team
from portal.people.service.refusals import BadEmail, BadName, EmailTaken, LastAdministrator, NoSuchPerson, NoSuchTeam, NotActive, NotOneself


def enrol(
    session: Session,
    *,
    email: str,
    name: str,
    at: datetime,
    actor_id: int | None = None,
    team_id: int | None = None,
    password_hash: str | None = None,
    state: str = "invited",
) -> int:
    """Make an account and return its id; `state` is `invited`, or `active` for people who need no invitation. Raises EmailTaken."""
    reached, called = identity.address(email), identity.spelled(name)
    if reached is None:
        raise BadEmail
    if called is None:
        raise BadName
    if session.scalar(select(Person.id).where(Person.email == reached)) is not None:
        raise EmailTaken
    person = Person(email=reached, name=called, password_hash=password_hash, state=state, joined_at=at)
    person.team_id, person.team_since = team_id, at.date() if team_id else None
    session.add(person)
    session.flush()
    verb = "person invited" if state == "invited" else "person enrolled"
    journal.record(session, at, actor_id, verb, "person", person.id, None, {"team": team_id, "state": state})
    return person.id


def change_details(
    session: Session, person_id: int, *, name: str, team_id: int | None, actor_id: int | None, at: datetime, zone: str = "UTC"
) -> bool:
    """Give a person another name or team; True when anything changed. The journal says that the name changed, not from what to what."""
    person = account(session, person_id)
    if team_id is not None and session.get(Team, team_id) is None:
        raise NoSuchTeam
    spelled = identity.spelled(name)
    if spelled is None:
        raise BadName
    changed = {"name": spelled != person.name, "team": team_id != person.team_id}
    if not any(changed.values()):
        return False
    before, after = {"team": person.team_id}, {"team": team_id, "name_changed": changed["name"]}
    person.name = spelled
    if changed["team"]:
        person.team_id, person.team_since = team_id, day_in(at, zone) if team_id else None
    journal.record(session, at, actor_id, "person changed", "person", person_id, before, after)
    return True


def deactivate(session: Session, person_id: int, *, actor_id: int | None, at: datetime, zone: str = "UTC") -> None:
    """Close an account: signed out everywhere, links void, roles, positions and posts ended today. History stays.

    Raises NotOneself and LastAdministrator. Posts that should not stay unheld are handed over before.
    """
    person = account(session, person_id)
    if person.state == "inactive":
        return
    if actor_id == person_id:
        raise NotOneself
    keep_an_administrator(session, without=person_id)
    before = {"state": person.state}
    person.state, person.deactivated_at = "inactive", at
    end_sessions(session, person_id, at)
    void_links(session, person_id, at)
    ended = _end_everything(session, person_id, at, day_in(at, zone))
    journal.record(session, at, actor_id, "person deactivated", "person", person_id, before, {"state": "inactive", **ended})


def reactivate(session: Session, person_id: int, *, actor_id: int | None, at: datetime) -> None:
    """Open a closed account again, as invited: roles and positions do not come back by themselves, and a new password is asked for."""
    person = account(session, person_id)
    if person.state != "inactive":
        return
    person.state, person.deactivated_at, person.password_hash, person.joined_at = "invited", None, None, at
    journal.record(session, at, actor_id, "person reactivated", "person", person_id, {"state": "inactive"}, {"state": "invited"})


def account(session: Session, person_id: int) -> Person:
    """The person's row. Raises NoSuchPerson."""
    person = session.get(Person, person_id)
    if person is None:
        raise NoSuchPerson
    return person


def open_account(session: Session, person_id: int) -> Person:
    """The same, for what is refused to people who have left: NotActive."""
    person = account(session, person_id)
    if person.state == "inactive":
        raise NotActive
    return person


def end_sessions(session: Session, person_id: int, at: datetime) -> None:
    """Sign a person out everywhere."""
    session.execute(update(AuthSession).where(AuthSession.person_id == person_id, AuthSession.ended_at.is_(None)).values(ended_at=at))


def void_links(session: Session, person_id: int, at: datetime) -> None:
    """Make every one-time link of a person useless."""
    session.execute(update(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None)).values(used_at=at))


def keep_an_administrator(session: Session, without: int) -> None:
    """Refuse whatever would leave the portal without an active administrator. Locks the rows, so that two cannot remove each other."""
    query = select(RoleGrant.person_id).join(Person, Person.id == RoleGrant.person_id)
    query = query.where(RoleGrant.role == "admin", RoleGrant.ended_at.is_(None), Person.state != "inactive")
    administrators = set(session.scalars(query.order_by(RoleGrant.id).with_for_update()))
    if administrators == {without}:
        raise LastAdministrator


def _end_everything(session: Session, person_id: int, at: datetime, day: date) -> dict[str, list[int]]:
    roles = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.ended_at.is_(None))).all()
    for role in roles:
        role.ended_at = at
    held = select(PositionHeld).where(PositionHeld.person_id == person_id, PositionHeld.until.is_(None) | (PositionHeld.until > day))
    positions = session.scalars(held).all()
    for position in positions:
        if position.since < day:
            position.until = day
        else:
            session.delete(position)
    posts = session.scalars(select(PostHolder).where(PostHolder.person_id == person_id, PostHolder.until.is_(None))).all()
    for post in posts:
        post.until = max(day, post.since)
    return {"roles": [r.id for r in roles], "positions": [p.id for p in positions], "posts": [p.post_id for p in posts]}
