"""What the typst sheet `document.typ` reads: a document as JSON.

Owns the names the sheet relies on, the widths of table columns, and which links within the document hold. Every word of the text stays a
string; nothing here is typst code. Must not know how the page looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

from portal.paper import blocks as b
from portal.paper.document import PaperDocument
from portal.paper.pictures import look_up

_LABEL = re.compile(r"^([A-Z]{1,3}\d{1,3})\.\s*$|^([A-Z]{1,3}\d{1,3})\.\s+")
WIDEST = 7
"""A table with more columns is turned so that its columns become rows, if it has few enough rows for that."""
MOST_TURNED = 4
SIGNS = ((5, 92), (10, 108), (10**6, 122))
"""Signs that fit beside each other on A4, by the most columns a table of that type size has: the more columns, the smaller the type."""
SIDEWAYS = 1.5
"""How much more fits on a page set sideways. That is done where the longest words of all columns do not fit upright."""


def sheet_content(document: PaperDocument, pictures: Mapping[str, str]) -> dict[str, Any]:
    """All the sheet prints; `pictures` maps the sources in the text to files beside the sheet."""
    tree = document.tree()
    writer = _Writer(dict(pictures), frozenset(anchors_of(tree.blocks)))
    words, control = document.words, document.control
    language, _, region = document.language.partition("-")
    rows = [
        (words.version, control.version),
        (words.state, control.state),
        (words.effective, document.day(control.effective)),
        (words.next_review, document.day(control.next_review)),
        (words.owner, control.owner),
        (words.approver, control.approver),
    ]
    return {
        "language": language,
        "region": region or None,
        "control": writer.value(control, skip=("effective", "next_review", "at")),
        "rows": [list(row) for row in rows],
        "practices": list(control.practices),
        "address": document.address,
        "words": writer.value(words),
        "blocks": writer.blocks(tree.blocks),
        "notes": {str(note.number): writer.blocks(note.blocks) for note in tree.notes},
    }


@dataclass
class _Writer:
    """One walk over one tree, in reading order; remembers which footnotes were called and which anchors were set."""

    pictures: dict[str, str]
    anchors: frozenset[str]
    called: set[int] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)

    def value(self, thing: Any, skip: tuple[str, ...] = ()) -> Any:
        if is_dataclass(thing):
            return {f.name: self.value(getattr(thing, f.name)) for f in fields(thing) if f.name not in skip}
        return list(thing) if isinstance(thing, tuple) else thing

    def blocks(self, blocks: Iterable[b.Block]) -> list[dict[str, Any]]:
        return [{"kind": type(block).__name__.lower(), **self.block(block)} for block in blocks]

    def block(self, block: b.Block) -> dict[str, Any]:
        shape: dict[str, Any] = {}
        match block:
            case b.Heading(level=level, line=line, anchor=anchor):
                shape = {"level": level, "line": self.line(line), "anchor": self.place(anchor)}
            case b.Paragraph(line=line, anchor=anchor):
                label, rest = rule_label(line) if anchor else ("", line)
                shape = {"line": self.line(rest), "anchor": self.place(anchor), "label": label or anchor[:6] * (len(anchor) <= 6)}
            case b.Listing(items=items, ordered=ordered, start=start):
                shape = {"ordered": ordered, "start": max(start, 0), "items": [self.item(item) for item in items]}
            case b.Definitions(entries=entries):
                shape = {"entries": [{"term": self.line(entry.term), "blocks": self.blocks(entry.blocks)} for entry in entries]}
            case b.Table():
                shape = self.table(block)
            case b.Figure(picture=picture, caption=caption, anchor=anchor):
                shape = {"picture": self.part(picture), "caption": self.line(caption), "anchor": self.place(anchor)}
            case b.Admonition(kind=kind, title=title, blocks=blocks):
                shape = {"sort": kind, "title": title, "blocks": self.blocks(blocks)}
            case b.Quote(blocks=blocks):
                shape = {"blocks": self.blocks(blocks)}
            case b.Code(text=text):
                shape = {"text": text}
        return shape

    def item(self, item: b.Item) -> dict[str, Any]:
        return {"anchor": self.place(item.anchor), "done": item.done, "blocks": self.blocks(item.blocks)}

    def table(self, original: b.Table) -> dict[str, Any]:
        table = turned(original)
        return {
            "widths": column_widths(table),
            "align": list(table.align),
            "sideways": is_sideways(table),
            "tight": sum(_longest_words(table)) > 0.9 * _signs(table),
            "header": [self.line(cell) for cell in table.header],
            "rows": [[self.line(cell) for cell in row] for row in table.rows],
            "caption": self.line(table.caption),
        }

    def line(self, line: b.Line) -> list[dict[str, Any]]:
        return [{"kind": type(part).__name__.lower(), **self.part(part)} for part in line]

    def part(self, part: b.Inline) -> dict[str, Any]:
        match part:
            case b.NoteMark(number=number):
                first = number not in self.called
                self.called.add(number)
                return {"number": number, "first": first}
            case b.Picture(source=source, alt=alt):
                return {"file": look_up(self.pictures, source) or "", "alt": alt}
            case b.Run(url=url) if url.startswith("#"):
                return {**self.value(part), "url": "", "inside": url[1:] if url[1:] in self.anchors else ""}
            case _:
                return {**self.value(part), "inside": ""}

    def place(self, anchor: str) -> str:
        """The anchor the first time, empty when it is repeated: typst allows a label once."""
        if anchor in self.placed:
            return ""
        self.placed.add(anchor)
        return anchor


def rule_label(line: b.Line) -> tuple[str, b.Line]:
    """`R1. **Name.** Text` as `R1` and the rest; an empty label where the line does not begin so."""
    first = line[0] if line else None
    if not isinstance(first, b.Run) or first.url or (found := _LABEL.match(first.text)) is None:
        return "", line
    rest = first.text[found.end() :]
    return found[1] or found[2], ((b.Run(rest, first.strong, first.emphasis), *line[1:]) if rest else line[1:])


def turned(table: b.Table) -> b.Table:
    """A wide table of few rows (most forms with their examples) on its side: the first column becomes the header, headers the first column."""
    if len(table.header) <= WIDEST or not 1 <= len(table.rows) <= MOST_TURNED:
        return table
    header, *rows = zip(table.header, *table.rows, strict=True)
    bold = [(_bold(first), *rest) for first, *rest in rows]
    return b.Table(header, tuple(bold), ("left",) * len(header), table.caption)


def _bold(line: b.Line) -> b.Line:
    return tuple(replace(part, strong=True) if isinstance(part, b.Run) else part for part in line)


def column_widths(table: b.Table) -> list[float]:
    """Shares of the width: each column its longest word, what is left by the mean length of its texts."""
    least = _longest_words(table)
    mean = [min(sum(map(len, texts)) / len(texts), 60) + 1 for texts in _columns(table)]
    left = max(_signs(table) * (SIDEWAYS if is_sideways(table) else 1) - sum(least), 0)
    return [round(word + left * share / sum(mean), 1) for word, share in zip(least, mean, strict=True)]


def is_sideways(table: b.Table) -> bool:
    """True if the words of a table do not fit beside each other on a page that stands upright."""
    return len(table.header) > WIDEST and sum(_longest_words(table)) > _signs(table)


def _signs(table: b.Table) -> int:
    return next(signs for columns, signs in SIGNS if len(table.header) <= columns)


def _longest_words(table: b.Table) -> list[int]:
    return [max((len(word) for text in texts for word in text.split()), default=1) + 2 for texts in _columns(table)]


def _columns(table: b.Table) -> list[list[str]]:
    return [[b.plain(cell) for cell in column] for column in zip(table.header, *table.rows, strict=True)]


def anchors_of(blocks: Iterable[b.Block]) -> Iterator[str]:
    """The anchors a text sets, in reading order; empty where a block has none."""
    for block in blocks:
        match block:
            case b.Heading(anchor=anchor) | b.Paragraph(anchor=anchor) | b.Figure(anchor=anchor):
                yield anchor
            case b.Listing(items=items):
                for item in items:
                    yield item.anchor
                    yield from anchors_of(item.blocks)
            case b.Definitions(entries=entries):
                for entry in entries:
                    yield from anchors_of(entry.blocks)
            case b.Admonition(blocks=inner) | b.Quote(blocks=inner):
                yield from anchors_of(inner)
            case _:
                continue
