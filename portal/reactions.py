"""What follows from what, in two visible tables: events to functions in the same transaction, and the chores of the background process."""

from collections.abc import Sequence

from portal import clock, events
from portal.config import Config
from portal.db import Database
from portal.events import Reaction
from portal.jobs import service as jobs
from portal.jobs.work import Chore

TABLE: dict[type, Sequence[Reaction]] = {}


def _deliver(database: Database, config: Config) -> int:
    return jobs.deliver(database, config, at=clock.now())


def install() -> None:
    """Make the tables known: once by the application, once by each command."""
    events.install(TABLE)


CHORES: tuple[Chore, ...] = (Chore("mail", 1, _deliver),)
