"""Text for cells and sheets: what a spreadsheet can hold and what it must not mistake for a command.

Sources: Excel specifications and limits (32,767 characters a cell, in UTF-16 units), rules for the names of worksheets, OWASP "CSV Injection".
Must not know any writer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from portal.paper.inline import clean

Value = str | int | float | Decimal | date | datetime | None
"""What a cell of a list may hold."""
LONGEST_CELL = 32_767
LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]+")
_RESERVED = "history"
_COMMAND = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_HARMLESS = re.compile(r"[-+]?(?:\d[\d,. ]*\s?%?)?")


def cut(text: str, longest: int) -> str:
    """The text in at most `longest` UTF-16 units, the last of them an ellipsis where something was cut off; no sign is cut in two."""
    if len(text) * 2 <= longest or _units(text) <= longest:
        return text
    return text.encode("utf-16-le")[: (longest - 1) * 2].decode("utf-16-le", "ignore") + "…"


def cell_text(text: str) -> str:
    """What a cell shows of any text: nothing that XML cannot hold, no more than a cell takes."""
    return cut(clean(text.replace("\r\n", "\n")), LONGEST_CELL)


def neutral(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe before = + - @, tab and line ends (and their wide forms).

    A plain figure such as `-40,000` or `+5 %` and a single dash stay as they are: they compute nothing.
    """
    return f"'{text}" if _COMMAND.match(text) and (text[0] in "\t\r\n" or not _HARMLESS.fullmatch(text)) else text


def sheet_names(titles: Iterable[str]) -> tuple[str, ...]:
    """Names a workbook accepts, in order: at most 31 UTF-16 units, without []:*?/\\, no apostrophe at the ends, none twice in any case."""
    names: list[str] = []
    taken = {_RESERVED}
    for title in titles:
        name = _name(title, "")
        number = 2
        while name.casefold() in taken:
            name = _name(title, f" ({number})")
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def _name(title: str, suffix: str) -> str:
    base = " ".join(_FORBIDDEN.sub(" ", clean(title)).split()).strip("' ") or "Sheet"
    return cut(base, LONGEST_NAME - len(suffix)).strip("' ") + suffix


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
