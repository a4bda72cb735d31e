"""An empty index, and ways to fill it; the `portal` command on the test's instance, inside this process and as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from portal.cli import group
from portal.config import Config
from portal.db import Database
from portal.search.entry import Entry
from portal.search.index import SearchIndex
from tests.search.site import NOW, fill

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
EVERYONE = frozenset({"everyone"})
Enter = Callable[[str], FlaskClient]
Command = Callable[..., Result]
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """An empty index."""
    return SearchIndex(tmp_path / "index")


@pytest.fixture
def filled(index: SearchIndex) -> Callable[..., SearchIndex]:
    """A function that fills the index with entries and gives it."""

    def fill(*entries: Entry) -> SearchIndex:
        with index.writing() as writing:
            writing.replace(entries)
        return index

    return fill


@pytest.fixture
def environment(config: Config) -> dict[str, str]:
    """The variables by which a command finds the test's instance."""
    mine = {"HOME": str(config.home), "DATABASE_URL": config.database_url, "FILES_TAKE_EFFECT": "always", "PASSWORD_COST": "cheap"}
    return {**os.environ, **{f"PORTAL_{name}": value for name, value in mine.items()}}


@pytest.fixture
def portal(environment: dict[str, str]) -> Command:
    """`portal("search", "verify")` runs the command and gives what it printed and its exit status; without `may_fail` it must succeed."""

    def run(*arguments: str, may_fail: bool = False) -> Result:
        result = CliRunner(env=environment).invoke(group, arguments)
        assert may_fail or result.exit_code == 0, result.output
        return result

    return run


@pytest.fixture
def start(environment: dict[str, str]) -> Start:
    """`start("search", "rebuild")` starts the command as a process; whoever starts it waits for it or kills it."""

    def begin(*arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "portal", *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return begin


@pytest.fixture
def site(app: Flask, database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> Iterator[None]:
    """The library of `tests.search.site`, published and found, on its day."""
    with time_machine.travel(NOW, tick=False):
        with database.writing() as session:
            fill(session, config, tmp_path)
        yield
