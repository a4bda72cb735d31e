"""The engine, the base of all models, and the two kinds of session: `reading()` refuses to flush, `writing()` is one transaction.

SQLite: a write begins with BEGIN IMMEDIATE, because a transaction that reads first and writes later is refused whenever another process wrote
in between. Services never commit; the caller's `writing()` does. Rooms that only pass a session on take its type, `Session`, from here.
"""

import json
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import DDL, DateTime, MetaData, Select, TextClause, create_engine, event, text
from sqlalchemy.engine import Connection, Dialect, Engine, Row
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeDecorator

__all__ = [
    "Answer",
    "Base",
    "Database",
    "Prepared",
    "Session",
    "UtcTime",
    "after_commit",
    "append_only",
    "is_postgresql",
    "kept_for_ever",
    "never_changed",
    "once_true_never_changed",
]
Turn = Callable[[Any], Any]
REFUSAL = "a reading session cannot write; use writing()"
SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}  # what SQLite's BEGIN gives anyway
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every model; constraints carry names so that both databases and the migrations agree on them."""

    metadata = MetaData(naming_convention=NAMING)


class UtcTime(TypeDecorator[datetime]):
    """An aware moment in UTC, on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give every moment back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ReadingSession(Session):
    """A session that refuses to write. What is sent as written goes down its `line`, and whatever is asked otherwise down the same one,

    so that a request sees one state of the database; what SQLAlchemy does around a transaction costs as much as a statement.
    """

    _line: PoolProxiedConnection | None = None
    _around: Connection | None = None

    def line(self) -> PoolProxiedConnection:
        """The driver's connection of this session, its transaction begun."""
        if self._line is None:
            if self.in_transaction():
                return self.connection().connection
            engine = self._engine
            if is_postgresql(engine):
                self._around = engine.connect()
                self._line = self._around.connection
            else:
                self._line = engine.raw_connection()
                _begin_deferred(self._line)
        return self._line

    def get_bind(self, *_: Any, **__: Any) -> Engine | Connection:
        """Where the session itself asks: down the line, once there is one."""
        if self._line is not None and self._around is None:
            self._around = Connection(self._engine, connection=self._line)
        return self._around or self._engine

    @property
    def _engine(self) -> Engine:
        return cast(Engine, self.bind)

    def close(self) -> None:
        """End the reading and give the connection back."""
        if self.in_transaction():
            super().close()
        line, self._line, self._around = self._around or self._line, None, None
        if line is not None:
            line.close()


