"""What tests are given. Every test that asks for `database` runs on SQLite and on PostgreSQL, each time on a fresh copy of a migrated one;
`app` is the whole application on it, `cast` the people of `tests.cast`, and `as_person("anna")` a browser in which anna has signed in.

What a machine lacks is skipped, and said at the end; with `PORTAL_REQUIRE_ALL=1` a skip is a failure.
"""

import shutil
import uuid
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright

from portal import instance
from portal.config import Config, load
from portal.db import Database
from tests.cast import make_cast, sign_in
from tests.client import CheckedClient
from tests.machine import POSTGRES, need_chromium, need_postgresql, need_redis, refuse_skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--soak SECONDS`: how long the tests of load and of killing go on."""
    parser.addoption("--soak", type=int, default=10, metavar="SECONDS", help="length of the load and kill tests (10)")


def pytest_configure(config: pytest.Config) -> None:
    """`-m soak`: the tests of load and of killing."""
    config.addinivalue_line("markers", "soak: goes on for as long as --soak says")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks how long it goes on is one of them."""
    for item in items:
        if "soak_seconds" in getattr(item, "fixturenames", ()):
            item.add_marker("soak")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skip is a failure where everything is required."""
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """So is a whole file that skips itself."""
    report = yield
    refuse_skip(report)
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say aloud that something was not tested, and what the machine lacks for it."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        reasons = sorted({report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr) for report in skipped})
        terminalreporter.section("NOT EVERYTHING WAS TESTED", yellow=True, bold=True)
        terminalreporter.line(f"{len(skipped)} skipped, because: " + "; ".join(reason.removeprefix("Skipped: ") for reason in reasons))


@pytest.fixture(scope="session")
def soak_seconds(request: pytest.FixtureRequest) -> int:
    """How long a test of load or of killing goes on."""
    seconds: int = request.config.getoption("--soak")
    return seconds


def settings(home: Path, **more: str) -> Config:
    """The settings of a test's instance."""
    return load(
        {
            "PORTAL_HOME": str(home),
            "PORTAL_PASSWORD_COST": "cheap",
            "PORTAL_LOG_LEVEL": "error",
            **{f"PORTAL_{name.upper()}": value for name, value in more.items()},
        }
    )


def postgres() -> Any:
    """A connection to the server itself, for making and dropping databases."""
    return psycopg.connect(f"{POSTGRES}/postgres", autocommit=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    home = tmp_path_factory.mktemp("template")
    database = instance.opened(settings(home))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return home / "portal.db"


@pytest.fixture(scope="session")
def postgres_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated PostgreSQL database to copy, of this test run's own name."""
    need_postgresql()
    name = f"portal_test_{uuid.uuid4().hex[:12]}"
    with postgres() as connection:
        connection.execute(f"CREATE DATABASE {name}")
    database = instance.opened(settings(tmp_path_factory.mktemp("pg"), database_url=f"{POSTGRES}/{name}"))
    database.dispose()
    yield name
    with postgres() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Config]:
    """The settings of a fresh, migrated instance on either database."""
    if request.param == "sqlite":
        shutil.copy2(request.getfixturevalue("sqlite_template"), tmp_path / "portal.db")
        yield settings(tmp_path)
        return
    template = request.getfixturevalue("postgres_template")
    name = f"{template}_{uuid.uuid4().hex[:8]}"
    with postgres() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield settings(tmp_path, database_url=f"{POSTGRES}/{name}")
    with postgres() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def database(config: Config) -> Iterator[Database]:
    """The database of `config`."""
    database = instance.opened(config)
    yield database
    database.dispose()


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    """The whole application on `database`. Its test clients look at every page they get."""
    from portal.app import create_app

    app = create_app(config, database)
    app.test_client_class = CheckedClient
    return app


@pytest.fixture
def cast(database: Database) -> dict[str, int]:
    """The standing cast, in the database; ids by name."""
    with database.writing() as session:
        return make_cast(session)


@pytest.fixture
def as_person(app: Flask, cast: dict[str, int]) -> Callable[[str], FlaskClient]:
    """A browser in which one of the cast has signed in: `as_person("anna")`."""

    def enter(name: str) -> FlaskClient:
        browser = app.test_client()
        sign_in(browser, name)
        return browser

    return enter


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    return need_chromium()


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """Chromium, without a window: one for all tests, since a process can hold only one Playwright."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def redis_url() -> str:
    """The address of a Redis that answers. Whoever writes there names a queue or a key of its own."""
    return need_redis()
