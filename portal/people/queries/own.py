"""What a person sees of their own account, and whose a one-time link is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people.keys import key_hash
from portal.people.models import OneTimeLink, Person


@dataclass(frozen=True)
class OwnSettings:
    """Zone, language and mail as stored: empty means the organisation's."""

    zone: str
    language: str
    mail: str


@dataclass(frozen=True)
class LinkOwner:
    """Whose link it is; `invited` for a first password."""

    person_id: int
    name: str
    invited: bool


def own_settings(session: Session, person_id: int) -> OwnSettings:
    """A person's own settings."""
    row = session.execute(select(Person.zone, Person.language, Person.mail).where(Person.id == person_id)).one()
    return OwnSettings(row.zone, row.language, row.mail)


def link_owner(session: Session, key: str, at: datetime) -> LinkOwner | None:
    """The owner of a link that still works, else None."""
    query = select(Person.id, Person.name, Person.state).join(OneTimeLink, OneTimeLink.person_id == Person.id)
    query = query.where(OneTimeLink.key_hash == key_hash(key), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > at)
    row = session.execute(query.where(Person.state != "inactive")).one_or_none()
    return LinkOwner(row.id, row.name, row.state == "invited") if row else None