class Database:
    """One database of one instance. Cheap to make; connections open when first used.

    `carried` is what every writing session has with it: what is to follow a commit, put there when the application is made.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.carried: dict[str, Any] = {}
        options: dict[str, Any] = {"connect_args": {"timeout": 30}} if url.startswith("sqlite") else {"pool_pre_ping": True}
        self.engine = create_engine(url, json_serializer=_json, pool_size=16, max_overflow=48, **options)
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self._writer = self.engine.execution_options(portal_begin="IMMEDIATE")
        self._reader = self.engine if url.startswith("sqlite") else self.engine.execution_options(**SNAPSHOT)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and refuses to write."""
        session = self.reader()
        try:
            yield session
        finally:
            session.close()

    def reader(self) -> Session:
        """The session of `reading()`, for a caller that closes it itself."""
        return ReadingSession(self._reader, autoflush=False, expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed when the block ends well, undone when it raises. `after_commit` functions run once it is durable."""
        session = Session(self._writer, expire_on_commit=False, info=self.carried)
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()
        for function in session.info.pop("after_commit", ()):
            function()

    def answers(self) -> bool:
        """True when the database can be reached just now."""
        try:
            with self.reading() as session:
                return bool(session.scalar(text("SELECT 1")))
        except SQLAlchemyError:
            return False

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()

    def __del__(self) -> None:
        """Nobody holds it any more: leave no connection open."""
        if "engine" in self.__dict__:
            self.engine.dispose()


def after_commit(session: Session, function: Callable[[], None]) -> None:
    """Run `function` after this transaction is durable; never if it is undone. The same function is run once."""
    functions = session.info.setdefault("after_commit", [])
    if function not in functions:
        functions.append(function)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    how = connection.get_execution_options().get("portal_begin")
    if how:
        connection.exec_driver_sql(f"BEGIN {how}")
    else:
        _begin_deferred(connection.connection)


def _begin_deferred(line: PoolProxiedConnection) -> None:
    """A reading begins a thousand times a second and waits for nobody."""
    driver: Any = line.driver_connection
    if not driver.in_transaction:
        driver.execute("BEGIN DEFERRED").close()


def _refuse_flush(session: Session, *_: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError(REFUSAL)


def _refuse_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError(REFUSAL)


@dataclass
class _Written:
    """The statement for one database: its text, how each value is sent, and how each column is read. `order` where values go by place."""

    sql: str
    order: tuple[str, ...]
    sent: tuple[tuple[str, Turn | None], ...]
    fixed: Mapping[str, Any]
    read: tuple[tuple[str, Turn | None], ...]
    row: Callable[[Sequence[Any]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A row as the database sent it, and how its columns are read."""

    row: Row[Any]
    _read: tuple[tuple[str, Turn | None], ...]

    def values(self) -> SimpleNamespace:
        """The row's values as the models would give them, by name."""
        return SimpleNamespace(**{name: turn(value) if turn else value for (name, turn), value in zip(self._read, self.row, strict=True)})


class Prepared:
    """A statement written once for each database and sent as it is: where writing it anew at every page would cost more than its answer.

    All its values have names and types. A page that may be unchanged looks at the row as sent before it reads it.
    """

    def __init__(self, statement: Select[Any] | TextClause) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def first(self, session: Session, **values: Any) -> Answer | None:
        """The first row for these values."""
        written, rows = self._asked(session, values)
        return Answer(rows[0], written.read) if rows else None

    def rows(self, session: Session, **values: Any) -> Sequence[Any]:
        """All rows for these values, as sent."""
        return self._asked(session, values)[1]

    def _asked(self, session: Session, values: Mapping[str, Any]) -> tuple[_Written, Sequence[Any]]:
        """Straight to the driver: what SQLAlchemy does around a statement costs more than most of ours. Its listeners hear of it."""
        engine, line = session.bind.engine, _line(session)  # type: ignore[union-attr]
        written = self._written.get(engine.dialect.name) or self._write(engine.dialect)
        known = {**written.fixed, **{name: turn(values[name]) if turn else values[name] for name, turn in written.sent}}
        parameters = tuple(map(known.__getitem__, written.order)) if written.order else known
        cursor = line.driver_connection.execute(written.sql, parameters)  # type: ignore[union-attr]
        for heard in engine.dispatch.before_cursor_execute:
            heard(line, cursor, written.sql, parameters, None, False)
        if written.row is None:
            written.row = namedtuple("Row", [column[0] for column in cursor.description])._make  # type: ignore[attr-defined]
        return written, [written.row(values) for values in cursor.fetchall()]

    def _write(self, dialect: Dialect) -> _Written:
        compiled = self._statement.compile(dialect=dialect)
        turns = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()}
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        columns = self._statement.selected_columns if isinstance(self._statement, Select) else ()
        written = _Written(
            sql=str(compiled),
            order=tuple(compiled.positiontup or ()),
            sent=tuple((name, turn) for name, turn in turns.items() if name not in fixed),
            fixed={name: turn(value) if (turn := turns[name]) else value for name, value in fixed.items()},
            read=tuple((str(column.key), column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in columns),
        )
        self._written[dialect.name] = written
        return written


def _line(session: Session) -> PoolProxiedConnection:
    return session.line() if isinstance(session, ReadingSession) else session.connection().connection


event.listen(ReadingSession, "before_flush", _refuse_flush)
event.listen(ReadingSession, "do_orm_execute", _refuse_statement)


def is_postgresql(engine: Engine | Connection) -> bool:
    """True on PostgreSQL."""
    return engine.dialect.name == "postgresql"


def append_only(table: str, dialect: str) -> tuple[str, ...]:
    """The statements that make a table append-only on `sqlite` or `postgresql`: run after it is made, by models and migration alike."""
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return (
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
            # INSERT OR REPLACE takes a row away without asking the trigger above.
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refuse}",  # noqa: S608  a name of ours
        )
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()",
    )


def never_changed(table: str, when: str, columns: Sequence[str], dialect: str) -> tuple[str, ...]:
    """The statements that refuse to delete rows of which `when` is true (of OLD), and to change these columns of them."""
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, 'this {table} is never changed'); END"
        return (
            f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OF {', '.join(columns)} ON {table} WHEN {when} {refuse}",
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} WHEN {when} {refuse}",
        )
    each = f"ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {table}_refuse_change()"
    return (
        f"CREATE OR REPLACE FUNCTION {table}_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'this {table} is never changed'; END $$",
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE OF {', '.join(columns)} {each}",
        f"CREATE TRIGGER {table}_stays BEFORE DELETE {each}",
    )


def kept_for_ever(model: type[Base]) -> None:
    """Have the database refuse to change or delete rows of this table wherever it is made from the models."""
    for dialect in ("sqlite", "postgresql"):
        for statement in append_only(model.__tablename__, dialect):
            event.listen(model.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]


def once_true_never_changed(model: type[Base], when: str, columns: Sequence[str]) -> None:
    """`never_changed` wherever the table is made from the models."""
    for dialect in ("sqlite", "postgresql"):
        for statement in never_changed(model.__tablename__, when, columns, dialect):
            event.listen(model.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
