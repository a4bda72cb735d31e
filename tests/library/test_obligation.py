"""The law of required reading, against days reckoned by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.library.obligation import AT_MOST, FIRST_DAYS, Asked, State, Tally, answer_by, standings, tally

STARTED = date(2026, 3, 2)
LONG_AGO = date(2024, 1, 8)


def asked(number: int = 1, *, effective: date = LONG_AGO, since: date = STARTED, due_days: int = 14, **more: object) -> Asked:
    return Asked(number, (1, f"RSK-STD-{number:02}"), "position:PRM", effective, since, due_days, **more)  # type: ignore[arg-type]


def test_due_counts_from_the_later_of_effective_and_the_day_the_duty_began() -> None:
    newer = standings([asked(effective=date(2026, 5, 1), since=STARTED)], date(2026, 5, 1))[0]
    assert (newer.due, newer.state) == (date(2026, 5, 15), State.OWED)


@pytest.mark.parametrize(("effective", "due"), [
    (LONG_AGO, date(2026, 4, 1)), (date(2026, 3, 12), date(2026, 4, 1)), (date(2026, 3, 28), date(2026, 4, 11)),
    (date(2026, 3, 31), date(2026, 4, 14)), (date(2026, 4, 1), date(2026, 4, 15)),
])  # fmt: skip
def test_what_begins_in_the_first_thirty_days_is_due_by_the_thirtieth_or_in_its_own_time_if_that_is_later(
    effective: date, due: date
) -> None:
    assert standings([asked(effective=effective)], effective)[0].due == due


def test_a_reading_is_overdue_from_the_day_after_its_due_day() -> None:
    on_the_day, after = (standings([asked(since=LONG_AGO, effective=STARTED)], day)[0] for day in (date(2026, 3, 16), date(2026, 3, 17)))
    assert (on_the_day.state, after.state) == (State.OWED, State.OVERDUE)
    assert (on_the_day.days_late(date(2026, 3, 16)), after.days_late(date(2026, 3, 17))) == (0, 1)


def test_thirteen_readings_of_a_newcomer_open_six_then_six_then_one() -> None:
    found = standings([asked(n) for n in range(1, 14)], STARTED)
    assert [s.opens for s in found] == [STARTED] * 6 + [date(2026, 4, 1)] * 6 + [date(2026, 5, 1)]
    assert [s.due for s in found] == [date(2026, 4, 1)] * 6 + [date(2026, 5, 31)] * 7
    assert [s.state for s in found] == [State.OWED] * 6 + [State.LATER] * 7
    assert [s.spread for s in found] == [False] * 6 + [True] * 7
    assert {s.promised for s in found} == {date(2026, 4, 1)}


def test_the_example_of_the_standard_comes_out_as_it_stands_there() -> None:
    """TRN-STD-01, worked example: project manager from Monday 10 November 2025; six by 10 December, seven by 8 February 2026."""
    began = date(2025, 11, 10)
    found = standings([asked(n, since=began) for n in range(1, 14)], began)
    assert [s.due for s in found] == [date(2025, 12, 10)] * 6 + [date(2026, 2, 8)] * 7


def test_a_nineteenth_reading_has_its_own_days_when_the_ninety_are_over() -> None:
    found = standings([asked(n) for n in range(1, 20)], STARTED)
    assert (found[-1].opens, found[-1].due) == (date(2026, 5, 31), date(2026, 6, 14))


def test_a_new_text_in_the_first_days_waits_behind_the_six_that_came_first() -> None:
    first = [asked(n) for n in range(10, 16)]
    found = standings([asked(1, effective=date(2026, 3, 12)), *first], date(2026, 3, 20))
    assert [s.document_id for s in found if s.opens == STARTED] == list(range(10, 16))
    assert found[-1].opens == date(2026, 4, 1)


def test_a_second_position_adds_six_again_and_only_what_was_not_read() -> None:
    began = date(2026, 9, 1)
    read = [asked(n, since=began, acknowledged=date(2026, 3, 9)) for n in range(1, 5)]
    found = standings([*read, *(asked(n, since=began) for n in range(5, 14))], began)
    assert [s.state for s in found].count(State.DONE) == 4
    assert [s.opens for s in found if s.state is not State.DONE] == [began] * 6 + [date(2026, 10, 1)] * 3


def test_many_new_texts_are_not_spread_for_somebody_long_here() -> None:
    found = standings([asked(n, since=LONG_AGO, effective=STARTED) for n in range(1, 9)], STARTED)
    assert {s.due for s in found} == {date(2026, 3, 16)}


def test_several_tokens_ask_once_by_the_earliest_day() -> None:
    team = Asked(1, (1, "RSK-STD-01"), "team:rail", LONG_AGO, date(2026, 2, 2), 30)
    found = standings([asked(), team], STARTED)
    assert [(s.token, s.due) for s in found] == [("team:rail", date(2026, 3, 4))]


def test_the_exempt_owe_nothing_and_owe_anew_when_it_ends() -> None:
    exempt = asked(exempt_from=date(2026, 3, 5), exempt_until=date(2026, 6, 1))
    assert standings([exempt], date(2026, 5, 31))[0].state is State.EXEMPT
    back = standings([exempt], date(2026, 6, 1))[0]
    assert (back.state, back.due) == (State.OWED, date(2026, 6, 15))
    assert standings([asked(exempt_from=STARTED)], date(2030, 1, 1))[0].state is State.EXEMPT


def test_an_exemption_makes_room_among_the_six() -> None:
    found = standings([asked(1, exempt_from=STARTED), *(asked(n) for n in range(2, 8))], STARTED)
    assert [s.state for s in found].count(State.OWED) == 6


def test_what_was_acknowledged_is_done_whatever_else_holds() -> None:
    found = standings([asked(acknowledged=date(2026, 3, 12), exempt_from=STARTED)], date(2027, 1, 1))[0]
    assert (found.state, found.days) == (State.DONE, 10)


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
duties = st.lists(st.tuples(days, days, st.integers(1, 60)), max_size=25)


@given(duties)
def test_nobody_new_opens_more_than_six_in_any_thirty_days(drawn: list[tuple[date, date, int]]) -> None:
    joined = date(2026, 6, 1)
    found = standings([asked(n, effective=e, since=max(s, joined), due_days=d) for n, (e, s, d) in enumerate(drawn)], joined)
    first = sorted(s.opens for s in found if s.opens < joined + FIRST_DAYS)
    assert len(first) <= AT_MOST
    assert all(s.due >= s.begins for s in found)
    assert len(found) == len(drawn)


@given(duties, st.randoms())
def test_the_order_of_asking_changes_nothing(drawn: list[tuple[date, date, int]], chance: object) -> None:
    several = [asked(n % 9, effective=e, since=s, due_days=d) for n, (e, s, d) in enumerate(drawn)]
    shuffled = list(several)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standings(several, STARTED) == standings(shuffled, STARTED)


def test_a_tally_leaves_the_exempt_out_on_both_sides() -> None:
    read = [asked(1, since=LONG_AGO, effective=STARTED, acknowledged=STARTED + timedelta(n)) for n in (0, 3, 8)]
    owing = asked(1, since=LONG_AGO, effective=STARTED)
    exempt = asked(1, since=LONG_AGO, effective=STARTED, exempt_from=STARTED)
    counted = tally([standings([one], date(2026, 4, 1))[0] for one in (*read, owing, exempt)])
    assert counted == Tally(must=4, read=3, overdue=1, exempt=1, days=3)
    assert (counted.outstanding, counted.share, counted.is_small) == (1, 0.75, True)
    assert tally([]).share is None


@pytest.mark.parametrize(
    ("reported", "answer"),
    [(date(2026, 3, 2), date(2026, 3, 30)), (date(2026, 3, 6), date(2026, 4, 3)), (date(2026, 3, 7), date(2026, 4, 3)),
     (date(2026, 3, 8), date(2026, 4, 3))],
)  # fmt: skip
def test_a_problem_is_answered_within_twenty_working_days(reported: date, answer: date) -> None:
    assert answer_by(reported) == answer
