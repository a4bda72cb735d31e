"""Signing in and out, and the throttle. Passwords are hashed between two short transactions, never inside one.

A try is written down as failed before the password is looked at and struck out when it was right, so that tries made at the same moment
are all counted.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from portal.db import Database, is_postgresql
from portal.people.keys import account_hash, address_hash, key_hash
from portal.people.models import AuthSession, FailedSignIn, OneTimeLink, Person
from portal.people.service import hashing
from portal.people.service.refusals import TooManyTries, WrongCredentials

PAUSE = timedelta(minutes=15)
TRIES_OF_AN_ACCOUNT = 10
TRIES_FROM_AN_ADDRESS = 50
A_DAY = timedelta(hours=12)
KEPT = timedelta(days=14)
FORGOTTEN_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class Try:
    """A person at the door: what was typed, from which address, when; `cost` is the setting `password_cost`."""

    email: str
    password: str
    address: str
    at: datetime
    cost: str = "normal"


@dataclass(frozen=True)
class SignedIn:
    """A sign-in that began: the key its cookie carries."""

    person_id: int
    session_key: str


def sign_in(database: Database, someone: Try, *, keep: bool = False) -> SignedIn:
    """Let an active person in. Unknown, invited and closed accounts and wrong passwords get one answer, after one hash each.

    Raises WrongCredentials with the tries left, and TooManyTries before any hash. Lasts 12 hours, or 14 days with `keep`.
    """
    with database.writing() as session:
        left = admit(session, someone)
        row = session.execute(
            select(Person.id, Person.password_hash).where(Person.email == _email(someone), Person.state == "active")
        ).one_or_none()
    person_id, stored = (row.id, row.password_hash) if row else (0, None)
    if not hashing.fits(stored, someone.password, someone.cost) or stored is None:
        raise WrongCredentials(left)
    renewed = hashing.make(someone.password, someone.cost) if hashing.outdated(stored, someone.cost) else stored
    with database.writing() as session:
        person = session.scalar(select(Person).where(Person.id == person_id).with_for_update())
        if person is None or person.state != "active" or person.password_hash != stored:
            raise WrongCredentials(left)
        person.password_hash = renewed
        forgive(session, someone.email)
        return SignedIn(person_id, begin(session, person_id, someone.at, KEPT if keep else A_DAY))


def admit(session: Session, someone: Try) -> int:
    """Count one more try of this account and from this address; how many are left. Raises TooManyTries with the minutes to wait."""
    account, address = account_hash(someone.email), address_hash(someone.address)
    if is_postgresql(session.connection()):
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(account))))
    of_account = _tries(session, FailedSignIn.account_hash == account, someone.at)
    from_address = _tries(session, FailedSignIn.address_hash == address, someone.at)
    for tries, most in ((of_account, TRIES_OF_AN_ACCOUNT), (from_address, TRIES_FROM_AN_ADDRESS)):
        if len(tries) >= most:
            free_at = tries[len(tries) - most] + PAUSE
            raise TooManyTries(max(1, -int((someone.at - free_at).total_seconds() // 60)))
    session.add(FailedSignIn(account_hash=account, address_hash=address, at=someone.at))
    return min(TRIES_OF_AN_ACCOUNT - len(of_account), TRIES_FROM_AN_ADDRESS - len(from_address)) - 1


def forgive(session: Session, email: str) -> None:
    """Strike out the failed tries of an account: its owner has shown who they are."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.account_hash == account_hash(email)))


def begin(session: Session, person_id: int, at: datetime, lasts: timedelta = A_DAY) -> str:
    """Begin a sign-in session; its key, the only time it is known."""
    key = secrets.token_urlsafe(32)
    session.add(AuthSession(key_hash=key_hash(key), person_id=person_id, started_at=at, ends_at=at + lasts))
    return key


def sign_out(session: Session, session_key: str, *, at: datetime) -> None:
    """End one sign-in session; nothing happens when it has ended already."""
    running = update(AuthSession).where(AuthSession.key_hash == key_hash(session_key), AuthSession.ended_at.is_(None))
    session.execute(running.values(ended_at=at))


def forget(session: Session, *, at: datetime) -> int:
    """Delete failed tries after a day, and sign-in sessions and links 90 days after their end; how many rows went."""
    old = at - FORGOTTEN_AFTER
    statements = (
        delete(FailedSignIn).where(FailedSignIn.at < at - timedelta(days=1)),
        delete(AuthSession).where(func.coalesce(AuthSession.ended_at, AuthSession.ends_at) < old),
        delete(OneTimeLink).where(OneTimeLink.expires_at < old),
    )
    return sum(cast(CursorResult[Any], session.execute(statement)).rowcount for statement in statements)


def _tries(session: Session, which: ColumnElement[bool], at: datetime) -> list[datetime]:
    return list(session.scalars(select(FailedSignIn.at).where(which, FailedSignIn.at > at - PAUSE).order_by(FailedSignIn.at)))


def _email(someone: Try) -> str:
    return someone.email.strip().lower()
