"""The command `portal demo`: what it makes, and what it refuses."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import clock, instance
from portal.config import Config
from portal.db import Database
from portal.demo import sign_ins
from portal.demo.changes import CHANGES
from portal.demo.organisation import CAST
from portal.demo.service import founding
from portal.people.models import Person
from portal.people.service import Try, sign_in
from tests.conftest import POSTGRES, postgres, settings
from tests.demo.making import DAY, file_of, portal, rows, said
from tests.roots import document, write_root


@pytest.fixture
def another(config: Config, tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    """A second fresh instance on the same kind of database."""
    home = tmp_path / "another"
    home.mkdir()
    if config.is_sqlite:
        shutil.copy2(request.getfixturevalue("sqlite_template"), home / "portal.db")
        yield settings(home)
        return
    name = config.database_url.rsplit("/", 1)[1] + "_another"
    with postgres() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('postgres_template')}")
    yield settings(home, database_url=f"{POSTGRES}/{name}")
    with postgres() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def everything(config: Config) -> dict[str, Any]:
    """Every row of an instance."""
    database = instance.opened(config)
    try:
        return rows(database)
    finally:
        database.dispose()


def test_the_same_day_gives_the_same_rows(config: Config, another: Config) -> None:
    for each in (config, another):
        assert portal(each, "demo", "--today", DAY).exit_code == 0
    made = everything(config), everything(another)
    assert len(made[0]["acknowledgement"]) > 200
    assert made[0] == made[1]
    assert file_of(config).read_text() != file_of(another).read_text()


def test_everything_happened_before_the_day(demo: Database) -> None:
    day = f"{DAY} 00:00"
    for table, moments in rows(demo).items():
        if table in {"journal_row", "acknowledgement", "reading_mark", "bookmark", "exemption", "person", "role_grant", "problem_report"}:
            assert moments, table
            assert not [row for row in moments if any(value and str(value) >= day for name, value in row.items() if name.endswith("at"))], (
                table
            )


def test_only_the_cast_can_sign_in_and_the_file_says_how(demo_copy: Config) -> None:
    file = file_of(demo_copy)
    assert file.stat().st_mode & 0o777 == 0o600
    known = json.loads(file.read_text("utf8"))
    assert {row["email"].partition("@")[0]: row["role"] for row in known} == CAST
    assert all(set(row) == {"email", "password", "role"} for row in known)
    database = instance.opened(demo_copy)
    for row in known:
        assert sign_in(database, Try(row["email"], row["password"], "192.0.2.1", clock.now(), "cheap")).session_key
    with database.reading() as session:
        others = select(func.count()).where(Person.password_hash.is_not(None), Person.email.not_in([row["email"] for row in known]))
        assert session.scalar(others) == 0
    database.dispose()


def test_twice_changes_nothing_and_another_day_is_said(demo_copy: Config) -> None:
    before = everything(demo_copy), file_of(demo_copy).read_text()
    again, other = portal(demo_copy, "demo", "--today", DAY), portal(demo_copy, "demo", "--today", "2026-12-24")
    assert (again.exit_code, other.exit_code) == (0, 0)
    assert said(again).startswith("The demo organisation is here already. Nothing was changed.")
    assert said(other).startswith(f"The demo organisation of {DAY}, another day, is here already. Nothing was changed.")
    assert (everything(demo_copy), file_of(demo_copy).read_text()) == before


def test_an_instance_with_real_people_is_refused(config: Config, database: Database) -> None:
    assert portal(config, "people", "admin", "someone@example.com").exit_code == 0
    before = rows(database)
    refused = portal(config, "demo")
    assert refused.exit_code == 1
    assert "real people" in said(refused)
    assert rows(database) == before
    assert not file_of(config).exists()


def test_what_is_broken_off_leaves_nothing(config: Config, database: Database, monkeypatch: Any) -> None:
    before = rows(database)
    monkeypatch.setattr(founding.people, "assign_post", _break)
    with pytest.raises(RuntimeError):
        portal(config, "demo", "--today", DAY)
    assert rows(database) == before
    assert not file_of(config).exists()


def test_sign_ins_that_were_not_told_before_the_end_are_told_by_the_next_command(demo_copy: Config) -> None:
    known = file_of(demo_copy).read_text()
    file_of(demo_copy).rename(file_of(demo_copy, sign_ins.WAITING))
    assert portal(demo_copy, "demo", "--today", DAY).exit_code == 0
    assert file_of(demo_copy).read_text() == known


def test_a_register_that_holds_the_method_already_is_read_as_it_is(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copy2(sqlite_template, tmp_path / "portal.db")
    config = settings(tmp_path)
    assert portal(config, "content", "publish").exit_code == 0
    published = everything(config)["revision"]
    assert portal(config, "demo", "--today", DAY).exit_code == 0
    found = everything(config)
    assert [one["content_hash"] for one in found["revision"]][: len(published)] == [one["content_hash"] for one in published]
    assert len(found["revision"]) == len(published) + len(CHANGES)
    assert len(found["acknowledgement"]) > 200


def test_a_register_of_another_method_is_refused(tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copy2(sqlite_template, tmp_path / "portal.db")
    config = settings(tmp_path)
    root = write_root(tmp_path / "root", document("RSK-STD-01", "Risk management"))
    assert portal(config, "content", "publish", "--root", str(root)).exit_code == 0
    before = everything(config)
    refused = portal(config, "demo", "--today", DAY)
    assert (refused.exit_code, "not the shipped method" in refused.output) == (1, True)
    assert everything(config) == before


@pytest.mark.parametrize("day", ["2024-02-01", "2025-08-31", "2029-02-28"])
def test_any_day_will_do(tmp_path: Path, sqlite_template: Path, day: str) -> None:
    shutil.copy2(sqlite_template, tmp_path / "portal.db")
    assert portal(settings(tmp_path), "demo", "--today", day).exit_code == 0


def _break(*_: object, **__: object) -> None:
    raise RuntimeError
