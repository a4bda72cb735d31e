"""Facts that one feature announces and others react to, in the same transaction and in the order `reactions` lists them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Reaction = Callable[["Session", Any], None]
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""Which request is being answered, for logs, the journal and error pages; None in commands and jobs."""
_table: dict[type, tuple[Reaction, ...]] = {}


def install(table: Mapping[type, Sequence[Reaction]]) -> None:
    """Take the one visible table of reactions; called once by the application and by commands."""
    _table.clear()
    _table.update({kind: tuple(reactions) for kind, reactions in table.items()})


def emit(session: Session, event: object) -> None:
    """Run every reaction listed for this kind of event, inside the caller's transaction. A reaction's error undoes the whole."""
    for reaction in _table.get(type(event), ()):
        reaction(session, event)
