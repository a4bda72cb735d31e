"""The journal: what was recorded stays, whoever asks the database to change it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal import events
from portal.db import Database
from portal.journal import service
from portal.journal.queries import Wanted, facts

NOON = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
FORBIDDEN = {
    "update": "UPDATE journal_row SET action = 'nothing'",
    "update of no row": "UPDATE journal_row SET action = 'nothing' WHERE id = 1",
    "delete": "DELETE FROM journal_row",
    "delete of one row": "DELETE FROM journal_row WHERE id = 1",
}
ONLY_SQLITE = {
    "replace": "REPLACE INTO journal_row (id, at, action, object_kind, object_key) VALUES (1, '2026-01-01', 'nothing', 'x', 'y')",
    "upsert": "INSERT INTO journal_row (id, at, action, object_kind, object_key) VALUES (1, '2026-01-01', 'n', 'x', 'y') "
    "ON CONFLICT (id) DO UPDATE SET action = 'nothing'",
}
ONLY_POSTGRESQL = {"truncate": "TRUNCATE journal_row", "truncate with others": "TRUNCATE person CASCADE", "upsert": ONLY_SQLITE["upsert"]}


@pytest.fixture
def written(database: Database) -> Database:
    """A journal of three rows."""
    with database.writing() as session:
        for number, code in enumerate(("RSK-STD-01", "RSK-STD-01", "SCH-STD-01")):
            at = NOON + timedelta(hours=number)
            service.record(session, at, None, "revision published", "document", code, None, {"version": f"{number + 1}.0"})
    return database


def rows(database: Database) -> list[str]:
    with database.reading() as session:
        return [fact.action for fact in facts(session, Wanted())[0]]


def attempt(database: Database, statement: str) -> None:
    with database.writing() as session:
        session.execute(text(statement))


def test_the_database_refuses_to_change_or_take_away_a_row(written: Database) -> None:
    own = ONLY_SQLITE if written.engine.dialect.name == "sqlite" else ONLY_POSTGRESQL
    for statement in {**FORBIDDEN, **own}.values():
        with pytest.raises(DBAPIError, match="journal_row is append-only"):
            attempt(written, statement)
    assert rows(written) == ["revision published"] * 3


def test_a_row_is_written_with_its_fact_or_not_at_all(written: Database) -> None:
    def fail_after_recording() -> None:
        with written.writing() as session:
            service.record(session, NOON, None, "revision withdrawn", "document", "RSK-STD-01")
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail_after_recording()
    assert rows(written) == ["revision published"] * 3


def test_rows_are_found_by_object_and_time_newest_first(written: Database) -> None:
    with written.reading() as session:
        found, total = facts(session, Wanted(kinds=("document",), object_key="RSK-STD-01", since=NOON))
        later, _ = facts(session, Wanted(since=NOON + timedelta(hours=1), until=NOON + timedelta(hours=2)))
        page, count = facts(session, Wanted(), offset=1, limit=1)
    assert ([fact.after for fact in found], total) == ([{"version": "2.0"}, {"version": "1.0"}], 2)
    assert [fact.at for fact in later] == [NOON + timedelta(hours=1)]
    assert ([fact.object_key for fact in page], count) == (["RSK-STD-01"], 3)


def test_an_actor_who_does_not_exist_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        service.record(session, NOON, 4711, "revision published", "document", "RSK-STD-01")


def test_a_row_says_in_which_request_it_was_written(database: Database) -> None:
    token = events.request_id.set("abcdef0123456789")
    try:
        with database.writing() as session:
            service.record(session, NOON, None, "revision published", "document", "RSK-STD-01")
    finally:
        events.request_id.reset(token)
    with database.reading() as session:
        assert facts(session, Wanted())[0][0].request_id == "abcdef0123456789"
