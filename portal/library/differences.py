"""From the differences of two texts to what a page shows: unchanged stretches folded, both sides of a row merged into one line. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from portal.content.diff import DiffRow, Run, SectionDiff, State, compare

WORD = re.compile(r"\w+")
MARKS = re.compile(r"\[\[|\]\]|\*(?=\S)|(?<=\S)\*")
CELLS = re.compile(r" *\| *")
CELL = " · "
BEGINS = re.compile(rf"^(?:{CELL}|- |: )")
MOST_CRUMBS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that stayed, or what was there and what took its place; either side may be empty."""

    same: bool
    old: str
    new: str

    @property
    def words(self) -> int:
        """The words of its longer side."""
        return max(len(WORD.findall(self.old)), len(WORD.findall(self.new)))


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, list line or table row: both sides, and both in one line. `label` is its rule's number, `R4`, or empty."""

    label: str
    state: State
    old: tuple[Run, ...]
    new: tuple[Run, ...]
    merged: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring lines that all changed, or that all stayed and may be folded."""

    is_folded: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section with its stretches; `same` ones hold theirs too, so that a reader may open them."""

    title: str
    state: State
    stretches: tuple[Stretch, ...]

    @property
    def count(self) -> int:
        """How many lines it has."""
        return sum(len(stretch.lines) for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Differences:
    """All sections, and how many words were added and removed."""

    sections: tuple[Section, ...]
    added: int
    removed: int

    @property
    def changed(self) -> tuple[Section, ...]:
        """The sections that differ."""
        return tuple(section for section in self.sections if section.state != "same")


@lru_cache(maxsize=64)
def differences(old: str, new: str) -> Differences:
    """What differs, section by section. Kept for the pairs asked last: approved texts never change."""
    found = compare(old, new)
    rows = [row for section in found for row in section.rows]
    added = _words((run for row in rows for run in row.new), "ins")
    removed = _words((run for row in rows for run in row.old), "del")
    return Differences(tuple(map(_section, found)), added, removed)


def merged(line: Iterable[Piece]) -> tuple[Run, ...]:
    """Both sides as one line: what was removed stands before what took its place."""
    runs = []
    for piece in line:
        runs += [Run("same", piece.old)] if piece.same else [Run("del", piece.old), Run("ins", piece.new)]
    return tuple(run for run in runs if run.text)


def pieces(row: DiffRow) -> tuple[Piece, ...]:
    """A row as pieces that stayed and pieces that changed, without crumbs: a few words between two longer changes read as changed too."""
    line: list[Piece] = []
    for piece in _aligned(row):
        while len(line) > 1 and not piece.same and line[-1].same and _is_crumb(line[-1], line[-2], piece):
            crumb, before = line.pop(), line.pop()
            piece = Piece(False, before.old + crumb.old + piece.old, before.new + crumb.new + piece.new)  # noqa: PLW2901
        line.append(piece)
    return tuple(line)


def _aligned(row: DiffRow) -> Iterator[Piece]:
    old, new = list(row.old), list(row.new)
    while old or new:
        removed = old.pop(0).text if old and old[0].kind == "del" else ""
        added = new.pop(0).text if new and new[0].kind == "ins" else ""
        if removed or added:
            yield Piece(False, removed, added)
            continue
        text = new.pop(0).text
        old.pop(0)
        yield Piece(True, text, text)


def _is_crumb(between: Piece, before: Piece, after: Piece) -> bool:
    words = between.words
    return words <= MOST_CRUMBS and words < before.words and words < after.words


def _section(section: SectionDiff) -> Section:
    return Section(_plain(section.title), section.state, tuple(_stretches(map(_line, section.rows))))


def _line(row: DiffRow) -> Line:
    """A row as readers see it: without the marks of Markdown, unless those are all that changed."""
    found = pieces(row)
    shown = tuple(_shown(found))
    if row.state == "changed" and all(piece.same or piece.old == piece.new for piece in shown):
        shown = found
    old = tuple(Run("same" if piece.same else "del", piece.old) for piece in shown if piece.old)
    new = tuple(Run("same" if piece.same else "ins", piece.new) for piece in shown if piece.new)
    return Line((row.anchor or "").upper(), row.state, old, new, merged(shown))


def _shown(line: tuple[Piece, ...]) -> Iterator[Piece]:
    for place, piece in enumerate(line):
        old, new = (_plain(text) for text in (piece.old, piece.new))
        if place == 0:
            old, new = (BEGINS.sub("", text) for text in (old, new))
        if place == len(line) - 1:
            old, new = (text.removesuffix(CELL) for text in (old, new))
        yield Piece(piece.same, old, new)


def _plain(text: str) -> str:
    return CELLS.sub(CELL, MARKS.sub("", text))


def _stretches(lines: Iterable[Line]) -> Iterator[Stretch]:
    for is_same, group in groupby(lines, key=lambda line: line.state == "same"):
        yield Stretch(is_same, tuple(group))


def _words(runs: Iterable[Run], kind: Literal["ins", "del"]) -> int:
    return sum(len(WORD.findall(run.text)) for run in runs if run.kind == kind)
