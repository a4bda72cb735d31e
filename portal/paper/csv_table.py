"""Tables as CSV files for spreadsheets. Pure; knows rows of text, not what they mean."""

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(rows: Iterable[Iterable[object]]) -> bytes:
    """The file: UTF-8 with a byte order mark, commas, CRLF. A text a spreadsheet would take for a formula gets an apostrophe in front."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
