"""Databases for tests: every test that asks for `database` runs on SQLite and on PostgreSQL, each time on a fresh copy of a migrated one."""

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal import instance
from portal.config import Config, load
from portal.db import Database

POSTGRES = "postgresql://postgres@127.0.0.1:5432/postgres"
REQUIRE_ALL = os.environ.get("PORTAL_REQUIRE_ALL") == "1"


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
    name = f"portal_test_{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as connection:
            connection.execute(f"CREATE DATABASE {name}")
    except psycopg.OperationalError:
        if REQUIRE_ALL:
            raise
        pytest.skip("PostgreSQL does not answer on 127.0.0.1:5432")
    database = instance.opened(settings(tmp_path_factory.mktemp("pg"), database_url=POSTGRES.rsplit("/", 1)[0] + f"/{name}"))
    database.dispose()
    yield name
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
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
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield settings(tmp_path, database_url=POSTGRES.rsplit("/", 1)[0] + f"/{name}")
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def database(config: Config) -> Iterator[Database]:
    """The database of `config`."""
    database = instance.opened(config)
    yield database
    database.dispose()
