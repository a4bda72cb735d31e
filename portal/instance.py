"""The instance directory: database, search index, secret key, outbox, uploads. Every command makes it and brings it up to date when it must.

Two processes may start at once: a lock file lets one prepare while the other waits. An SQLite file is copied before it is migrated.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources as packages
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.config import Config
from portal.db import Database

FOLDERS = ("index", "outbox", "uploads", "made", "copies")


def resources() -> Path:
    """Where templates, static files and the shipped content lie: inside the installed package, or at the top of the source tree."""
    package = Path(str(packages.files("portal")))
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent


def opened(config: Config) -> Database:
    """The database of the instance, made and migrated if need be."""
    config.home.mkdir(parents=True, exist_ok=True)
    for folder in FOLDERS:
        (config.home / folder).mkdir(mode=0o700, exist_ok=True)
    secret_key(config)
    database = Database(config.database_url)
    if _version(database) != head():
        with locked(config, "prepare"):
            before = _version(database)
            if before != head():
                if before is not None and config.is_sqlite:
                    _copy_aside(config, database, before)
                migrate(database)
    return database


def secret_key(config: Config) -> bytes:
    """The key that signs cookies, made once, readable by its owner only."""
    path = config.home / "secret.key"
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}.tmp")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


@contextmanager
def locked(config: Config, name: str) -> Iterator[None]:
    """Hold the instance's lock `name`; another process that wants it waits. A killed holder lets go by dying."""
    with (config.home / f".{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the tables to `revision`, up or down, in one transaction a step."""
    options = alembic(database)
    known = [script.revision for script in ScriptDirectory.from_config(options).walk_revisions()]
    downwards = revision == "base" or (revision in known and _version(database) in known[: known.index(revision)])
    (command.downgrade if downwards else command.upgrade)(options, revision)


def alembic(database: Database) -> AlembicConfig:
    """Alembic's configuration for this database, without an ini file."""
    options = AlembicConfig()
    options.set_main_option("script_location", "portal:migrations")
    options.set_main_option("path_separator", "os")
    options.attributes["engine"] = database.engine
    return options


def head() -> str:
    """The newest migration this program knows."""
    options = AlembicConfig()
    options.set_main_option("script_location", "portal:migrations")
    options.set_main_option("path_separator", "os")
    newest = ScriptDirectory.from_config(options).get_current_head()
    if newest is None:
        raise RuntimeError("the program carries no migrations")
    return newest


def _version(database: Database) -> str | None:
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _copy_aside(config: Config, database: Database, version: str) -> None:
    path = database.engine.url.database
    if path and Path(path).is_file():
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy2(path, config.home / "copies" / f"portal-before-{head()}-from-{version}.db")
