"""Which event leads to what, in one table: event class -> functions, run in order inside the event's own transaction."""

from collections.abc import Sequence

from portal.events import Reaction

TABLE: dict[type, Sequence[Reaction]] = {}
