"""Templates and lists as Excel workbooks.

Owns which sheets a workbook has: how to use it, one for each table to fill in, the explanation of the fields. Every cell is text, a figure or a
day; nothing in a text becomes a formula or a link. The same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from portal.paper.cells import Value, cut, sheet_names
from portal.paper.document import PaperDocument
from portal.paper.fields import HEADER
from portal.paper.forms import Form, form_of
from portal.paper.xlsx_book import Book
from portal.paper.xlsx_sheet import Rules, height, write_sheet, write_table

NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""When a list says it was made: always the same, so that equal lists are equal files."""


def document_xlsx(document: PaperDocument, guidance: bool = True) -> bytes:
    """The template as a workbook. Without guidance: no explanations, no examples, no sheet of fields; rules and given cells stay."""
    control, words = document.control, document.words
    form = form_of(document.tree(), control.title)
    explained = guidance and bool(form.fields)
    titles = [
        words.how_to_use,
        *(sheet.title for sheet in form.sheets),
        *([form.fields_title or words.fields] if explained else []),
        "Lists",
    ]
    first, *names = sheet_names(titles)
    book = Book(_properties(document))
    _write_first(book, _page(book, first, document), document, _first_lines(document, form, names, guidance))
    lists = _Lists(book, names[-1])
    rules = Rules(words, guidance, lists.keep)
    for name, sheet in zip(names, form.sheets, strict=False):
        write_sheet(book, _page(book, name, document), sheet, rules)
    if explained:
        header = [name.capitalize() for name in HEADER]
        rows = [(field.name, field.what, field.allowed.written, field.bad, field.good) for field in form.fields]
        write_table(book, _page(book, names[-2], document), header, rows)
    lists.write()
    return book.close()


def table_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]], *, subtitle: str = "") -> bytes:
    """A list as a workbook of one sheet: header in the first row, frozen and filtering; days and figures as such, all else as text.

    `title` names the sheet and, with `subtitle`, the margin of the printed page and the properties of the file. A time must already be in the
    reader's zone: a cell knows none.
    """
    book = Book({"title": title, "subject": subtitle, "created": NO_TIME.replace(tzinfo=None)})
    (name,) = sheet_names([title])
    page = book.sheet(name, title, subtitle, "")
    write_table(book, page, header, rows)
    return book.close()


class _Lists:
    """The hidden sheet for lists of values too long, or too odd, to stand in a rule; made only if there is one."""

    def __init__(self, book: Book, name: str) -> None:
        self.book = book
        self.name = name
        self.kept: list[Sequence[str]] = []

    def keep(self, choices: Sequence[str]) -> str:
        """Keep the values and give the range they will stand in."""
        if choices not in self.kept:
            self.kept.append(choices)
        column = _letters(self.kept.index(choices))
        return f"='{self.name.replace(chr(39), chr(39) * 2)}'!${column}$1:${column}${len(choices)}"

    def write(self) -> None:
        if not self.kept:
            return
        page = self.book.workbook.add_worksheet(self.name)
        for column, choices in enumerate(self.kept):
            for row, choice in enumerate(choices):
                self.book.write(page, row, column, choice, number="@")
        page.hide()


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        column, place = divmod(column, 26)
        letters, column = chr(65 + place) + letters, column - 1
    return letters


def _properties(document: PaperDocument) -> dict[str, Any]:
    control, words = document.control, document.words
    return {
        "title": control.title,
        "subject": f"{control.code} {words.version} {control.version}",
        "author": control.owner,
        "manager": control.approver,
        "category": control.kind,
        "keywords": ", ".join((control.code, *control.practices)),
        "comments": words.uncontrolled,
        "status": control.state,
        "created": document.made_at.replace(tzinfo=None),
    }


def _page(book: Book, name: str, document: PaperDocument) -> Any:
    control, words = document.control, document.words
    left, right = f"{control.code} {control.title}", f"{words.version} {control.version}, {control.state}"
    return book.sheet(name, left, right, f"{words.uncontrolled}. {control.code} {words.version} {control.version}")


@dataclass(frozen=True)
class _Line:
    """A line of the first sheet."""

    label: str
    text: str
    label_look: str = "label"
    look: str = "body"


def _write_first(book: Book, page: Any, document: PaperDocument, lines: Iterable[_Line]) -> None:
    book.workbook.set_custom_property("Code", cut(document.control.code, 255), "text")
    book.workbook.set_custom_property("Version", cut(document.control.version, 255), "text")
    page.set_column(0, 0, 26, book.look("label"))
    page.set_column(1, 1, 100, book.look("body"))
    for row, line in enumerate(lines):
        book.write(page, row, 0, line.label, line.label_look)
        book.write(page, row, 1, line.text, line.look)
        page.set_row(row, 22 if line.look == "title" else height([(line.label, 26), (line.text, 100)]))


def _first_lines(document: PaperDocument, form: Form, names: Sequence[str], guidance: bool) -> Iterator[_Line]:
    control, words = document.control, document.words
    yield _Line(f"{control.code} · {control.kind}", control.title, look="title")
    if control.notice:
        yield _Line("", control.notice, look="strong")
    yield _Line("", control.summary)
    yield _Line(words.code, control.code)
    yield _Line(words.version, control.version)
    yield _Line(words.state, control.state)
    yield _Line(words.effective, document.day(control.effective))
    yield _Line(words.owner, control.owner)
    yield _Line(words.approver, control.approver)
    yield _Line(words.practices, ", ".join(control.practices))
    yield _Line(words.uncontrolled, f"{words.current} {document.address}" if document.address else "")
    if guidance:
        yield from _guidance(document, form, names)


def _guidance(document: PaperDocument, form: Form, names: Sequence[str]) -> Iterator[_Line]:
    """What the template says beside its tables, heading by heading, then what the examples show."""
    shown = ""
    for part in form.parts:
        label, shown = (part.title if part.title != shown else ""), part.title
        yield _Line("", "")
        if part.lead:
            yield _Line(label, part.lead, "section", "strong")
        for number, text in enumerate(part.texts):
            yield _Line(label if number == 0 and not part.lead else "", text, "section")
    if any(sheet.rows for sheet in form.sheets):
        yield _Line("", "")
        yield _Line(document.words.example_title, document.words.example, "section", "example")
    for name, sheet in zip(names, form.sheets, strict=False):
        if sheet.caption:
            yield _Line(name, sheet.caption)
