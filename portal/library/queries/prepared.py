"""A statement written once for each database and sent as it is: for pages opened so often that writing it anew would cost more than its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Dialect, Select
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


class Prepared:
    """A select whose values all have names and types. `row` gives the first row, its columns by name, or None."""

    def __init__(self, statement: Select[Any]) -> None:
        self._statement = statement
        self._written: dict[str, _Written] = {}

    def row(self, session: Session, **values: Any) -> SimpleNamespace | None:
        """The first row for these values."""
        connection = session.connection()
        written = self._written.get(connection.dialect.name) or self._write(connection.dialect)
        known = {**written.fixed, **{name: turn(values[name]) if turn else values[name] for name, turn in written.sent}}
        parameters = tuple(map(known.__getitem__, written.order)) if written.order else known
        found = connection.exec_driver_sql(written.sql, parameters).first()
        if found is None:
            return None
        return SimpleNamespace(**{name: turn(value) if turn else value for (name, turn), value in zip(written.read, found, strict=True)})

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
