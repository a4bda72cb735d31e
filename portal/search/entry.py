"""What goes into the index and what comes out of it, as frozen values. Knows no library, no whoosh and no database."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Section(NamedTuple):
    """One part of an entry that has an address of its own; `anchor` is empty for what stands before the first heading."""

    anchor: str
    title: str
    text: str


class Run(NamedTuple):
    """A piece of a passage, plain text; `marked` when it is a word that was asked for. Templates escape it like any text."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything search knows of one thing.

    `key` is `<source>:<code>` or `<source>:<code>@<version>`: the source says who provides it, the code stands as people write it, and all
    versions of one code are one hit. `text` is the whole plain text without the title. Nobody finds an entry whose `audience` is empty.
    `effective_from <= at < effective_until` is found by default; a missing bound is open; what has ended is found on request only, and
    then leads to `former_url` if there is one. What fits alike comes by `weight`: below 1 for what stands back behind the texts themselves.
    """

    key: str
    kind: str
    title: str
    text: str
    url: str
    audience: frozenset[str]
    practices: tuple[str, ...] = ()
    owner: str = ""
    phases: tuple[str, ...] = ()
    effective_from: datetime | None = None
    effective_until: datetime | None = None
    updated: datetime | None = None
    sections: tuple[Section, ...] = ()
    former_url: str = ""
    weight: float = 1.0

    def __post_init__(self) -> None:
        if ":" not in self.key:
            raise ValueError(f"the key {self.key!r} names no source")
        if any(token.split() != [token] for token in self.audience):
            raise ValueError(f"an audience token of {self.key} is empty or holds a space")


def source_of(key: str) -> str:
    """The name of who provides this key."""
    return key.partition(":")[0]


def group_of(key: str) -> str:
    """The key without its version: entries of one group are one hit."""
    return key.partition("@")[0]


def code_of(key: str) -> str:
    """The code as people write it."""
    return group_of(key).partition(":")[2]


def version_of(key: str) -> str:
    """The version of a key that has one, else empty."""
    return key.partition("@")[2]


def is_code(code: str) -> bool:
    """True for what people know and type as a code, such as `RSK-STD-01`; a slug in small letters is none."""
    return any(map(str.isupper, code)) and any(map(str.isdigit, code))


def area_of(practice: str) -> str:
    """`RSK` of `RSK.2`."""
    return practice.partition(".")[0]


def slug(value: str) -> str:
    """One spelling of a filter's value: `Risk lead`, `risk-lead` and `RISK LEAD` are the same."""
    return re.sub(r"[^\w.]+", "-", value.casefold()).strip("-")


def fingerprint(entry: Entry) -> str:
    """A hash over everything an entry holds; two entries with the same hash are found alike."""
    parts = [
        [entry.key, entry.kind, entry.title, entry.text, entry.url, entry.owner, entry.former_url, entry.weight],
        [sorted(entry.audience), entry.practices, entry.phases, entry.sections],
        [moment.timestamp() if moment else None for moment in (entry.effective_from, entry.effective_until, entry.updated)],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, at its best section. `passage` is empty beyond the hits that were asked to be highlighted.

    `url` leads to the section, `address` to the beginning. `exact` when the question named its code. `superseded` when it has ended.
    """

    key: str
    code: str
    kind: str
    title: str
    url: str
    score: float
    owner: str
    practices: tuple[str, ...]
    updated: datetime | None
    superseded: bool
    section: str = ""
    passage: tuple[Run, ...] = ()
    address: str = ""
    exact: bool = False
    since: datetime | None = None
    until: datetime | None = None

    @property
    def version(self) -> str:
        """The number of the version found; empty for what has none."""
        return version_of(self.key)

    @property
    def snippet(self) -> str:
        """The passage without its marks."""
        return "".join(run.text for run in self.passage)


class Count(NamedTuple):
    """One value of a facet and how many hits have it; `chosen` when a filter names it."""

    value: str
    hits: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts over the hits that pass all filters but this facet's own; most hits first, ties by value."""

    name: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits. `total` counts all of them; `did_you_mean` is the whole question spelt another way, or empty."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    number: int = 1
    size: int = 10
    facets: tuple[Facet, ...] = ()
    did_you_mean: str = ""

    @property
    def pages(self) -> int:
        """How many pages there are; 0 when nothing was found."""
        return -(-self.total // self.size)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a half-typed question may be about."""

    key: str
    code: str
    kind: str
    title: str
    url: str


class Difference(NamedTuple):
    """Where index and truth disagree: `missing` from the index, `extra` in it, or `stale`."""

    key: str
    what: str


def whole_text(entry: Entry) -> str:
    """What ranking reads: the title, then the text."""
    return f"{entry.title}\n{entry.text}"


def readable_sections(entry: Entry) -> tuple[Section, ...]:
    """The sections, or the whole text as one; text that stands in no section comes first, under the entry's own address."""
    inside = sum(len(section.title) + len(section.text) + 2 for section in entry.sections)
    if len(entry.text) <= inside + 80:
        return entry.sections or (Section("", "", entry.text),)
    first = min((place for place in _places(entry) if place >= 0), default=len(entry.text))
    return (Section("", "", entry.text[:first].strip() or entry.text), *entry.sections)


def _places(entry: Entry) -> Iterable[int]:
    return (entry.text.find(words) for section in entry.sections[:1] for words in (section.title, section.text) if words)
