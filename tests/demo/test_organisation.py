"""The organisation the demo makes: its teams, its posts, and a believable page for each of the cast."""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.clock import midnight
from portal.content.source import read
from portal.db import Database
from portal.demo.days import Days, chance, one_of
from portal.demo.organisation import CAST, PEOPLE, TEAMS, TENURES
from portal.demo.voices import VOICES
from portal.library.obligation import State
from portal.library.queries.effective import effective_revisions
from portal.library.queries.marks import changed_since_read
from portal.library.queries.readings import OwedReading, owed, readings
from portal.people import queries as people
from tests.demo.making import DAY, rows

TODAY = date.fromisoformat(DAY)
AT = midnight(TODAY, "UTC") + timedelta(hours=9)
CONTENT = Path(__file__).parents[2] / "content"


def owed_by(demo: Database, name: str) -> list[OwedReading]:
    """What one of the cast still has to read."""
    with demo.reading() as session:
        reader = people.named(session, f"{name}@example.org", AT, zone="UTC", language="en")
        assert reader is not None
        return [one for one in owed(session, reader, AT, zone="UTC") if one.state in {State.OWED, State.OVERDUE}]


def test_there_are_six_teams_of_the_sizes_asked_for_and_the_cast_in_them() -> None:
    sizes = Counter(someone.team for someone in PEOPLE if someone.left is None and someone.team)
    assert sorted(sizes.values()) == [4, 6, 7, 9, 14, 20]
    assert set(sizes) == {team.slug for team in TEAMS}
    assert {someone.cast for someone in PEOPLE if someone.cast} == set(CAST)
    gina = next(someone for someone in PEOPLE if someone.cast == "gina")
    assert (gina.team, gina.positions) == ("", ())


def test_every_post_and_every_position_of_the_method_is_somebodys() -> None:
    source = read(CONTENT)
    posts = {post for file in source.documents for post in (file.meta.owner, file.meta.approver)}
    assert {tenure.post for tenure in TENURES} == posts
    assert source.vocabulary is not None
    held = {position for someone in PEOPLE for position in someone.positions}
    assert held == {position.code for position in source.vocabulary.positions}


def test_one_post_is_unheld_on_purpose(demo: Database) -> None:
    with demo.reading() as session:
        posts = people.posts(session)
        held = people.holders(session, posts, TODAY)
    assert [posts[key].title for key, holder in held.items() if holder is None] == ["Procurement partner"]


def test_two_documents_are_overdue_for_review(demo: Database) -> None:
    with demo.reading() as session:
        effective = effective_revisions(session, AT).values()
    assert sorted(one.code for one in effective if one.next_review and one.next_review < TODAY) == ["COM-GDE-01", "IMP-PRC-01"]


def test_anna_has_two_readings_due_one_of_them_soon_and_one_text_changed_since_she_read_it(demo: Database) -> None:
    due = owed_by(demo, "anna")
    assert [(one.code, one.state) for one in due] == [("RSK-STD-01", State.OWED), ("PLM-PRC-01", State.OWED)]
    assert [(one.standing.due - TODAY).days <= 7 for one in due] == [True, False]
    with demo.reading() as session:
        reader = people.named(session, "anna@example.org", AT, zone="UTC", language="en")
        assert reader is not None
        assert [one.code for one in changed_since_read(session, reader, AT)] == ["MET-STD-01"]


def test_the_boards_are_believable_and_nobody_owes_more_than_six(demo: Database) -> None:
    with demo.reading() as session:
        viewer = people.named(session, "vera@example.org", AT, zone="UTC", language="en")
        assert viewer is not None
        every = readings(session, viewer, AT, zone="UTC")
    states = Counter(one.state for one in every)
    assert states[State.DONE] > 8 * (states[State.OWED] + states[State.OVERDUE])
    assert 5 <= states[State.OVERDUE] <= 20
    assert states[State.EXEMPT] == 3
    assert max(Counter(one.person_id for one in every if one.state in {State.OWED, State.OVERDUE}).values()) <= 6
    assert max(one.standing.days_late(TODAY) for one in every) < 90
    rail = Counter(one.state for one in every if one.team_path.startswith("/rail/"))
    assert min(rail[State.DONE], rail[State.OWED], rail[State.OVERDUE], rail[State.EXEMPT]) >= 1


def test_readers_speak_of_paragraphs_that_are_there_and_owners_answer(demo: Database) -> None:
    said = rows(demo)["problem_report"]
    answered = [one for one in said if one["answer"]]
    assert (len(said), len(answered)) == (len(VOICES), len(VOICES) - 4)
    assert [one["text"] for one in said if not one["anchor"]] == [voice.text for voice in VOICES if not voice.anchor]
    assert all(one["answered_by"] != one["by_id"] for one in answered)


@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)), ago=st.integers(0, 600))
def test_days_are_counted_back_to_a_working_day(day: date, ago: int) -> None:
    days = Days(day, "Europe/Lisbon")
    found = days.before(ago)
    assert found.weekday() < 5
    assert 0 <= (day - timedelta(days=ago) - found).days <= 2
    moment = days.in_office_hours(found, "anyone")
    assert days.date_of(moment) == found
    assert 8 <= moment.hour < 18


def test_chance_belongs_to_its_keys() -> None:
    assert chance("a", 1) == chance("a", 1) != chance("a", 2)
    assert all(0 <= chance("x", number) < 1 for number in range(1000))
    assert abs(sum(chance("mean", number) for number in range(4000)) / 4000 - 0.5) < 0.02
    assert {one_of("abc", number) for number in range(50)} == {"a", "b", "c"}


def test_a_demo_of_the_day_ends_before_the_day(demo: Database) -> None:
    assert Days(TODAY, "UTC").now == datetime.fromisoformat(f"{DAY}T00:00:00+00:00")


@pytest.mark.parametrize("name", ["boris", "vera", "paul", "rita", "otto", "adam", "gina"])
def test_nobody_of_the_cast_is_late(demo: Database, name: str) -> None:
    assert [one.code for one in owed_by(demo, name) if one.state is State.OVERDUE] == []
