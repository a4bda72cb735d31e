"""Who owes which reading, asked of the database: one statement, the law of `obligation` applied to its rows."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from portal.config import Config
from portal.db import Database
from portal.library.models import RevisionAudience
from portal.library.obligation import State
from portal.library.queries.readings import OwedReading, owed, readings
from portal.library.service import reading
from portal.people import queries as people
from portal.people import service as people_service
from portal.permissions import Reader
from tests.cast import email
from tests.counting import counted
from tests.library.shelf import NEW, NOON, newcomer, shelve, standard
from tests.roots import document

LATE_JANUARY = datetime(2026, 1, 28, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> None:
    """Everything of the shelf is published."""
    with database.writing() as session:
        shelve(session, config, tmp_path)


def known(database: Database, name: str, at: datetime = NOON) -> Reader:
    with database.reading() as session:
        reader = people.named(session, email(name), at, zone="UTC", language="en")
    assert reader is not None
    return reader


def owing(database: Database, name: str, at: datetime = NOON) -> list[OwedReading]:
    with database.reading() as session:
        return list(owed(session, known(database, name, at), at, zone="UTC"))


def said(found: list[OwedReading]) -> list[tuple[str, str, date, State]]:
    return [(r.code, r.because, r.standing.due, r.state) for r in found]


def test_what_a_position_and_a_team_ask_is_owed_from_the_day_the_text_was_effective(database: Database) -> None:
    assert said(owing(database, "anna")) == [
        ("MET-POL-01", "Team member", date(2026, 1, 19), State.OVERDUE),
        ("RSK-STD-01", "Team member", date(2026, 1, 19), State.OVERDUE),
        ("RSK-STD-02", "Rail", date(2026, 2, 4), State.OVERDUE),
    ]
    assert [r.code for r in owing(database, "boris")] == ["MET-POL-01", "RSK-STD-02"]
    assert owing(database, "gina") == []


def test_a_minor_version_moves_no_date_and_a_major_asks_anew(database: Database, config: Config, tmp_path: Path) -> None:
    with database.writing() as session:
        anna = people.named(session, email("anna"), NOON, zone="UTC", language="en")
        assert anna is not None
        reading.acknowledge(session, anna, "MET-POL-01", 1, 0, at=NOON)
        shelve(session, config, tmp_path, standard("1.1", "2026-02-02"), at=NOON)
    minor = {r.code: r for r in owing(database, "anna")}
    assert (minor["MET-POL-01"].state, minor["MET-POL-01"].standing.days) == (State.DONE, 56)
    assert (minor["RSK-STD-01"].version, minor["RSK-STD-01"].standing.due) == ("1.1", date(2026, 1, 19))
    with database.writing() as session:
        reading.acknowledge(session, anna, "RSK-STD-01", 1, 1, at=NOON)
        shelve(session, config, tmp_path, standard("2.0", "2026-04-01", **NEW), at=NOON + timedelta(1))
    assert {r.code: r.state for r in owing(database, "anna")}["RSK-STD-01"] is State.DONE
    major = {r.code: r for r in owing(database, "anna", datetime(2026, 4, 2, tzinfo=UTC))}["RSK-STD-01"]
    assert (major.version, major.state, major.standing.due) == ("2.0", State.OWED, date(2026, 4, 15))


def test_a_position_that_a_minor_version_adds_owes_from_that_version_on(database: Database, config: Config, tmp_path: Path) -> None:
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("1.1", "2026-02-02", must_read=["position:TEM", "position:LIM"]), at=LATE_JANUARY)
    assert {r.code: r.standing.due for r in owing(database, "boris")}["RSK-STD-01"] == date(2026, 2, 16)
    assert {r.code: r.standing.due for r in owing(database, "anna")}["RSK-STD-01"] == date(2026, 1, 19)


def test_what_nobody_asks_any_more_is_not_owed(database: Database, config: Config, tmp_path: Path) -> None:
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("1.1", "2026-02-02", must_read=None), at=NOON)
    assert "RSK-STD-01" not in {r.code for r in owing(database, "anna")}


def test_what_may_not_be_read_is_not_owed(database: Database, config: Config, tmp_path: Path) -> None:
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("1.1", "2026-02-02", audience=["role:author", "position:TEM"]), at=NOON)
    assert "RSK-STD-01" in {r.code for r in owing(database, "anna")}
    with database.writing() as session:
        session.execute(delete(RevisionAudience).where(RevisionAudience.token == "position:TEM"))
    assert "RSK-STD-01" not in {r.code for r in owing(database, "anna")}


def test_a_newcomer_with_nine_readings_owes_six_and_sees_the_rest_coming(database: Database, config: Config, tmp_path: Path) -> None:
    more = [document(f"PLM-STD-{n:02}", f"Planning {n}", must_read=["position:TEM"]) for n in range(1, 8)]
    with database.writing() as session:
        shelve(session, config, tmp_path, *more, at=NOON)
        newcomer(session, "nora", at=NOON)
    found = owing(database, "nora")
    assert [r.state for r in found] == [State.OWED] * 6 + [State.LATER] * 3
    assert found[0].standing.due == date(2026, 4, 1)
    assert {r.standing.opens for r in found[6:]} == {date(2026, 4, 1)}
    assert found[0].code == "MET-POL-01"


def test_a_position_held_twice_asks_once(database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        team = people_service.create_team(session, "Depot", at=NOON)
        people_service.take_position(session, cast["anna"], "TEM", team_id=team, since=NOON.date(), actor_id=None, at=NOON)
    assert said(owing(database, "anna"))[0] == ("MET-POL-01", "Team member", date(2026, 1, 19), State.OVERDUE)
    assert len(owing(database, "anna")) == 3


def test_an_assignment_is_owed_from_the_day_it_was_made(database: Database) -> None:
    with database.writing() as session:
        reading.require(session, "RSK-STD-01", "team:pmo", due_days=7, source="assignment", actor_id=None, at=NOON)
    assert said(owing(database, "paul")) == [("RSK-STD-01", "PMO", date(2026, 3, 9), State.OWED)]


def test_an_exemption_is_said_with_its_reason(database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        values = {"actor_id": cast["boris"], "at": NOON, "zone": "UTC"}
        reading.exempt(session, "RSK-STD-01", cast["anna"], reason="On leave.", until=date(2026, 6, 1), **values)
    spared = {r.code: r for r in owing(database, "anna")}["RSK-STD-01"]
    assert spared.state is State.EXEMPT
    assert spared.excuse is not None
    assert (spared.excuse.reason, spared.excuse.until, spared.excuse.by) == ("On leave.", date(2026, 6, 1), cast["boris"])


def test_the_readings_of_a_team_are_those_of_its_people_and_cost_one_query(database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        for number in range(30):
            newcomer(session, f"new-{number}", at=NOON, team_id=1)
    vera = known(database, "vera")
    with database.reading() as session, counted(database) as sent:
        assert {r.person_name for r in readings(session, vera, NOON, zone="UTC", teams=["/rail/signalling/"])} == {"Anna"}
        assert len(sent) == 1
        everybody = readings(session, vera, NOON, zone="UTC")
        assert len(sent) == 2
        assert {"Anna", "Boris", "Vera", "New-7"} <= {r.person_name for r in everybody}
        assert len([r for r in everybody if r.code == "MET-POL-01"]) == 33
        assert readings(session, vera, NOON, zone="UTC", teams=[]) == ()
        assert len(owed(session, vera, NOON, zone="UTC")) == 1
        assert len(sent) == 4


def test_a_board_leaves_out_what_its_viewer_may_not_read(database: Database, config: Config, tmp_path: Path) -> None:
    with database.writing() as session:
        secret = document("PLM-STD-09", "Bids", audience=["role:author", "position:TEM"], must_read=["position:TEM"])
        shelve(session, config, tmp_path, secret, at=NOON)
    with database.reading() as session:
        seen = {name: {r.code for r in readings(session, known(database, name), NOON, zone="UTC")} for name in ("vera", "boris")}
    assert seen["vera"] - seen["boris"] == {"PLM-STD-09"}
    assert "PLM-STD-09" in {r.code for r in owing(database, "anna")}
