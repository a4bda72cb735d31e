"""Events and refusals: what follows a fact is in one table, in order, in the same transaction; a refusal has a sentence to fill."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import events, reactions
from portal.db import Database
from portal.errors import Conflict, NotAllowed, NotFound, PortalError, Refused
from portal.settings.models import Setting

NOON = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Happened:
    """A fact of these tests."""

    what: str


@dataclass(frozen=True)
class Unheard:
    """A fact nobody reacts to."""


def store(session: Session, event: Happened) -> None:
    session.add(Setting(name="demo_today", value=event.what, changed_at=NOON))
    session.flush()


def append(session: Session, event: Happened) -> None:
    session.get_one(Setting, "demo_today").value += f", {event.what} again"


def fail(_session: Session, event: Happened) -> None:
    raise LookupError(event.what)


@pytest.fixture(autouse=True)
def table() -> Iterator[None]:
    """The real table comes back after each of these tests."""
    yield
    events.install(reactions.TABLE)


def stored(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Setting.value)))


def test_what_follows_a_fact_happens_in_the_order_of_the_table(database: Database) -> None:
    events.install({Happened: (store, append)})
    with database.writing() as session:
        events.emit(session, Happened("read"))
    assert stored(database) == ["read, read again"]


def test_a_reaction_that_fails_undoes_the_whole(database: Database) -> None:
    events.install({Happened: (store, fail)})
    with pytest.raises(LookupError), database.writing() as session:
        events.emit(session, Happened("read"))
    assert stored(database) == []


def test_a_fact_nobody_reacts_to_is_no_error(database: Database) -> None:
    events.install({Happened: (store,)})
    with database.writing() as session:
        events.emit(session, Unheard())
    assert stored(database) == []


def test_the_table_is_replaced_not_added_to(database: Database) -> None:
    events.install({Happened: (store,)})
    events.install({})
    with database.writing() as session:
        events.emit(session, Happened("read"))
    assert stored(database) == []


@pytest.mark.parametrize("kind", [NotAllowed, NotFound, Conflict, Refused, PortalError])
def test_every_kind_of_refusal_has_a_sentence_to_fill(kind: type[PortalError]) -> None:
    assert str(kind()) == kind.sentence
    assert str(kind("%(code)s is gone.", code="RSK-STD-01")) == "RSK-STD-01 is gone."
    assert str(kind("100 % sure")) == "100 % sure"
