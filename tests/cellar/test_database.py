"""Sessions: a write begins as one, a read refuses to write and sees one state; moments are in UTC."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import StatementError

from portal import db
from portal.config import Config
from portal.db import Database
from portal.settings.models import Setting
from tests.commands import ended, environment, program
from tests.counting import counted

NOON = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
COUNT_UP = """
from datetime import UTC, datetime
from portal import config
from portal.db import Database
from portal.settings.models import Setting
database = Database(config.load().database_url)
for _ in range(50):
    with database.writing() as session:
        row = session.get(Setting, "demo_today", with_for_update=True)
        row.value = row.value + 1
"""


@pytest.fixture
def counter(database: Database) -> Database:
    """A database with one row that says 0."""
    with database.writing() as session:
        session.add(Setting(name="demo_today", value=0, changed_at=NOON))
    return database


def value_of(database: Database) -> int:
    with database.reading() as session:
        value: int = session.get_one(Setting, "demo_today").value
        return value


def test_two_processes_that_read_and_then_write_lose_nothing_and_are_never_refused(counter: Database, config: Config) -> None:
    for process in [program(COUNT_UP, environment(config)) for _ in range(2)]:
        ended(process)
    assert value_of(counter) == 100


def test_a_write_begins_at_once_so_that_a_second_one_waits_before_it_reads(counter: Database) -> None:
    seen: list[int] = []
    reading, done = threading.Event(), threading.Event()

    def second() -> None:
        reading.set()
        with counter.writing() as session:
            seen.append(session.get_one(Setting, "demo_today", with_for_update=True).value)
        done.set()

    with counter.writing() as session:
        row = session.get_one(Setting, "demo_today", with_for_update=True)
        thread = threading.Thread(target=second)
        thread.start()
        reading.wait(10)
        row.value = 7
        session.flush()
        assert not done.is_set()
    thread.join(30)
    assert seen == [7]


def test_sqlite_begins_a_write_with_immediate_and_a_read_without(tmp_path: Path) -> None:
    begun: list[str] = []
    database = Database(f"sqlite:///{tmp_path}/x.db")
    with database.engine.connect() as connection:
        connection.connection.driver_connection.set_trace_callback(begun.append)
        connection.rollback()
        begun.clear()
    for way in (database.writing, database.reading):
        with way() as session:
            session.execute(text("SELECT 1"))
    database.dispose()
    assert [statement for statement in begun if statement.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN DEFERRED"]


@pytest.mark.parametrize("name", ["journal_mode", "foreign_keys", "synchronous"])
def test_sqlite_is_durable_and_keeps_its_foreign_keys(sqlite_template: object, name: str) -> None:
    database = Database(f"sqlite:///{sqlite_template}")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {name}").scalar() == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}[name]
    database.dispose()


def test_a_reading_session_refuses_new_changed_and_deleted_objects(counter: Database) -> None:
    with counter.reading() as session:
        row = session.get_one(Setting, "demo_today")
        session.add(Setting(name="files_take_effect", value="never", changed_at=NOON))
        with pytest.raises(RuntimeError, match="cannot write"):
            session.flush()
    with counter.reading() as session:
        row = session.get_one(Setting, "demo_today")
        row.value = 9
        with pytest.raises(RuntimeError, match="cannot write"):
            session.commit()
    with counter.reading() as session:
        session.delete(session.get_one(Setting, "demo_today"))
        with pytest.raises(RuntimeError, match="cannot write"):
            session.flush()
    assert value_of(counter) == 0


def test_a_reading_session_refuses_a_statement_that_writes(counter: Database) -> None:
    with counter.reading() as session, pytest.raises(RuntimeError, match="cannot write"):
        session.execute(delete(Setting))
    assert value_of(counter) == 0


def test_a_reading_session_sees_one_state_whatever_others_commit(counter: Database) -> None:
    with counter.reading() as before:
        assert before.scalar(select(Setting.value)) == 0
        with counter.writing() as session:
            session.get_one(Setting, "demo_today").value = 5
        assert before.scalar(select(Setting.value)) == 0
    assert value_of(counter) == 5


def test_what_raises_inside_writing_leaves_nothing_and_nothing_follows(counter: Database) -> None:
    followed: list[str] = []

    def change_and_fail() -> None:
        with counter.writing() as session:
            session.get_one(Setting, "demo_today").value = 5
            db.after_commit(session, lambda: followed.append("done"))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        change_and_fail()
    assert value_of(counter) == 0
    assert followed == []


def test_what_follows_a_commit_sees_it_and_runs_once(counter: Database) -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(value_of(counter))

    with counter.writing() as session:
        session.get_one(Setting, "demo_today").value = 5
        db.after_commit(session, look)
        db.after_commit(session, look)
        assert seen == []
    assert seen == [5]


def test_a_session_costs_no_statement_of_its_own(counter: Database) -> None:
    value_of(counter)
    with counted(counter) as sent:
        value_of(counter)
        assert len(sent) == 1


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_written_in(database: Database) -> None:
    lisbon_summer = timezone(timedelta(hours=1))
    with database.writing() as session:
        session.add(Setting(name="demo_today", value=1, changed_at=datetime(2026, 9, 15, 13, 0, tzinfo=lisbon_summer)))
    with database.reading() as session:
        moment = session.get_one(Setting, "demo_today").changed_at
    assert (moment, moment.tzinfo) == (NOON, UTC)


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="a moment needs a zone"), database.writing() as session:
        session.add(Setting(name="demo_today", value=1, changed_at=datetime(2026, 9, 15, 13, 0)))  # noqa: DTZ001
