"""The one place that reads the machine's clock. Everything inside takes the moment as `at`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def midnight(day: date, zone: str) -> datetime:
    """The moment `day` begins in `zone`, in UTC: what a date means for the organisation."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day_in(at: datetime, zone: str) -> date:
    """The calendar day of the moment `at` in `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()
