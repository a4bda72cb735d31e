"""One sheet of a form as a worksheet: header, examples, and a rule for every column that Excel enforces.

Owns how allowed values become data validation, number formats and widths. Must not know documents or workbooks as a whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any

from portal.paper.cells import Value, cut
from portal.paper.document import Words
from portal.paper.fields import Allowed, Kind
from portal.paper.forms import Column, Sheet
from portal.paper.xlsx_book import Book

LAST_ROW = 500
"""Rows, counted from the header, that carry the rules of their columns."""
INLINE = 255
"""UTF-16 units of a list written into the rule itself; longer ones, and values with a comma or quote in them, stand on a sheet of their own."""
TITLE, MESSAGE = 32, 255
"""UTF-16 units of the title and the text of a message beside a cell."""
MONEY = 10**12
HIGHEST = 400.0
"""Points of the highest row (Excel ends at 409), and the signs of a cell that are looked at to find out how high it is."""
SHOWN = 3000
PRINTED = 200
"""Signs that fit across a printed page in readable type; a wider sheet is printed on several pages, each with its first column."""
_WIDTHS = {Kind.DATE: 13, Kind.MONEY: 14, Kind.NUMBER: 11, Kind.WHOLE: 11, Kind.CODE: 13, Kind.NAME: 20, Kind.ANY: 26}


@dataclass(frozen=True)
class Rules:
    """What is written beside the cells: in which words, whether guidance is wanted, and where longer lists of values are kept."""

    words: Words
    guidance: bool
    keep_list: Callable[[Sequence[str]], str]


def write_sheet(book: Book, page: Any, sheet: Sheet, rules: Rules) -> None:
    """Header in the first row, frozen with the first column and filtering; then the rows, examples in italics on grey."""
    rows = sheet.rows if rules.guidance else sheet.rows_without_examples()
    last = max(LAST_ROW, len(rows))
    widths = [width(column, [row[place] for row in sheet.rows]) for place, column in enumerate(sheet.columns)]
    for place, column in enumerate(sheet.columns):
        number = number_format(column.allowed, [*(row[place] for row in sheet.rows), column.field.good])
        page.set_column(place, place, widths[place], book.look("body", number))
        book.write(page, 0, place, column.name, "header")
        if checks := validation(column, rules):
            page.data_validation(1, place, last, place, checks)
        for line, row in enumerate(rows, 1):
            look = "given" if place < sheet.given else "example" if rules.guidance else "body"
            book.write(page, line, place, column.allowed.value(row[place]), look, number=number)
    for line, texts in enumerate([tuple(column.name for column in sheet.columns), *rows]):
        page.set_row(line, height(zip(texts, widths, strict=True)))
    _set_up(page, widths, last)


def write_table(book: Book, page: Any, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """A table that is only read: header frozen and filtering, text as text."""
    lines = [tuple(header), *(tuple(row) for row in rows)]
    widths = [_reading_width([str(line[place]) for line in lines if place < len(line)]) for place in range(len(header))]
    for row, line in enumerate(lines):
        for column, value in enumerate(line):
            book.write(page, row, column, value, "body" if row else "header")
        page.set_row(row, height(zip(map(str, line), widths, strict=False)))
    for column, signs in enumerate(widths):
        page.set_column(column, column, signs, book.look("body"))
    _set_up(page, widths, len(lines) - 1)


def _set_up(page: Any, widths: Sequence[float], last: int) -> None:
    page.freeze_panes(1, 1 if len(widths) > 2 else 0)
    page.autofilter(0, 0, last, len(widths) - 1)
    page.set_landscape()
    page.repeat_rows(0)
    across = math.ceil(sum(widths) / PRINTED)
    page.fit_to_pages(across, 0)
    if across > 1:
        page.repeat_columns(0)


def height(texts: Iterable[tuple[str, float]]) -> float:
    """Points a row needs for texts in columns of these widths. Excel finds out by itself, other programs do not."""
    lines = (sum(_lines(part, int(signs) - 1) for part in text[:SHOWN].split("\n")) for text, signs in texts)
    return min(15.0 * max(lines, default=1), HIGHEST)


def _lines(text: str, signs: int) -> int:
    return 1 if len(text) <= signs else len(wrap(text, max(signs, 1))) or 1


def validation(column: Column, rules: Rules) -> dict[str, Any]:
    """The rule of a column in XlsxWriter's words, with a message beside the cell where guidance is wanted; empty where there is neither."""
    checks = _checks(column.allowed, rules.keep_list)
    if checks:
        said = rules.words.allowed % {"allowed": column.allowed.written}
        checks |= {"error_title": cut(rules.words.wrong_value, TITLE), "error_message": cut(said, MESSAGE), "ignore_blank": True}
    if rules.guidance and column.field.what:
        said = rules.words.allowed % {"allowed": column.allowed.written} if column.allowed.written else ""
        checks |= {"input_title": cut(column.name, TITLE), "input_message": cut(f"{column.field.what}\n{said}".strip(), MESSAGE)}
    return {"validate": "any"} | checks if checks else {}


