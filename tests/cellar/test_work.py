"""Background work: chores come round at their minutes, run through the real queue, and one that fails does not end the others."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from portal.config import Config
from portal.db import Database
from portal.jobs.work import Chore, planned, queue
from portal.reactions import CHORES
from tests.conftest import settings
from tests.logged import logged


@pytest.fixture(params=["sqlite", "redis"])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """The settings of an instance whose queue is a file, and of one whose queue is in Redis."""
    plain = settings(tmp_path)
    return plain if request.param == "sqlite" else replace(plain, redis_url=request.getfixturevalue("redis_url"))


@pytest.fixture
def database(config: Config) -> Iterator[Database]:
    """Its database, which these chores do not look at."""
    database = Database(config.database_url)
    yield database
    database.dispose()


def run_minute(work: object, minute: int) -> list[str]:
    """Let the scheduler's minute strike and do what it put into the queue; the names of what was done."""
    due = work.read_periodic(datetime(2026, 9, 15, 12, minute))  # type: ignore[attr-defined]  # noqa: DTZ001  huey's own clock is naive
    for task in due:
        work.enqueue(task)  # type: ignore[attr-defined]
    done = []
    while (task := work.dequeue()) is not None:  # type: ignore[attr-defined]
        work.execute(task)  # type: ignore[attr-defined]
        done.append(task.name)
    return done


def chore(name: str, minutes: int, did: list[str]) -> Chore:
    def run(_database: Database, _config: Config) -> int:
        did.append(name)
        return 1

    return Chore(name, minutes, run)


def test_each_chore_runs_at_its_minutes(config: Config, database: Database) -> None:
    did: list[str] = []
    work = planned(config, database, [chore("mail", 1, did), chore("sweep", 10, did), chore("forget", 60, did)])
    ran = {minute: sorted(run_minute(work, minute)) for minute in (0, 1, 10, 35)}
    assert ran == {0: ["forget", "mail", "sweep"], 1: ["mail"], 10: ["mail", "sweep"], 35: ["mail"]}
    assert sorted(did) == sorted(name for names in ran.values() for name in names)


def test_a_chore_that_fails_is_logged_and_the_next_one_runs(config: Config, database: Database) -> None:
    def fail(_database: Database, _config: Config) -> int:
        raise LookupError("no such row")

    did: list[str] = []
    work = planned(config, database, [Chore("bad", 1, fail), chore("good", 1, did)])
    with logged() as lines:
        run_minute(work, 0)
    assert did == ["good"]
    (line,) = lines.of("a chore failed and comes round again")
    assert line["queue"] == "bad"
    assert "no such row" in line["trace"]


def test_instances_that_share_a_redis_do_not_share_a_queue(redis_url: str, tmp_path: Path) -> None:
    names = {queue(settings(tmp_path / home, redis_url=redis_url)).storage.queue_key for home in ("one", "two")}
    assert len(names) == 2


def test_machines_that_share_a_database_share_a_queue(redis_url: str, tmp_path: Path) -> None:
    shared = {"redis_url": redis_url, "database_url": "postgresql://host/name"}
    names = {queue(settings(tmp_path / home, **shared)).storage.queue_key for home in ("one", "two")}
    assert len(names) == 1


@pytest.mark.parametrize("one", CHORES, ids=lambda chore: chore.name)
def test_every_real_chore_does_nothing_on_an_empty_instance_and_may_run_twice(
    one: Chore, migrated: Callable[[], tuple[Config, Database]]
) -> None:
    config, database = migrated()
    assert [one.run(database, config), one.run(database, config)] == [0, 0]


@pytest.fixture
def migrated(tmp_path: Path) -> Callable[[], tuple[Config, Database]]:
    def make() -> tuple[Config, Database]:
        from portal import instance, reactions

        config = settings(tmp_path / "instance")
        database = instance.opened(config)
        reactions.install(config, database)
        return config, database

    return make
