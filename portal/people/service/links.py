"""One-time links: for an invitation or a forgotten password. Stored as a hash, good for 24 hours and for one use."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.jobs import service as jobs
from portal.journal import service as journal
from portal.people import letters
from portal.people.keys import key_hash
from portal.people.letters import Letterhead
from portal.people.models import OneTimeLink, Person
from portal.people.service.accounts import enrol, open_account, reactivate
from portal.people.service.refusals import LinkSpent
from portal.people.service.rights import grant, held_role

GOOD_FOR = timedelta(hours=24)
MOST_OPEN = 5
"""So many links asked for and not yet expired: then no further mail goes out, whoever asks."""


def invite(session: Session, *, email: str, name: str, team_id: int | None, head: Letterhead, actor_id: int | None, at: datetime) -> int:
    """Make an invited account and write its mail with a one-time link. Raises EmailTaken."""
    person_id = enrol(session, email=email, name=name, at=at, actor_id=actor_id, team_id=team_id)
    send_link(session, person_id, head=head, actor_id=actor_id, at=at)
    return person_id


def make_administrator(session: Session, email: str, *, name: str = "", at: datetime) -> str:
    """Let the system itself make somebody an administrator, from the machine the portal runs on; the key of a one-time link.

    The way in for the first one, and the way back when no administrator can sign in any more.
    """
    person = session.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None:
        person_id = enrol(session, email=email, name=name or email.strip().partition("@")[0], at=at)
    else:
        person_id = person.id
        reactivate(session, person_id, actor_id=None, at=at)
    if held_role(session, person_id, "admin", None) is None:
        grant(session, person_id, "admin", actor_id=None, at=at)
    return new_link(session, person_id, actor_id=None, at=at)


def send_link(session: Session, person_id: int, *, head: Letterhead, actor_id: int | None, at: datetime) -> None:
    """Write a mail with a new one-time link to a person invited, or to one who needs a new password; earlier links stop working."""
    person = open_account(session, person_id)
    key = new_link(session, person_id, actor_id=actor_id, at=at)
    kind = letters.INVITATION if person.state == "invited" else letters.RESET
    letter = letters.write(kind, head, name=person.name, language=person.language, key=key)
    jobs.write_mail(session, person.email, letter.subject, letter.body, at=at)


def new_link(session: Session, person_id: int, *, actor_id: int | None, at: datetime) -> str:
    """Make a one-time link and return its key, the only time it is known; earlier links of the person stop working."""
    person = open_account(session, person_id)
    session.execute(update(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None)).values(used_at=at))
    key, purpose = secrets.token_urlsafe(32), "invite" if person.state == "invited" else "reset"
    session.add(OneTimeLink(key_hash=key_hash(key), person_id=person_id, purpose=purpose, expires_at=at + GOOD_FOR))
    journal.record(session, at, actor_id, "link issued", "person", person_id, None, {"purpose": purpose})
    return key


def asked_for_link(session: Session, email: str, *, head: Letterhead, at: datetime) -> bool:
    """Answer "I forgot my password": a mail if there is such an account that has not been closed; True when one was written."""
    query = select(Person.id).where(Person.email == email.strip().lower(), Person.state != "inactive")
    person_id = session.scalar(query)
    if person_id is None:
        return False
    recent = select(func.count()).select_from(OneTimeLink).where(OneTimeLink.person_id == person_id, OneTimeLink.expires_at > at)
    if (session.scalar(recent) or 0) >= MOST_OPEN:
        return False
    send_link(session, person_id, head=head, actor_id=None, at=at)
    return True


def spend(session: Session, key: str, at: datetime) -> OneTimeLink:
    """Use a link up; its row. Raises LinkSpent. The row is locked, so that two who hold the key cannot both use it."""
    row = session.scalar(select(OneTimeLink).where(OneTimeLink.key_hash == key_hash(key)).with_for_update())
    if row is None or row.used_at is not None or row.expires_at <= at:
        raise LinkSpent
    row.used_at = at
    return row
