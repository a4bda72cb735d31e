"""When mail goes out. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(7)
MONDAY = 0


def last_morning(rhythm: str, zone: str, at: datetime) -> datetime | None:
    """The moment up to which a person's notices go by mail now: the last Monday 07:00 in their zone for `weekly`, the last 07:00 for `daily`,

    this moment for `at_once`; None for `none`. Not a moment of sending: after days without power it is still the one that was missed.
    """
    if rhythm == "none":
        return None
    if rhythm == "at_once":
        return at
    local = at.astimezone(ZoneInfo(zone))
    back = (local.weekday() - MONDAY) % 7 if rhythm == "weekly" else 0
    if back == 0 and local.time() < MORNING:
        back = 7 if rhythm == "weekly" else 1
    return datetime.combine(local.date() - timedelta(days=back), MORNING, ZoneInfo(zone)).astimezone(at.tzinfo)


def is_due(morning: datetime | None, oldest: datetime, last_mail: datetime | None, at: datetime) -> bool:
    """Whether a digest goes out: something was told by that morning, and none has gone out since. A mail of the future is a clock set back."""
    if morning is None or oldest > morning:
        return False
    return last_mail is None or not morning <= last_mail <= at