def _checks(allowed: Allowed, keep_list: Callable[[Sequence[str]], str]) -> dict[str, Any]:
    low, high = allowed.least, allowed.most
    match allowed.kind:
        case Kind.CHOICE:
            plain = not any(sign in choice for choice in allowed.choices for sign in ',"')
            joined = ",".join(allowed.choices)
            is_short = plain and cut(joined, INLINE) == joined
            return {"validate": "list", "source": list(allowed.choices) if is_short else keep_list(allowed.choices)}
        case Kind.TEXT if high is not None:
            return {"validate": "length", "criteria": "<=", "value": int(high)}
        case Kind.DATE:
            return {"validate": "date", "criteria": "between", "minimum": date(1990, 1, 1), "maximum": date(2199, 12, 31)}
        case Kind.MONEY:
            return {"validate": "decimal", "criteria": "between", "minimum": -MONEY, "maximum": MONEY}
        case Kind.NUMBER | Kind.WHOLE if low is not None and high is not None:
            share = 100 if allowed.is_percent else 1
            kind = "integer" if allowed.kind is Kind.WHOLE and share == 1 else "decimal"
            return {"validate": kind, "criteria": "between", "minimum": _plain(low / share), "maximum": _plain(high / share)}
        case _:
            return {}


def number_format(allowed: Allowed, texts: Iterable[str]) -> str:
    """Figures with as many decimals and the same separators as the examples show; days as 2026-02-23; all else as text, whatever is typed."""
    figures = [text for text in texts if text and not isinstance(allowed.value(text), str)]
    decimals = max((len(text.strip(" %").partition(".")[2]) for text in figures), default=0)
    tail = f".{'0' * decimals}" if decimals else ""
    match allowed.kind:
        case Kind.DATE:
            return "yyyy-mm-dd"
        case Kind.NUMBER | Kind.WHOLE if allowed.is_percent:
            return f"0{tail}%"
        case Kind.MONEY:
            return f"#,##0{tail}"
        case Kind.NUMBER | Kind.WHOLE:
            return f"#,##0{tail}" if any("," in text for text in figures) else f"0{tail}" if tail else "General"
        case _:
            return "@"


def width(column: Column, texts: Iterable[str]) -> float:
    """Wide enough for the longest word, the choices, and lines of a readable length in longer texts."""
    allowed = column.allowed
    word = max((len(word) for text in (column.name, *texts) for word in text.split()), default=1) + 3
    if allowed.kind is Kind.TEXT and allowed.most is not None:
        usual = 16 if allowed.most <= 30 else 24 if allowed.most <= 100 else 36
    else:
        usual = max(map(len, allowed.choices), default=6) + 4 if allowed.kind is Kind.CHOICE else _WIDTHS.get(allowed.kind, 26)
    return float(min(max(word, usual, 8), 60))


def _reading_width(texts: Sequence[str]) -> float:
    word = max((len(word) for text in texts for word in text.split()), default=1) + 3
    return float(min(max(word, *(min(len(text), 45) for text in texts), 9), 60))


def _plain(number: Any) -> int | float:
    return int(number) if number == int(number) else float(number)
