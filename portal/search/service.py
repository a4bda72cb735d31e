"""Keeping the index equal to the truth: what changed is queued in the transaction of the change, and drained into the index once that is durable.

Laws. A pending row is removed only after the index holds its entry, so whatever is killed is done again. All of a drain (read the rows, ask the
sources, write the index, remove the rows) happens under the index's one writing lock, so an older state never overwrites a newer. Knows no
feature: each gives a `Source` when the application is put together.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db import Database, after_commit, is_postgresql
from portal.search.entry import Difference, Entry, fingerprint, source_of
from portal.search.index import IndexBusy, IndexWriting, SearchIndex, fingerprints
from portal.search.models import MissedSearch, SearchPending

BATCH = 1000
FOLLOW = "search.drain"
"""The name under which a session carries the drain that follows its commit; without one a chore finds the rows."""
FEW = 200
LONGEST_MISS = 200
MISSES_KEPT_DAYS = 90
"""For how many days a search that found nothing is kept, its own day included."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who provides the entries whose keys begin with `<name>:`.

    `keys(session)` gives every key there is; `provide(session, keys)` the entry of each key that still has one. Both only read.
    """

    name: str
    keys: Callable[[Session], Iterable[str]]
    provide: Callable[[Session, Collection[str]], Iterable[Entry]]


class Sources:
    """All sources of an application, by name."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_name = {source.name: source for source in sources}

    def entries(self, session: Session, keys: Iterable[str]) -> Iterator[Entry]:
        """The entries of these keys, some at a time; a key that nobody knows any more gives none."""
        by_source: dict[str, list[str]] = {}
        for key in dict.fromkeys(keys):
            by_source.setdefault(source_of(key), []).append(key)
        for name, own in by_source.items():
            if name in self._by_name:
                for start in range(0, len(own), FEW):
                    yield from self._by_name[name].provide(session, own[start : start + FEW])

    def all_entries(self, session: Session) -> Iterator[Entry]:
        """Every entry of every source."""
        for source in self._by_name.values():
            yield from self.entries(session, source.keys(session))


def queue(session: Session, keys: Iterable[str]) -> None:
    """Note in this transaction that the entries of these keys changed, began or ceased to be; the index learns it right after the commit."""
    rows = [{"key": key} for key in dict.fromkeys(keys)]
    if rows:
        session.execute(insert(SearchPending), rows)
        if FOLLOW in session.info:
            after_commit(session, session.info[FOLLOW])


def drain(database: Database, index: SearchIndex, sources: Sources, *, patience: float | None = None) -> int:
    """Bring the index up to date with all pending rows, 1,000 at a time; an index that is not complete is built anew. Gives the number of rows done.

    IndexBusy when another process writes for longer than `patience` seconds; the rows stay for the next drain."""
    done = 0
    with index.writing(patience) as writing:
        while True:
            if not index.complete:
                _replace(database, writing, sources)
            rows = _take(database, index, writing, sources)
            done += rows
            if index.complete and rows < BATCH:
                return done


def catch_up(database: Database, index: SearchIndex, sources: Sources) -> int:
    """What every start does: bring the index up to date if the last process was killed before it could. Gives the number of rows done.

    Another process that is writing at this moment does the same; then there is nothing to do here."""
    with database.reading() as session:
        if index.complete and session.scalar(select(SearchPending.id).limit(1)) is None:
            return 0
    try:
        return drain(database, index, sources, patience=0.5)
    except IndexBusy:
        return 0


def rebuild(database: Database, index: SearchIndex, sources: Sources, *, patience: float | None = None) -> int:
    """Build the index anew from all sources; readers keep the old one until it is done. Gives the number of entries."""
    with index.writing(patience) as writing:
        return _replace(database, writing, sources)


def verify(database: Database, index: SearchIndex, sources: Sources) -> list[Difference]:
    """Where the index differs from what it would be if built now, by key; empty when it is equal. What is still pending shows as a difference."""
    here = {key: mark for key, (_, mark) in index.read(fingerprints).items()}
    found: list[Difference] = []
    with database.reading() as session:
        for entry in sources.all_entries(session):
            mark = here.pop(entry.key, None)
            if mark != fingerprint(entry):
                found.append(Difference(entry.key, "missing" if mark is None else "stale"))
    return sorted([*found, *(Difference(key, "extra") for key in here)])


def record_miss(session: Session, typed: str, day: date) -> None:
    """Count a search that found nothing, without the person: its words in lower case, at most 200 characters."""
    words = " ".join(typed.lower().replace("\0", " ").split())[:LONGEST_MISS]
    if not words:
        return
    upsert = postgresql.insert if is_postgresql(session.get_bind().engine) else sqlite.insert
    row = upsert(MissedSearch).values(day=day, words=words, times=1)
    session.execute(row.on_conflict_do_update(index_elements=["day", "words"], set_={"times": MissedSearch.times + 1}))


def forget(session: Session, day: date) -> int:
    """Delete the searches that found nothing and are no longer kept on this day; how many rows went."""
    old = delete(MissedSearch).where(MissedSearch.day <= day - timedelta(days=MISSES_KEPT_DAYS))
    return cast(CursorResult[Any], session.execute(old)).rowcount


def _take(database: Database, index: SearchIndex, writing: IndexWriting, sources: Sources) -> int:
    with database.reading() as session:
        rows = session.execute(select(SearchPending.id, SearchPending.key).order_by(SearchPending.id).limit(BATCH)).all()
        entries = list(sources.entries(session, (row.key for row in rows)))
    if rows:
        there = {entry.key for entry in entries}
        writing.apply(entries, [row.key for row in rows if row.key not in there])
    if rows and index.complete:
        _done(database, [row.id for row in rows])
    return len(rows)


def _replace(database: Database, writing: IndexWriting, sources: Sources) -> int:
    with database.reading() as session:
        pending = list(session.scalars(select(SearchPending.id)))
        number = writing.replace(sources.all_entries(session))
    for start in range(0, len(pending), BATCH):
        _done(database, pending[start : start + BATCH])
    return number


def _done(database: Database, ids: list[int]) -> None:
    with database.writing() as session:
        session.execute(delete(SearchPending).where(SearchPending.id.in_(ids)))
