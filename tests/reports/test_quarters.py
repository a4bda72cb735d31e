"""Quarters, by the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.reports.quarters import Quarter, parse, quarter_of


@pytest.mark.parametrize(
    ("day", "written"),
    [("2026-01-01", "2026-Q1"), ("2026-03-31", "2026-Q1"), ("2026-04-01", "2026-Q2"), ("2026-09-30", "2026-Q3"), ("2026-12-31", "2026-Q4")],
)
def test_a_day_lies_in_one_quarter(day: str, written: str) -> None:
    assert str(quarter_of(date.fromisoformat(day))) == written


@given(some.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_quarters_follow_each_other_without_a_gap(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first_day <= day < quarter.after.first_day
    assert quarter.after.before == quarter.before.after == quarter
    assert quarter.before < quarter < quarter.after
    assert quarter_of(quarter.first_day - timedelta(days=1)) == quarter.before
    assert parse(str(quarter)) == parse(str(quarter).lower()) == quarter


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-Q0", "2026-Q5", "26-Q1", "1899-Q4", "٢٠٢٦-Q1", "2026-Q1-Q1", "-Q1", "9999-Q4", "2026-Q"]
)
def test_what_is_no_quarter_is_none(text: str) -> None:
    assert parse(text) is None


def test_the_last_quarter_of_the_years_served_has_a_next_one() -> None:
    assert Quarter(2999, 4).after == Quarter(3000, 1)
