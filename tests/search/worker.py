"""A process that changes the truth and drains it into the index until it is killed; and the truth itself.

The truth is a table the tests may fill as they like: each row of `missed_search` is one entry, its `times` the version of its text.
`python -m tests.search.worker URL FOLDER SEED` writes for ever.
"""

import random
import sys
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.search import service
from portal.search.entry import Entry
from portal.search.index import IndexBusy, SearchIndex
from portal.search.models import MissedSearch
from tests.search.collection import small_entry

DAY = date(2026, 9, 15)


def keys(session: Session) -> Iterable[str]:
    """Every key there is."""
    return session.scalars(select(MissedSearch.words))


def provide(session: Session, wanted: Collection[str]) -> Iterable[Entry]:
    """The entries of these keys, as the table has them now."""
    for row in session.scalars(select(MissedSearch).where(MissedSearch.words.in_(wanted))):
        yield small_entry(row.words.partition(":")[2], f"Entry {row.words}", f"version{row.times} " * 50)


SOURCES = service.Sources([service.Source("document", keys, provide)])


def change(session: Session, code: str) -> None:
    """Make an entry, or raise its version, and queue it: one transaction, as a publish does."""
    service.record_miss(session, f"document:{code}", DAY)
    service.queue(session, [f"document:{code}"])


def write_for_ever(url: str, folder: Path, seed: int) -> None:
    """Change one to thirty entries, drain, again."""
    chance = random.Random(seed)  # noqa: S311
    database, index = Database(url), SearchIndex(folder)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        with database.writing() as session:
            for number in sorted({chance.randrange(200) for _ in range(chance.choice((1, 2, 30)))}):
                change(session, f"aaa-std-{number:03}")
        try:
            service.drain(database, index, SOURCES, patience=0.5)
        except IndexBusy:
            continue


if __name__ == "__main__":
    write_for_ever(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
