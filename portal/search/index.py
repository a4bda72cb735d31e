"""The index on the disk: made, opened, written by one at a time, read by many, mended when it is broken. Knows no database and no question.

Laws. A commit is whole or not there: whoosh renames a new table of contents into place, and our storage forces its segments to the disk first.
One process writes at a time (a lock that dies with its holder). What cannot be read is thrown away and marked as not complete; whoever drains
next builds it anew. The files are pickled: the folder is the portal's alone and is never restored from elsewhere.
"""

import pickle
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock, get_ident
from typing import Any, TypeVar

from whoosh.index import TOC, EmptyIndexError, FileIndex
from whoosh.reading import CorruptIndexError, ReaderClosed, SegmentReader
from whoosh.util.filelock import FileLock, try_for
from whoosh.writing import CLEAR, MERGE_SMALL

from portal.search.entry import Entry, fingerprint
from portal.search.postings import WordCodec, WordPool
from portal.search.schema import LAYOUT, Card, DurableStorage, ReadingStorage, fields_of, make_schema
from portal.search.snapshot import Snapshot

Answer = TypeVar("Answer")
BROKEN = (OSError, CorruptIndexError, ReaderClosed, EmptyIndexError, pickle.UnpicklingError, EOFError, struct.error, zlib.error)
"""What a removed, cut off or overwritten file looks like from above."""

NAME = "MAIN"


class IndexBusy(Exception):  # noqa: N818  it is no fault
    """Another process is writing and did not finish within the time allowed. Nothing was changed."""


class SearchIndex:
    """The index in one folder. Share one object among the threads of a process; several processes may open the same folder."""

    def __init__(self, folder: Path, *, patience: float = 10.0) -> None:
        self.folder = folder
        self.patience = patience
        self._reading = ReadingStorage(str(folder))
        self.schema = make_schema()
        self._mark = folder / "complete"
        self._guard = RLock()
        self._writes: int | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._leaves: dict[str, list[Card]] = {}
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._sound():
            self._mend(self._sound)

    @property
    def complete(self) -> bool:
        """True when the index was once filled from all sources and has not been thrown away since."""
        return self._layout() == LAYOUT

    @property
    def state(self) -> object:
        """Equal to itself as long as nobody has written; None when there is nothing sound to read."""
        try:
            return self._latest()
        except OSError:
            return None

    def finish(self) -> None:
        """Mark the index as filled from all sources."""
        self._mark.write_text(LAYOUT)

    def writer(self) -> Any:
        """Whoosh's writer; only within `writing()`."""
        files = FileIndex(DurableStorage(str(self.folder)), self.schema, NAME)
        writer = files.writer(timeout=self.patience, codec=WordCodec())
        writer.pool = WordPool()
        return writer

    def read(self, question: Callable[[Snapshot], Answer]) -> Answer:
        """Ask the newest state. A file removed meanwhile: once more on a fresh state. Broken still: thrown away, and asked when empty."""
        with self._guard:
            for _ in range(2):
                try:
                    return question(self._newest())
                except BROKEN:
                    self._forget()
            self._mend(lambda: question(self._newest()) is not None)
            return question(self._newest())

    @contextmanager
    def writing(self, patience: float | None = None) -> Iterator["IndexWriting"]:
        """Be the only one who writes, in all processes. IndexBusy when another still writes after `patience` seconds."""
        if self._writes == get_ident():
            yield IndexWriting(self)
            return
        lock = FileLock(str(self.folder / "writing.lock"))
        if not try_for(lock.acquire, timeout=self.patience if patience is None else patience, delay=0.02):
            raise IndexBusy(f"another process is writing to {self.folder.name}")
        self._writes = get_ident()
        try:
            for leftover in self.folder.glob(f"_{NAME}_*.toc.*"):
                leftover.unlink(missing_ok=True)
            yield IndexWriting(self)
        finally:
            self._writes = None
            lock.release()

    def _layout(self) -> str | None:
        try:
            return self._mark.read_text()
        except OSError:
            return None

    def _sound(self) -> bool:
        """True when the layout is ours and everything kept of the entries can be read."""
        if self._layout() not in {None, LAYOUT}:
            return False
        try:
            snapshot = self._newest()
            for document in list(snapshot.documents.values())[-1:]:
                snapshot.sections(document)
        except Exception:  # a broken pickle raises anything
            self._forget()
            return False
        return True

    def _mend(self, proof: Callable[[], bool]) -> None:
        """Throw away what cannot be read. Once alone, `proof` is tried again: a file removed by a writer is no damage."""
        with self.writing():
            self._forget()
            try:
                if proof():
                    return
            except BROKEN:
                self._forget()
            self._throw_away()

    def _throw_away(self) -> None:
        self._mark.unlink(missing_ok=True)
        self._forget()
        self._leaves.clear()
        for path in self.folder.glob(f"*{NAME}_*"):
            if path.is_file() and not path.name.endswith("LOCK"):
                path.unlink(missing_ok=True)
        TOC.create(DurableStorage(str(self.folder)), self.schema, NAME)

    def _forget(self) -> None:
        self._snapshot = self._stamp = None
        self._reading.settle(close=True)

    def _newest(self) -> Snapshot:
        stamp = self._latest()
        if self._snapshot is None or stamp != self._stamp:
            self._snapshot = Snapshot(FileIndex(self._reading, self.schema, NAME).reader(), self._cards_of)
            self._reading.settle(close=False)
            current = {id(cards) for cards in self._snapshot.leaves}
            self._leaves = {name: cards for name, cards in self._leaves.items() if id(cards) in current}
            self._stamp = stamp
        return self._snapshot

    def _latest(self) -> tuple[int, int, int]:
        generation = max((int(path.stem.rpartition("_")[2]) for path in self.folder.glob(f"_{NAME}_*.toc")), default=-1)
        status = (self.folder / f"_{NAME}_{generation}.toc").stat()
        return generation, status.st_ino, status.st_mtime_ns

    def _cards_of(self, leaf: Any) -> list[Card]:
        if leaf.segment() is None:
            return []
        name = leaf.segment().segment_id()
        if name not in self._leaves:
            column = leaf.column_reader("card")
            self._leaves[name] = [Card.read(bytes(column[document])) for document in range(leaf.doc_count_all())]
        return self._leaves[name]


