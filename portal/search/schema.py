"""How an entry lies in the index: its fields, the card that is kept of it, and a storage that survives a power cut. Knows no question.

A card holds everything about an entry but its text, so that filters, facets and paging never read a stored document.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from whoosh import columns, fields
from whoosh.filedb.filestore import FileStorage

from portal.search.entry import Entry, area_of, code_of, fingerprint, group_of, readable_sections, slug, whole_text
from portal.search.words import StemmedText, plain, stems

LAYOUT = "4"
"""Raised with every change of the schema, the words or the card: an index of another layout is built anew."""

ALWAYS = 2**62
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FILTERS = ("kind", "practice", "phase", "owner", "area")


class DurableStorage(FileStorage):  # type: ignore[misc]
    """Whoosh writes segments, then renames the table of contents into place, and forces nothing to the disk; we do, in that order."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Rename once everything the new table of contents names is on the disk."""
        folder = Path(self.folder)
        for path in folder.iterdir():
            if path.suffix == ".seg" or path.name == oldname:
                _force(path)
        super().rename_file(oldname, newname, safe)
        _force(folder)


class ReadingStorage(FileStorage):  # type: ignore[misc]
    """A storage that knows what it opened: whoosh leaves files open when it finds them broken."""

    def __init__(self, path: str) -> None:
        super().__init__(path, readonly=True)
        self._opened: list[Any] = []

    def open_file(self, name: str, **kwargs: Any) -> Any:
        """Open a file and remember it until `settle`."""
        opened = super().open_file(name, **kwargs)
        self._opened.append(opened)
        return opened

    def settle(self, *, close: bool) -> None:
        """What was opened is in good hands now, or is closed."""
        for opened in self._opened if close else ():
            if not opened.is_closed:
                opened.close()
        self._opened.clear()


def _force(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_schema() -> fields.Schema:
    """The fields. `words` ranks, `heading` lifts titles, the others restrict; `card` and `sections` are only kept."""
    moment = {"numtype": int, "bits": 64, "shift_step": 8}
    return fields.Schema(
        words=StemmedText(),
        heading=StemmedText(),
        audience=fields.KEYWORD(),
        effective_from=fields.NUMERIC(**moment),
        effective_until=fields.NUMERIC(**moment),
        **{name: fields.KEYWORD() for name in FILTERS},
        card=fields.COLUMN(columns.VarBytesColumn()),
        sections=fields.STORED(),
    )


def microseconds(moment: datetime) -> int:
    """A moment as the index counts it: whole microseconds since 1970, without rounding."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(counted: int | None) -> datetime | None:
    """A moment the index has counted; None for one that is open on either side."""
    return EPOCH + timedelta(microseconds=counted) if counted and counted != ALWAYS else None


@dataclass(frozen=True, slots=True)
class Card:
    """What is kept of an entry in memory. `length` is the exact number of indexed words in title and text."""

    key: str
    kind: str
    title: str
    url: str
    practices: tuple[str, ...]
    owner: str
    phases: tuple[str, ...]
    effective_from: int
    effective_until: int
    updated: int | None
    length: int
    fingerprint: str
    former_url: str
    weight: float

    @property
    def code(self) -> str:
        """The code as people write it."""
        return code_of(self.key)

    @property
    def group(self) -> str:
        """All versions of one code share it."""
        return group_of(self.key)

    @property
    def updated_at(self) -> datetime | None:
        """When it last changed."""
        return moment_of(self.updated)

    @classmethod
    def read(cls, written: bytes) -> "Card":
        """A card from the bytes of its column."""
        key, kind, title, url, practices, owner, phases, *rest = json.loads(written)
        return cls(key, kind, title, url, tuple(practices), owner, tuple(phases), *rest)


def fields_of(entry: Entry) -> dict[str, Any]:
    """The entry as whoosh's writer takes it."""
    words = stems(plain(whole_text(entry)))
    begins = 0 if entry.effective_from is None else microseconds(entry.effective_from)
    ends = ALWAYS if entry.effective_until is None else microseconds(entry.effective_until)
    updated = None if entry.updated is None else microseconds(entry.updated)
    card = [entry.key, entry.kind, entry.title, entry.url, entry.practices, entry.owner, entry.phases]
    areas = {area_of(practice) for practice in entry.practices}
    return {
        "words": words,
        "heading": stems(plain(entry.title)),
        "audience": " ".join(sorted(entry.audience)),
        "effective_from": begins,
        "effective_until": ends,
        "kind": slug(entry.kind),
        "practice": " ".join(map(slug, entry.practices)),
        "phase": " ".join(map(slug, entry.phases)),
        "owner": slug(entry.owner),
        "area": " ".join(map(slug, sorted(areas))),
        "card": json.dumps([*card, begins, ends, updated, len(words), fingerprint(entry), entry.former_url, entry.weight]).encode(),
        "sections": [tuple(map(plain, section)) for section in readable_sections(entry)],
    }
