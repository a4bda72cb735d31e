"""What a template says about its fields, in the five columns Field, What to write, Allowed values, Bad, Good.

Owns the convention of the column "Allowed values": `one of: a; b`, `text up to N characters`, `whole number from A to B`,
`number from A to B` (either with ` %`), `date`, `money`, `name`, `code`. Anything else is a sentence for people and checks nothing.
Must not know any file format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

HEADER = ("field", "what to write", "allowed values", "bad", "good")
_NUMBER = r"[-−]?\d[\d,]*(?:\.\d+)?"
_RANGE = re.compile(rf"(?P<whole>whole )?number from (?P<least>{_NUMBER}) to (?P<most>{_NUMBER})(?P<percent> ?%)?", re.IGNORECASE)
_LENGTH = re.compile(r"text up to (?P<most>\d[\d,]*) characters", re.IGNORECASE)
_CHOICE = re.compile(r"one of:\s*(?P<choices>.+)", re.IGNORECASE | re.DOTALL)
_FIGURE = re.compile(rf"(?P<figure>{_NUMBER})(?P<percent>\s?%)?")
_GIVEN = re.compile(r"\b(?:fixed|unchanged|do not add)\b", re.IGNORECASE)


class Kind(StrEnum):
    """What a field takes."""

    ANY = "any"
    CHOICE = "choice"
    CODE = "code"
    DATE = "date"
    MONEY = "money"
    NAME = "name"
    NUMBER = "number"
    TEXT = "text"
    WHOLE = "whole"


@dataclass(frozen=True)
class Allowed:
    """The values a field takes. `least` and `most` are limits of numbers, or `most` the characters of a text; percentages are written as 30, not 0.3."""

    kind: Kind
    written: str = ""
    choices: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    is_percent: bool = False

    def value(self, text: str) -> str | Decimal | date:
        """What a cell with this text holds: a number or a date where the field takes one and the text is one, else the text as it is.

        A percentage comes as a fraction: `30 %` is 0.3.
        """
        if self.kind is Kind.DATE:
            return _day(text) or text
        if self.kind in {Kind.NUMBER, Kind.WHOLE, Kind.MONEY}:
            found = _FIGURE.fullmatch(text.strip())
            if found is None or bool(found["percent"]) != self.is_percent:
                return text
            return _decimal(found["figure"]) / (100 if self.is_percent else 1)
        return text

    def accepts(self, text: str) -> bool:
        """True if a cell with this text keeps the rule. An empty cell always does."""
        value = self.value(text)
        match self.kind:
            case Kind.CHOICE:
                return not text or text in self.choices
            case Kind.TEXT:
                return self.most is None or len(text) <= self.most
            case Kind.DATE | Kind.MONEY | Kind.NUMBER | Kind.WHOLE:
                return not text or (not isinstance(value, str) and self._within(value))
            case _:
                return True

    def _within(self, value: Decimal | date) -> bool:
        if isinstance(value, date):
            return True
        number = value * (100 if self.is_percent else 1)
        is_low = self.least is not None and number < self.least
        is_high = self.most is not None and number > self.most
        return not is_low and not is_high and (self.kind is not Kind.WHOLE or number == number.to_integral_value())


@dataclass(frozen=True)
class Field:
    """One row of the Fields table."""

    name: str
    what: str = ""
    allowed: Allowed = Allowed(Kind.ANY)
    bad: str = ""
    good: str = ""

    @property
    def is_given(self) -> bool:
        """True if "What to write" says that the form comes with it (fixed, unchanged, do not add): this column and those left of it are kept."""
        return bool(_GIVEN.search(self.what))


def allowed_values(text: str) -> Allowed:
    """The rule a cell of the column "Allowed values" states."""
    written = " ".join(text.split())
    if found := _CHOICE.fullmatch(written):
        choices = dict.fromkeys(choice.strip() for choice in found["choices"].split(";"))
        return Allowed(Kind.CHOICE, written, tuple(choice for choice in choices if choice))
    if found := _LENGTH.fullmatch(written):
        return Allowed(Kind.TEXT, written, most=_decimal(found["most"]))
    if found := _RANGE.fullmatch(written):
        kind = Kind.WHOLE if found["whole"] else Kind.NUMBER
        return Allowed(kind, written, (), _decimal(found["least"]), _decimal(found["most"]), bool(found["percent"]))
    plain = {kind.value: kind for kind in (Kind.DATE, Kind.MONEY, Kind.NAME, Kind.CODE)}
    return Allowed(plain.get(written.lower(), Kind.ANY), written)


def is_field_table(header: Sequence[str]) -> bool:
    """True for the table that explains the fields of a form."""
    return tuple(" ".join(name.split()).lower() for name in header) == HEADER


def fields_of(rows: Iterable[Sequence[str]]) -> tuple[Field, ...]:
    """The fields of such a table; a name said twice keeps its first row."""
    read: dict[str, Field] = {}
    for name, what, allowed, bad, good in rows:
        if name:
            read.setdefault(name, Field(name, what, allowed_values(allowed), bad, good))
    return tuple(read.values())


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", "").replace("−", "-"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if re.fullmatch(r"\s*\d{4}-\d{2}-\d{2}\s*", text) else None
    except ValueError:
        return None
