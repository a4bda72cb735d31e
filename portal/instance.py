"""The instance directory: database, search index, secret key, outbox, uploads. Every command makes it and brings it up to date when it must.

Two processes may start at once: a lock file lets one prepare while the other waits. An SQLite file is copied before it is migrated.
"""

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources as packages
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError

from portal.config import Config, WrongSetting
from portal.db import Database, is_postgresql
from portal.errors import Conflict, PortalError

if TYPE_CHECKING:  # a quarter of a second of every command that has nothing to migrate
    from alembic.config import Config as AlembicConfig

FOLDERS = ("index", "outbox", "uploads", "made", "copies")
PREPARING = 7316010250  # the number of our advisory lock, which means nothing else


class Unreachable(PortalError):  # noqa: N818
    """The database does not answer, or does not let us in."""

    sentence = "PORTAL_DATABASE_URL is %(address)s, which does not answer: %(reason)s"


class NewerInstance(Conflict):
    """A newer program has changed the tables; this one would not understand them."""

    sentence = "this instance was made by a newer version of the portal (its tables are at %(version)s, this program knows %(head)s)"


def resources() -> Path:
    """Where templates, static files and the shipped content lie: inside the installed package, or at the top of the source tree."""
    package = Path(str(packages.files("portal")))
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent


def opened(config: Config) -> Database:
    """The database of the instance, made and migrated if need be.

    Raises WrongSetting for a folder that cannot be made, Unreachable for a database that does not answer, Conflict for one that a newer
    program has made.
    """
    _make_folders(config)
    database = Database(config.database_url)
    try:
        _prepare(config, database)
    except BaseException:
        database.dispose()
        raise
    return database


def _prepare(config: Config, database: Database) -> None:
    if _version(database) == head():
        return
    with locked(config, "prepare"), _alone(database):
        before = _version(database)
        if before != head():
            _refuse_newer(before)
            if before is not None and config.is_sqlite:
                _copy_aside(config, database, before)
            migrate(database)


def _make_folders(config: Config) -> None:
    try:
        config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in FOLDERS:
            (config.home / folder).mkdir(mode=0o700, exist_ok=True)
        secret_key(config)
        _make_file(config)
    except OSError as problem:
        wrong = f"PORTAL_HOME is {str(config.home)!r}; allowed is a folder this user may write in ({problem.strerror})."
        raise WrongSetting(wrong) from None


def _make_file(config: Config) -> None:
    """An empty SQLite file that is its owner's alone; what SQLite puts beside it takes after it."""
    path = Path(config.database_url.removeprefix("sqlite:///"))
    if config.is_sqlite and path.parent.is_dir() and not path.exists():
        path.touch(mode=0o600)


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
    from alembic import command

    options = alembic(database)
    known = _versions(options)
    downwards = revision == "base" or (revision in known and _version(database) in known[: known.index(revision)])
    (command.downgrade if downwards else command.upgrade)(options, revision)


def alembic(database: Database | None = None) -> "AlembicConfig":
    """Alembic's configuration, for this database, without an ini file."""
    from alembic.config import Config as AlembicConfig

    options = AlembicConfig()
    options.set_main_option("script_location", "portal:migrations")
    options.set_main_option("path_separator", "os")
    if database is not None:
        options.attributes["engine"] = database.engine
    return options


def head() -> str:
    """The newest migration this program knows: they are files `NNNN_slug.py`."""
    files = packages.files("portal.migrations.versions").iterdir()
    return max(file.name.partition("_")[0] for file in files if file.name[0].isdigit())


def _versions(options: "AlembicConfig") -> list[str]:
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory.from_config(options).walk_revisions()]


def _version(database: Database) -> str | None:
    try:
        with database.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except DBAPIError as problem:
        reason = " ".join(str(problem.orig).split())
        raise Unreachable(address=str(database.engine.url), reason=reason) from None


def _refuse_newer(version: str | None) -> None:
    if version is not None and version not in _versions(alembic()):
        raise NewerInstance(version=version, head=head())


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Keep other machines that share a PostgreSQL database from preparing it at the same time: the lock file is this machine's only."""
    if not is_postgresql(database.engine):
        yield
        return
    with database.engine.connect() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_lock({PREPARING})")
        yield
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({PREPARING})")


def _copy_aside(config: Config, database: Database, version: str) -> None:
    """Copy the file as one whole, also while another process writes to it."""
    target = config.home / "copies" / f"portal-before-{head()}-from-{version}.db"
    with closing(sqlite3.connect(str(database.engine.url.database))) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)
