"""The block tree: what a controlled text consists of, independent of any file format.

Owns the frozen shapes that the PDF, Word, Excel and CSV writers read. `portal.paper.markdown` makes them. Must not know Markdown, HTML or
any of the writers; text in here is always plain text that a writer shows as it is, never markup of any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """Text in one style. `url` is absolute, or `#anchor` within the same document, or empty."""

    text: str
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    code: bool = False
    url: str = ""


@dataclass(frozen=True)
class Break:
    """A line break the author asked for."""


@dataclass(frozen=True)
class NoteMark:
    """The place where footnote `number` (from 1) is called."""

    number: int


@dataclass(frozen=True)
class Picture:
    """An image by its source as written; `alt` says what it shows."""

    source: str
    alt: str


Inline = Run | Break | NoteMark | Picture
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 6; `anchor` is its address within the document."""

    level: int
    line: Line
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Words that stand together."""

    line: Line
    anchor: str = ""


@dataclass(frozen=True)
class Item:
    """One entry of a list; `done` is None unless it is a task."""

    blocks: tuple[Block, ...]
    anchor: str = ""
    done: bool | None = None


@dataclass(frozen=True)
class Listing:
    """A list; an ordered one counts from `start`."""

    items: tuple[Item, ...]
    ordered: bool = False
    start: int = 1


@dataclass(frozen=True)
class Definition:
    """One term and what it means."""

    term: Line
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Definitions:
    """A list of terms with their meanings, in the order written."""

    entries: tuple[Definition, ...]


@dataclass(frozen=True)
class Table:
    """Every row has as many cells as the header; `align` holds left, center or right, one a column."""

    header: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]
    align: tuple[str, ...]
    caption: Line = ()


@dataclass(frozen=True)
class Figure:
    """An image that stands alone."""

    picture: Picture
    caption: Line = ()
    anchor: str = ""


@dataclass(frozen=True)
class Admonition:
    """Text set apart; `kind` is a lower-case word such as note, warning, example or guidance."""

    kind: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Quote:
    """Words of somebody else."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Code:
    """Text whose spaces and line ends count."""

    text: str


@dataclass(frozen=True)
class Divider:
    """A thematic break."""


Block = Heading | Paragraph | Listing | Definitions | Table | Figure | Admonition | Quote | Code | Divider


@dataclass(frozen=True)
class Note:
    """A footnote, in the order of its first call."""

    number: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Tree:
    """A whole text: its blocks, and its footnotes in the order of their first calls."""

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()


def plain(line: Line) -> str:
    """The words of a line without style; an image gives its text alternative, a footnote call nothing."""
    return "".join(_words(part) for part in line).strip()


def plain_blocks(blocks: Iterable[Block]) -> str:
    """The words of blocks, one line of text a paragraph, for places that know no style (a cell, a comment)."""
    return "\n".join(text for block in blocks for text in _texts(block) if text)


def _words(part: Inline) -> str:
    match part:
        case Run(text=text):
            return text
        case Picture(alt=alt):
            return alt
        case Break():
            return "\n"
        case _:
            return ""


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Heading(line=line) | Paragraph(line=line):
            yield plain(line)
        case Listing():
            yield from _listed(block)
        case Definitions(entries=entries):
            yield from (f"{plain(entry.term)}: {plain_blocks(entry.blocks)}" for entry in entries)
        case Table(header=header, rows=rows):
            yield from (" | ".join(plain(cell) for cell in row) for row in (header, *rows))
        case Admonition(title=title, blocks=blocks):
            yield title
            yield plain_blocks(blocks)
        case Quote(blocks=blocks):
            yield plain_blocks(blocks)
        case Code(text=text):
            yield text
        case Figure(picture=picture):
            yield picture.alt
        case Divider():
            return


def _listed(listing: Listing) -> Iterator[str]:
    for number, item in enumerate(listing.items, start=listing.start):
        mark = f"{number}." if listing.ordered else "•" if item.done is None else "☑" if item.done else "☐"
        yield f"{mark} {plain_blocks(item.blocks)}"
