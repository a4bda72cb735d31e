"""Quarters of the calendar, written `2026-Q4`. Pure."""

from dataclasses import dataclass
from datetime import date
from functools import total_ordering


@total_ordering
@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months of a year; `number` is 1 to 4."""

    year: int
    number: int

    def __str__(self) -> str:
        """As addresses write it."""
        return f"{self.year}-Q{self.number}"

    def __lt__(self, other: "Quarter") -> bool:
        """It comes earlier."""
        return (self.year, self.number) < (other.year, other.number)

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def before(self) -> "Quarter":
        """The one that ends where this begins."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def after(self) -> "Quarter":
        """The one that begins where this ends."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)


def quarter_of(day: date) -> Quarter:
    """The quarter a day lies in."""
    return Quarter(day.year, (day.month + 2) // 3)


def parse(text: str) -> Quarter | None:
    """`2026-Q4` or `2026-q4`, of the years 1900 to 2999; None for anything else."""
    year, _, number = text.upper().partition("-Q")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and year[0] in "12" and number in {"1", "2", "3", "4"}):
        return None
    return Quarter(int(year), int(number)) if int(year) >= 1900 else None
