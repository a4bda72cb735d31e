"""A workbook in the house's look, written so that the same input gives the same bytes and no text is ever more than text.

Owns formats, the printed page and the properties of the file. Must not know documents.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from portal.paper.cells import Value, cell_text, cut

EXACT = 10**15
"""Excel keeps fifteen digits: a larger whole number is written as text."""
FIRST_DAY = date(1900, 3, 1)
"""Excel believes in 29 February 1900; earlier days are written as text."""
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "header": {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": "#0B5568",
        "text_wrap": True,
        "valign": "top",
        "align": "left",
        "indent": 1,
        "border": 1,
        "border_color": "#D8DDD7",
    },
    "body": {"text_wrap": True, "valign": "top"},
    "example": {
        "text_wrap": True,
        "valign": "top",
        "italic": True,
        "bg_color": "#ECECEC",
        "font_color": "#414D4B",
        "border": 1,
        "border_color": "#D8DDD7",
    },
    "given": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D8DDD7"},
    "title": {"bold": True, "font_size": 16, "valign": "top", "text_wrap": True},
    "section": {"bold": True, "valign": "top", "text_wrap": True, "font_color": "#0B5568"},
    "label": {"valign": "top", "text_wrap": True, "font_color": "#5A6663"},
    "strong": {"bold": True, "valign": "top", "text_wrap": True},
}


@dataclass
class Book:
    """One workbook being written. `close` gives its bytes, once."""

    properties: Mapping[str, Any]
    _bytes: io.BytesIO = field(default_factory=io.BytesIO)
    _formats: dict[tuple[str, str], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.workbook = xlsxwriter.Workbook(self._bytes, safe)
        self.workbook.set_properties(
            {name: cut(value, 255) if isinstance(value, str) else value for name, value in self.properties.items()}
        )

    def look(self, name: str, number: str = "") -> Any:
        """The format of that name, with a number format where one is given. Made once: each format is written into the file."""
        if (name, number) not in self._formats:
            shape = (
                dict(LOOKS[name])
                | ({"num_format": number} if number else {})
                | ({"align": "left", "indent": 1} if number[:4] in {"@", "yyyy"} else {})
            )
            self._formats[name, number] = self.workbook.add_format(shape)
        return self._formats[name, number]

    def sheet(self, name: str, left: str, right: str, foot: str) -> Any:
        """A worksheet that prints on A4 with these words in its margins, page x of y among them."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{_margin(left)}&R{_margin(right)}")
        sheet.set_footer(f"&L{_margin(foot)}&R&P / &N")
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: Value, look: str = "body", *, number: str = "") -> None:
        """One cell: text as text, whatever it begins with; numbers and days as what they are, if a cell can hold them."""
        match value:
            case None | "":
                sheet.write_blank(row, column, None, self.look(look, number))
            case datetime() if value.date() >= FIRST_DAY:
                sheet.write_datetime(row, column, value.replace(tzinfo=None), self.look(look, number or "yyyy-mm-dd hh:mm"))
            case date() if not isinstance(value, datetime) and value >= FIRST_DAY:
                sheet.write_datetime(row, column, value, self.look(look, number or "yyyy-mm-dd"))
            case int() | float() | Decimal() if not isinstance(value, bool) and -EXACT < float(value) < EXACT:
                sheet.write_number(row, column, float(value), self.look(look, number))
            case _:
                sheet.write_string(row, column, cell_text(str(value)), self.look(look, number))

    def close(self) -> bytes:
        """Finish the workbook; its bytes."""
        self.workbook.close()
        return self._bytes.getvalue()


def _margin(text: str) -> str:
    """Words for the margin of a printed page, where an ampersand begins a command and 255 signs of all parts together are the end."""
    return cut(" ".join(cell_text(text).split()), 60).replace("&", "&&")
