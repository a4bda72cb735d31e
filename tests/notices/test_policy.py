"""When a digest goes out: by hand on a calendar, across zones and the change of the clocks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.notices.policy import is_due, last_morning


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "zone", "now", "morning"),
    [
        ("weekly", "UTC", "2026-11-24T10:00", "2026-11-23T07:00"),  # a Tuesday
        ("weekly", "UTC", "2026-11-23T06:59", "2026-11-16T07:00"),
        ("weekly", "UTC", "2026-11-23T07:00", "2026-11-23T07:00"),
        ("weekly", "UTC", "2026-11-22T23:59", "2026-11-16T07:00"),  # a Sunday
        ("weekly", "America/New_York", "2026-11-23T11:59", "2026-11-16T12:00"),
        ("weekly", "America/New_York", "2026-11-23T12:00", "2026-11-23T12:00"),
        ("weekly", "Pacific/Auckland", "2026-11-22T18:00", "2026-11-22T18:00"),  # there it is Monday, 07:00
        ("daily", "UTC", "2026-11-24T10:00", "2026-11-24T07:00"),
        ("daily", "UTC", "2026-11-24T06:59", "2026-11-23T07:00"),
        ("daily", "Europe/Berlin", "2026-10-24T12:00", "2026-10-24T05:00"),
        ("daily", "Europe/Berlin", "2026-10-25T12:00", "2026-10-25T06:00"),  # the clocks went back in the night
        ("daily", "Europe/Berlin", "2026-03-29T12:00", "2026-03-29T05:00"),  # and forward
        ("daily", "Asia/Kathmandu", "2026-11-24T01:15", "2026-11-24T01:15"),
        ("at_once", "UTC", "2026-11-24T10:00", "2026-11-24T10:00"),
    ],
)
def test_the_morning_is_the_one_of_the_person_s_zone(rhythm: str, zone: str, now: str, morning: str) -> None:
    assert last_morning(rhythm, zone, utc(now)) == utc(morning)


def test_who_wants_no_mail_has_no_morning() -> None:
    assert last_morning("none", "UTC", utc("2026-11-24T10:00")) is None


@given(
    some.integers(0, 2 * 366 * 24 * 60),
    some.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"]),
)
def test_a_morning_is_never_to_come_and_never_older_than_its_rhythm(minutes: int, zone: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    for rhythm, most in (("daily", timedelta(hours=25)), ("weekly", timedelta(days=7, hours=1))):
        morning = last_morning(rhythm, zone, at)
        assert morning is not None
        assert timedelta(0) <= at - morning < most


MORNING, LATER = utc("2026-11-23T07:00"), utc("2026-11-25T10:00")


@pytest.mark.parametrize(
    ("oldest", "last", "due"),
    [
        ("2026-11-20T09:00", None, True),
        ("2026-11-20T09:00", "2026-11-16T07:00", True),
        ("2026-11-20T09:00", "2026-11-23T07:01", False),  # told late: it waits for the next one
        ("2026-11-23T07:00", "2026-11-16T07:00", True),
        ("2026-11-24T09:00", "2026-11-16T07:00", False),
        ("2026-11-20T09:00", "2027-06-01T07:00", True),  # the clock was wrong once
    ],
)
def test_a_digest_carries_what_was_told_by_the_morning_once(oldest: str, last: str | None, due: bool) -> None:
    assert is_due(MORNING, utc(oldest), utc(last) if last else None, LATER) is due


def test_without_a_morning_nothing_is_due() -> None:
    assert not is_due(None, utc("2026-11-20T09:00"), None, LATER)
