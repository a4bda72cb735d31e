"""Making the demo as the command does, and looking at every row there is."""

import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, text

from portal.cli import group
from portal.config import Config
from portal.db import Database
from portal.errors import PortalError
from tests.conftest import settings

DAY = "2026-11-24"
CREDENTIALS = {("person", "password_hash"), ("auth_session", "key_hash"), ("one_time_link", "key_hash")}


def variables(config: Config) -> dict[str, str | None]:
    """The environment in which a command works on the instance of `config`."""
    ours: dict[str, str | None] = {name: None for name in os.environ if name.startswith("PORTAL_")}
    return {**ours, "PORTAL_HOME": str(config.home), "PORTAL_DATABASE_URL": config.database_url, "PORTAL_PASSWORD_COST": "cheap"}


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    exit_code: int
    output: str


def portal(config: Config, *words: str) -> Ran:
    """Run a command of `portal` on that instance; one of our own refusals is one line and exit status 1, as at the door."""
    result = CliRunner().invoke(group, words, env=variables(config))
    if isinstance(result.exception, PortalError):
        return Ran(1, str(result.exception))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ran(result.exit_code, result.output)


def shared(factory: pytest.TempPathFactory, template: Path) -> Config:
    """An instance with the demo of a fixed day, on SQLite, made once for all processes of this run. Whoever changes it takes a copy."""
    base = factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "shared-demo"
    home.mkdir(exist_ok=True)
    config = settings(home)
    with (home / ".made").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        if not lock.read():
            shutil.copy2(template, home / "portal.db")
            assert portal(config, "demo", "--today", DAY).exit_code == 0
            lock.write(DAY)
    return config


def rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but what is secret, by table, in the order of their primary keys."""
    found = {}
    with database.engine.connect() as connection:
        tables = inspect(connection)
        for table in tables.get_table_names():
            key = ", ".join(f'"{name}"' for name in tables.get_pk_constraint(table)["constrained_columns"])
            every = connection.execute(text(f'SELECT * FROM "{table}" ORDER BY {key}')).mappings()
            found[table] = [{name: value for name, value in row.items() if (table, name) not in CREDENTIALS} for row in every]
    return found


def said(result: Ran) -> str:
    """What a command printed, in one line of words."""
    return " ".join(click.unstyle(result.output).split())


def file_of(config: Config, name: str = "demo-sign-ins.json") -> Path:
    """The file of the sign-ins."""
    return config.home / name
