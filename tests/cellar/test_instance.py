"""The instance directory: made by whoever comes first, private, brought up to date with a copy kept."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from portal import instance
from portal.config import Config, WrongSetting
from portal.db import Database
from portal.instance import NewerInstance, Unreachable
from tests.commands import ended, environment, portal, program
from tests.conftest import settings

OPEN = "from portal import config, instance; c = config.load(); d = instance.opened(c); print(instance.secret_key(c).hex()); d.dispose()"
HOLD_AND_DIE = """
import os
from portal import config, instance
with instance.locked(config.load(), "x"):
    print("held", flush=True)
    os.kill(os.getpid(), 9)
"""


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_everything_of_an_instance_is_its_owners_alone(tmp_path: Path) -> None:
    config = settings(tmp_path / "deep" / "home")
    instance.opened(config).dispose()
    assert {name: mode(config.home / name) for name in ("secret.key", "portal.db")} == {"secret.key": "0o600", "portal.db": "0o600"}
    folders = {folder: mode(config.home / folder) for folder in (*instance.FOLDERS, ".")}
    assert folders == dict.fromkeys(folders, "0o700")


def test_a_folder_that_was_there_keeps_its_rights_and_the_database_is_private_all_the_same(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    database = instance.opened(settings(tmp_path))
    with database.writing() as session:
        session.execute(text("DELETE FROM setting"))
        beside = {path.name: mode(path) for path in tmp_path.glob("portal.db*")}
    database.dispose()
    assert beside == dict.fromkeys(beside, "0o600")
    assert len(beside) == 3
    assert mode(tmp_path) == "0o755"


def test_the_secret_key_is_made_once(tmp_path: Path) -> None:
    config = settings(tmp_path)
    first = instance.secret_key(config)
    assert len(first) == 32
    assert instance.secret_key(config) == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_processes_that_start_at_once_make_one_instance(tmp_path: Path) -> None:
    started = [program(OPEN, environment(settings(tmp_path / "home"))) for _ in range(4)]
    keys = {ended(process) for process in started}
    assert len(keys) == 1


def test_machines_that_start_at_once_prepare_a_shared_database_once(config: Config, tmp_path: Path) -> None:
    database = Database(config.database_url)
    instance.migrate(database, "base")
    homes = [settings(tmp_path / str(number), database_url=config.database_url) for number in range(3)]
    if config.is_sqlite:
        homes = [config] * 3  # a file is never shared between machines
    for process in [program(OPEN, environment(home)) for home in homes]:
        ended(process)
    assert "person" in inspect(database.engine).get_table_names()
    database.dispose()


def test_an_sqlite_file_is_copied_before_it_is_migrated(tmp_path: Path, sqlite_template: Path) -> None:
    config = settings(tmp_path)
    database = instance.opened(config)
    instance.migrate(database, "0003")
    database.dispose()
    instance.opened(config).dispose()
    copy = tmp_path / "copies" / f"portal-before-{instance.head()}-from-0003.db"
    assert mode(copy) == "0o600"
    with closing(sqlite3.connect(copy)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert "person" in tables
    assert "journal_row" not in tables


def test_a_new_instance_leaves_no_copy(tmp_path: Path) -> None:
    instance.opened(settings(tmp_path)).dispose()
    assert list((tmp_path / "copies").iterdir()) == []


def test_an_instance_of_a_newer_program_is_left_alone(config: Config) -> None:
    database = Database(config.database_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.dispose()
    with pytest.raises(NewerInstance, match="made by a newer version"):
        instance.opened(config)


def test_a_folder_that_cannot_be_made_is_a_wrong_setting(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongSetting, match=r"PORTAL_HOME is .* allowed is a folder this user may write in"):
        instance.opened(settings(tmp_path / "file" / "home"))


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    config = settings(tmp_path, database_url="postgresql://me:secret@127.0.0.1:1/name")
    with pytest.raises(Unreachable, match="does not answer") as refused:
        instance.opened(config)
    assert "secret" not in str(refused.value)
    answer = portal("run", env=environment(config))
    assert answer.returncode == 1
    assert answer.stderr.startswith("portal: PORTAL_DATABASE_URL is ")
    assert answer.stderr.count("\n") == 1


def test_a_lock_is_let_go_when_its_holder_dies(tmp_path: Path) -> None:
    config = settings(tmp_path)
    process = program(HOLD_AND_DIE, environment(config))
    out, _ = process.communicate(timeout=60)
    assert (out, process.returncode) == ("held\n", -9)
    with instance.locked(config, "x"):
        pass
