"""A statement written once for each database and sent as it is: for pages opened so often that writing it anew would cost more than its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Dialect, Row, Select
from sqlalchemy.orm import Session

Turn = Callable[[Any], Any]


@dataclass(frozen=True)
class _Written:
    """The statement for one database: its text, how each value is sent, and how each column is read. `order` where values go by place."""

    sql: str
    order: tuple[str, ...]
    sent: tuple[tuple[str, Turn | None], ...]
    fixed: Mapping[str, Any]
    read: tuple[tuple[str, Turn | None], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A row as the database sent it, and how its columns are read."""

    row: Row[Any]
    _read: tuple[tuple[str, Turn | None], ...]

    def values(self) -> SimpleNamespace:
        """The row's values as the models would give them, by name."""
        return SimpleNamespace(**{name: turn(value) if turn else value for (name, turn), value in zip(self._read, self.row, strict=True)})


class Prepared:
    """A select whose values all have names and types. A page that may be unchanged looks at the row before it reads it."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def first(self, session: Session, **values: Any) -> "Answer | None":
        """The first row for these values."""
        connection = session.connection()
        written = self._written.get(connection.dialect.name) or self._write(connection.dialect)
        known = {**written.fixed, **{name: turn(values[name]) if turn else values[name] for name, turn in written.sent}}
        parameters = tuple(map(known.__getitem__, written.order)) if written.order else known
        row = connection.exec_driver_sql(written.sql, parameters).first()
        return None if row is None else Answer(row, written.read)

    def _write(self, dialect: Dialect) -> _Written:
        compiled = self._statement.compile(dialect=dialect)
        turns = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()}
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        columns = self._statement.selected_columns
        written = _Written(
            sql=str(compiled),
            order=tuple(compiled.positiontup or ()),
            sent=tuple((name, turn) for name, turn in turns.items() if name not in fixed),
            fixed={name: turn(value) if (turn := turns[name]) else value for name, value in fixed.items()},
            read=tuple((str(column.key), column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in columns),
        )
        self._written[dialect.name] = written
        return written
