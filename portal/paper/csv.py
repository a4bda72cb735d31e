"""Tables as CSV after RFC 4180: commas, CRLF, quotes where needed, the header first.

UTF-8 with a byte order mark, because Excel takes a file without one for the code page of the machine and garbles every accent, and because every
other reader of note accepts the mark. No cell begins like a formula. Must not know workbooks.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from portal.paper.cells import Value, cell_text, neutral
from portal.paper.document import PaperDocument
from portal.paper.forms import Sheet, form_of


def table_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """A list as CSV; days as 2026-09-15, times as 2026-09-15 14:30:05 in whatever zone they come in, None as nothing."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutral(cell_text(name)) for name in header])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def csv_sheets(document: PaperDocument) -> tuple[str, ...]:
    """The titles of the tables of a template, the main one first: `document_csv` takes their places as `sheet`."""
    return tuple(sheet.title for sheet in _sheets(document))


def document_csv(document: PaperDocument, guidance: bool = True, sheet: int = 0) -> bytes:
    """One table of a template, by default the main one, which is the widest (the first of equals): a CSV file holds one table.

    A last, empty column names the template, its version and its state, so that the file says what it was made from and still is one table. Without
    guidance only the cells given with the form are in it. Raises IndexError if there is no such table.
    """
    chosen, control = _sheets(document)[sheet], document.control
    rows = chosen.rows if guidance else chosen.rows_without_examples()
    made_from = f"{document.words.template} {control.code} {document.words.version} {control.version}, {control.state}"
    return table_csv([*(column.name for column in chosen.columns), made_from], [(*row, "") for row in rows])


def _sheets(document: PaperDocument) -> list[Sheet]:
    sheets = form_of(document.tree(), document.control.title).sheets
    main = max(sheets, key=lambda sheet: len(sheet.columns))
    return [main, *(sheet for sheet in sheets if sheet is not main)]


def _cell(value: Value) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.replace(tzinfo=None).isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case str():
            return neutral(cell_text(value))
        case _:
            return str(value)
