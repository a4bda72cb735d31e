"""Setting and changing passwords. Either ends every other sign-in of the person. Hashing happens outside the transactions."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.jobs import service as jobs
from portal.journal import service as journal
from portal.people import letters
from portal.people.keys import key_hash
from portal.people.letters import Letterhead
from portal.people.models import OneTimeLink, Person
from portal.people.passwords import Owner, problem
from portal.people.service import hashing
from portal.people.service.accounts import account, end_sessions, void_links
from portal.people.service.door import SignedIn, Try, admit, begin, forgive
from portal.people.service.links import spend
from portal.people.service.refusals import BadPassword, LinkSpent, WrongPassword


@dataclass(frozen=True)
class Wish:
    """The password somebody wants from now on."""

    password: str
    head: Letterhead
    at: datetime
    cost: str = "normal"


def set_by_link(database: Database, key: str, wish: Wish) -> int:
    """Set a password with a one-time link and return whose it is; an invited account becomes active. Raises LinkSpent and BadPassword."""
    with database.reading() as session:
        query = select(Person).join(OneTimeLink, OneTimeLink.person_id == Person.id)
        query = query.where(OneTimeLink.key_hash == key_hash(key), OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > wish.at)
        person = session.scalar(query)
    if person is None:
        raise LinkSpent
    made = _checked(wish, person)
    with database.writing() as session:
        link = spend(session, key, wish.at)
        owner = account(session, link.person_id)
        if owner.state == "inactive":
            raise LinkSpent
        if owner.state == "invited":
            owner.state, owner.joined_at = "active", wish.at
        else:
            _tell(session, owner, wish)
        _store(session, owner, made, wish.at, link.purpose)
        return owner.id


def change(database: Database, person_id: int, present: str, wish: Wish, *, address: str) -> SignedIn:
    """Replace a password by its owner, who stays signed in here and nowhere else.

    A wrong present password counts as a failed sign-in. Raises WrongPassword, TooManyTries and BadPassword.
    """
    with database.writing() as session:
        person = account(session, person_id)
        admit(session, Try(person.email, present, address, wish.at))
    if not hashing.fits(person.password_hash, present, wish.cost):
        raise WrongPassword
    made = _checked(wish, person)
    with database.writing() as session:
        owner = account(session, person_id)
        if owner.password_hash != person.password_hash or owner.state != "active":
            raise WrongPassword
        _store(session, owner, made, wish.at, "change")
        _tell(session, owner, wish)
        return SignedIn(person_id, begin(session, person_id, wish.at))


@cache
def common() -> frozenset[str]:
    """The passwords and words that are tried first, in small letters."""
    return frozenset((Path(__file__).parent.parent / "common_passwords.txt").read_text("utf8").split("\n")) - {""}


def _checked(wish: Wish, person: Person) -> str:
    wrong = problem(hashing.plain(wish.password), Owner(person.name, person.email, wish.head.brand), common())
    if wrong:
        raise BadPassword(wrong)
    return hashing.make(wish.password, wish.cost)


def _store(session: Session, owner: Person, made: str, at: datetime, how: str) -> None:
    owner.password_hash = made
    end_sessions(session, owner.id, at)
    void_links(session, owner.id, at)
    forgive(session, owner.email)
    journal.record(session, at, owner.id, "password set", "person", owner.id, None, {"by": how})


def _tell(session: Session, owner: Person, wish: Wish) -> None:
    letter = letters.write(letters.CHANGED, wish.head, name=owner.name, language=owner.language)
    jobs.write_mail(session, owner.email, letter.subject, letter.body, at=wish.at)
