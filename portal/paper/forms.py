"""A template as a form: which of its tables are sheets to fill in, what is guidance, and what remains when guidance is left out.

Owns these conventions: boxes of the kinds `guidance` and `example` explain; the table Field | What to write | Allowed values | Bad | Good
explains the columns of all others by name; every other table outside a box is a sheet, and its rows are examples but for the cells given with
the form. Must not know any file format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from portal.paper import blocks as b
from portal.paper.fields import Allowed, Field, Kind, fields_of, is_field_table

EXPLAINS = frozenset({"guidance", "instruction", "instructions", "example"})
BLANK_ROWS = 3
"""Empty rows a table gets in a form without examples."""


@dataclass(frozen=True)
class Column:
    """One column; `field` explains it, as far as the template does."""

    name: str
    field: Field

    @property
    def allowed(self) -> Allowed:
        """Which values may be typed."""
        return self.field.allowed


@dataclass(frozen=True)
class Sheet:
    """One table to fill in. The first `given` columns of every row come with the form; all else in `rows` is an example."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    caption: str = ""
    given: int = 0

    def rows_without_examples(self) -> tuple[tuple[str, ...], ...]:
        """What stays when the examples go: the given cells, the others empty."""
        kept = (row[: self.given] + ("",) * (len(row) - self.given) for row in self.rows)
        return tuple(row for row in kept if any(row))


@dataclass(frozen=True)
class Part:
    """A box or a paragraph beside the sheets of one heading. `title` is the heading's, empty for the opening; `lead` is the title of the box."""

    title: str
    lead: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A template taken apart."""

    parts: tuple[Part, ...]
    sheets: tuple[Sheet, ...]
    fields: tuple[Field, ...]
    fields_title: str = ""


def form_of(tree: b.Tree, title: str) -> Form:
    """The form a template is. `title` names a sheet that stands under no heading.

    A template without a table of its own is a form of headings: it becomes one sheet with a column for each field (or heading), and the good
    examples as its only row.
    """
    sections = tuple(_sections(tree.blocks))
    explaining = [section for section in sections if section.fields_tables]
    fields = _fields(explaining)
    by_name = {field.name: field for field in fields}
    sheets = tuple(_sheet(section.title or title, table, by_name) for section in sections for table in section.sheets)
    parts = tuple(part for section in sections for part in _parts(section))
    headings = [section.title for section in sections if section.title and section not in explaining]
    fields_title = explaining[0].title if explaining else ""
    return Form(parts, sheets or (_sheet_of_headings(title, fields, headings),), fields, fields_title)


def without_guidance(tree: b.Tree) -> b.Tree:
    """The text without boxes that explain, without the Fields table and its heading, and without example rows.

    A table inside a box of examples stays as an empty table, because it shows which columns are wanted.
    """
    sections = tuple(_sections(tree.blocks))
    by_name = {field.name: field for field in _fields(sections)}
    kept: list[b.Block] = []
    for section in sections:
        bare = tuple(_bare(section.body, by_name))
        if section.heading and (bare or not section.fields_tables):
            kept.append(section.heading)
        kept.extend(bare)
    return replace(tree, blocks=tuple(kept))


@dataclass(frozen=True)
class _Section:
    """A heading, none for the opening, and what stands under it."""

    heading: b.Heading | None
    body: tuple[b.Block, ...]

    @property
    def title(self) -> str:
        return b.plain(self.heading.line) if self.heading else ""

    @property
    def sheets(self) -> tuple[b.Table, ...]:
        return tuple(block for block in self.body if isinstance(block, b.Table) and not _explains_fields(block))

    @property
    def fields_tables(self) -> tuple[b.Table, ...]:
        return tuple(block for block in self.body if isinstance(block, b.Table) and _explains_fields(block))


def _sections(blocks: Iterable[b.Block]) -> Iterator[_Section]:
    heading: b.Heading | None = None
    body: list[b.Block] = []
    for block in blocks:
        if isinstance(block, b.Heading):
            yield _Section(heading, tuple(body))
            heading, body = block, []
        else:
            body.append(block)
    yield _Section(heading, tuple(body))


def _fields(sections: Iterable[_Section]) -> tuple[Field, ...]:
    return fields_of(_texts(row) for section in sections for table in section.fields_tables for row in table.rows)


def _explains_fields(table: b.Table) -> bool:
    return is_field_table(_texts(table.header))


def _texts(cells: Sequence[b.Line]) -> tuple[str, ...]:
    return tuple(b.plain(cell) for cell in cells)


def _columns(table: b.Table, fields: dict[str, Field]) -> tuple[Column, ...]:
    return tuple(Column(name, fields.get(name, Field(name))) for name in _texts(table.header))


def _sheet(title: str, table: b.Table, fields: dict[str, Field]) -> Sheet:
    columns = _columns(table, fields)
    return Sheet(title, columns, tuple(_texts(row) for row in table.rows), b.plain(table.caption), _given(columns))


def _given(columns: Sequence[Column]) -> int:
    return max((place for place, column in enumerate(columns, 1) if column.field.is_given), default=0)


def _sheet_of_headings(title: str, fields: Sequence[Field], headings: Sequence[str]) -> Sheet:
    if not fields:
        return Sheet(title, tuple(Column(name, Field(name)) for name in headings or [title]))
    as_text = [replace(field, allowed=Allowed(Kind.ANY, field.allowed.written)) for field in fields]
    return Sheet(title, tuple(Column(field.name, field) for field in as_text), (tuple(field.good for field in fields),))


def _parts(section: _Section) -> Iterator[Part]:
    for block in section.body:
        if isinstance(block, b.Table):
            continue
        lead, inner = (block.title, block.blocks) if isinstance(block, b.Admonition) else ("", (block,))
        texts = tuple(text for text in b.plain_blocks(inner).split("\n") if text)
        if lead or texts:
            yield Part(section.title, lead, texts)


def _bare(blocks: Iterable[b.Block], fields: dict[str, Field]) -> Iterator[b.Block]:
    for block in blocks:
        match block:
            case b.Admonition(kind=kind, blocks=inner) if kind in EXPLAINS:
                yield from (_emptied(table, {}) for table in inner if isinstance(table, b.Table))
            case b.Table():
                if not _explains_fields(block):
                    yield _emptied(block, fields)
            case _:
                yield block


def _emptied(table: b.Table, fields: dict[str, Field]) -> b.Table:
    """The table with its given cells only, and empty rows where nothing is given; its caption, which explains the examples, goes too."""
    given = _given(_columns(table, fields))
    rows = tuple(row[:given] + ((),) * (len(row) - given) for row in table.rows) if given else ()
    blank = (((),) * len(table.header),) * BLANK_ROWS
    return replace(table, rows=rows or blank, caption=())