class IndexWriting:
    """The right to write, held within `SearchIndex.writing()`. Each method is one commit: done as a whole or not at all."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index

    def apply(self, entries: Iterable[Entry], gone: Iterable[str] = ()) -> int:
        """Bring these entries up to date and remove the keys that are gone. What is there already is left alone; gives the number of changes."""
        wanted = {entry.key: entry for entry in entries}
        here = self._index.read(fingerprints)
        changed = [entry for key, entry in wanted.items() if key not in here or here[key][1] != fingerprint(entry)]
        removed = [key for key in dict.fromkeys(gone) if key in here and key not in wanted]
        if not changed and not removed:
            return 0
        with self._writer(tidy) as writer:
            for key in (*removed, *(entry.key for entry in changed if entry.key in here)):
                writer.delete_document(here[key][0])
            for entry in changed:
                writer.add_document(**fields_of(entry))
        return len(changed) + len(removed)

    def replace(self, entries: Iterable[Entry]) -> int:
        """Build the whole index anew from these entries; until it is done, readers see the old one. Gives the number of entries."""
        number = 0
        with self._writer(CLEAR) as writer:
            for entry in entries:
                writer.add_document(**fields_of(entry))
                number += 1
        self._index.finish()
        return number

    @contextmanager
    def _writer(self, mergetype: Callable[[Any, list[Any]], list[Any]]) -> Iterator[Any]:
        writer = self._index.writer()
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=mergetype)


def fingerprints(snapshot: Snapshot) -> dict[str, tuple[int, str]]:
    """For each key its document number and the hash of what is indexed."""
    return {key: (document, snapshot.cards[document].fingerprint) for key, document in snapshot.documents.items()}


MOST_SEGMENTS = 12
"""So many parts are searched at once before small ones are merged: merging at every commit costs more than asking a few parts more."""


def tidy(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's merging of small segments, once there are many; besides, one of which more than half is deleted is written anew without it."""
    worn = [segment for segment in segments if segment.deleted_count() * 2 > segment.doc_count_all()]
    for segment in worn:
        if segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    kept = [segment for segment in segments if segment not in worn]
    return kept if len(kept) < MOST_SEGMENTS else list(MERGE_SMALL(writer, kept))
