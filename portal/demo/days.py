"""The calendar of the demo, counted backwards from its day, and its chance: both the same every time. Pure.

Nothing happens on the day itself: the last row is older than its first minute, so that a demo made before breakfast holds nothing of the future.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from portal.clock import midnight

T = TypeVar("T")
FRIDAY = 4


def chance(*keys: object) -> float:
    """A number from 0 up to but not including 1 that belongs to these keys."""
    digest = hashlib.sha256("|".join(map(str, keys)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def one_of(choices: Sequence[T], *keys: object) -> T:
    """One of the choices; the same for the same keys."""
    return choices[int(chance(*keys) * len(choices))]


def working_day_before(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


@dataclass(frozen=True)
class Days:
    """The day of the demo in the organisation's zone."""

    day: date
    zone: str

    @property
    def now(self) -> datetime:
        """The first moment of the day: everything in the demo is older."""
        return midnight(self.day, self.zone)

    def before(self, days: int) -> date:
        """The day so many days ago, or the Friday before a weekend."""
        return working_day_before(self.day - timedelta(days=days))

    def at(self, days: int, clock: str = "09:00") -> datetime:
        """A moment of the working day so many days ago."""
        return self.moment(self.before(days), clock)

    def moment(self, day: date, clock: str) -> datetime:
        """A moment of a day, in the organisation's zone."""
        return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(self.zone))

    def in_office_hours(self, day: date, *keys: object) -> datetime:
        """A moment of the first working day from `day` on, between eight and half past five, that belongs to these keys."""
        working = day + timedelta(days=7 - day.weekday() if day.weekday() > FRIDAY else 0)
        return self.moment(working, "08:00") + timedelta(minutes=int(chance("minute", *keys) * 570))

    def date_of(self, moment: datetime) -> date:
        """The calendar day of a moment in the organisation's zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()
