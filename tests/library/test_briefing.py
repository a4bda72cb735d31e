"""Briefings of people without an account: who may record one, for which team, on which text and day; and what the boards make of it."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.errors import NotFound
from portal.journal.queries import Wanted, facts
from portal.library.models import Acknowledgement, Briefing
from portal.library.service import briefing
from portal.library.service.reading import ChangedMeanwhile
from portal.people import queries as people
from portal.people import service as people_service
from portal.people.models import Team
from portal.permissions import Reader
from tests.cast import email, token
from tests.counting import counted
from tests.library.conftest import Publish
from tests.library.shelf import EARLY, NEW, NOON, standard

Enter = Callable[[str], FlaskClient]
PAGE = "/library/rsk-std-01/briefings"
TODAY = NOON.date()

pytestmark = pytest.mark.usefixtures("shelf")


def team(session: Session, slug: str) -> int:
    return session.scalars(select(Team.id).where(Team.slug == slug)).one()


def lead(database: Database, person_id: int, slug: str = "", *, until: date | None = None) -> None:
    """Make somebody team lead of a team, or of the own one."""
    with database.writing() as session:
        at_team = team(session, slug) if slug else None
        people_service.take_position(session, person_id, "TEL", team_id=at_team, since=EARLY.date(), until=until, actor_id=None, at=EARLY)


def send(browser: FlaskClient, team_id: int, **fields: Any) -> Any:
    given = {"team": team_id, "on": TODAY.isoformat(), "people": 12, "note": "At the depot.", "version": "1.0", **fields}
    return browser.post(PAGE, data={**token(browser.get("/my-readings")), **given})


def teams_by_name(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {row.slug: row.id for row in session.execute(select(Team.slug, Team.id))}


def boris(session: Session) -> Reader:
    found = people.named(session, email("boris"), NOON, zone="UTC", language="en")
    assert found is not None
    return found


def record(session: Session, slug: str = "signalling", **more: Any) -> int:
    given: dict[str, Any] = {"team_id": team(session, slug), "on": TODAY, "people": 12, "note": "", "at": NOON, "zone": "UTC", **more}
    return briefing.brief(session, boris(session), "RSK-STD-01", (1, 0), **given)


def lines(browser: FlaskClient, address: str) -> list[list[str]]:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_a_manager_records_a_briefing_and_the_board_shows_it_beside_the_readings(
    as_person: Enter, database: Database, cast: dict[str, int]
) -> None:
    browser, team_id = as_person("boris"), teams_by_name(database)["signalling"]
    assert f'href="{PAGE}"' in browser.get("/library/rsk-std-01").get_data(as_text=True)
    answer = send(browser, team_id)
    assert (answer.status_code, answer.location) == (303, PAGE)
    page = browser.get(PAGE).get_data(as_text=True)
    assert "The briefing of 12 people is recorded." in page
    assert "At the depot." in page
    assert "At the depot." in browser.get("/readings/rsk-std-01").get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(Acknowledgement)).all() == []
        (fact, *_), _ = facts(session, Wanted(kinds=("document",), object_key="RSK-STD-01"))
    assert (fact.action, fact.actor_id) == ("briefing recorded", cast["boris"])
    assert fact.after == {"version": "1.0", "team": team_id, "on": "2026-03-02", "people": 12}


@pytest.mark.parametrize(("name", "team_slug", "status"), [
    ("boris", "rail", 303), ("boris", "signalling", 303), ("boris", "pmo", 422), ("anna", "signalling", 403), ("vera", "pmo", 403),
    ("paul", "pmo", 403), ("rita", "assurance", 403), ("otto", "assurance", 403), ("adam", "assurance", 403), ("gina", "rail", 403),
])  # fmt: skip
def test_who_may_record_a_briefing_of_which_team(as_person: Enter, database: Database, name: str, team_slug: str, status: int) -> None:
    browser = as_person(name)
    assert browser.get(PAGE).status_code == (403 if status == 403 else 200)
    assert send(browser, teams_by_name(database)[team_slug]).status_code == status
    with database.reading() as session:
        assert len(session.scalars(select(Briefing)).all()) == (1 if status == 303 else 0)


@pytest.mark.parametrize(("held_in", "own", "other"), [("", "signalling", "rail"), ("rail", "rail", "signalling")])
def test_a_team_lead_records_for_the_team_the_position_is_held_in(
    as_person: Enter, database: Database, held_in: str, own: str, other: str
) -> None:
    ids, anna = teams_by_name(database), as_person("anna")
    with database.reading() as session:
        reader = people.named(session, email("anna"), NOON, zone="UTC", language="en")
    assert reader is not None
    lead(database, reader.person_id, held_in)
    assert [send(anna, ids[slug]).status_code for slug in (own, other)] == [303, 422]


def test_a_lead_whose_position_has_ended_and_one_without_a_team_record_nothing(
    as_person: Enter, database: Database, cast: dict[str, int]
) -> None:
    lead(database, cast["anna"], until=TODAY)
    lead(database, cast["gina"])
    for name in ("anna", "gina"):
        assert as_person(name).get(PAGE).status_code == 403, name


@pytest.mark.parametrize(("fields", "said"), [
    ({"on": "2026-03-03"}, "was on 2026-01-05 at the earliest"), ({"on": "2026-01-04"}, "was on 2026-01-05 at the earliest"),
    ({"on": ""}, "Fill in the day"), ({"people": 0}, "between 1 and 1000"), ({"people": 1001}, "between 1 and 1000"),
    ({"people": ""}, "Fill in how many"), ({"people": "many"}, "Not a valid integer"), ({"note": "x" * 1001}, "A note takes up to"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_recorded(as_person: Enter, database: Database, fields: dict[str, Any], said: str) -> None:
    answer = send(as_person("boris"), teams_by_name(database)["rail"], **fields)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(Briefing)).first() is None


def test_the_service_holds_the_law_for_whoever_comes_past_the_form(database: Database, publish: Publish) -> None:
    with database.writing() as session:
        for people_briefed in (0, 1001):
            with pytest.raises(briefing.WrongNumber):
                record(session, people=people_briefed)
        with pytest.raises(NotFound):
            record(session, "pmo")
        with pytest.raises(NotFound):
            briefing.brief(session, boris(session), "RSK-STD-03", (1, 0), team_id=team(session, "rail"), on=TODAY, people=1, note="",
                           at=NOON, zone="UTC")  # fmt: skip
    publish(standard("2.0", "2026-03-02", **NEW))
    with database.writing() as session, pytest.raises(ChangedMeanwhile):
        record(session)


def test_a_version_that_changed_while_one_wrote_is_said_and_the_new_one_is_offered(
    as_person: Enter, database: Database, publish: Publish
) -> None:
    publish(standard("2.0", "2026-03-02", **NEW))
    browser, rail = as_person("boris"), teams_by_name(database)["rail"]
    answer = send(browser, rail)
    assert answer.status_code == 422
    assert "It changed while you read." in answer.get_data(as_text=True)
    assert 'name="version" type="hidden" value="2.0"' in answer.get_data(as_text=True)
    assert send(browser, rail, version="2.0").status_code == 303


def test_a_new_major_version_leaves_the_old_briefings_in_the_history_and_out_of_the_figures(
    as_person: Enter, database: Database, publish: Publish
) -> None:
    with database.writing() as session:
        record(session, on=TODAY - timedelta(days=3), people=30)
        record(session, "rail", people=5)
    vera = as_person("vera")
    assert {row[0]: row[-1] for row in lines(vera, "/readings.csv")}["RSK-STD-01"] == "35"
    publish(standard("2.0", "2026-03-02", **NEW))
    assert {row[0]: row[-1] for row in lines(vera, "/readings.csv")}["RSK-STD-01"] == "0"
    page = vera.get("/readings/rsk-std-01").get_data(as_text=True)
    assert "an earlier text" in page
    assert ">30<" in page


def test_who_sees_which_briefings(as_person: Enter, database: Database) -> None:
    with database.writing() as session:
        record(session, note="At the depot.", people=4)
    assert ["Signalling", "1", "0", "1", "1", "0", "", "4"] in lines(as_person("vera"), "/readings/rsk-std-01.csv")
    assert ["Signalling", "4"] in [[row[0], row[-1]] for row in lines(as_person("boris"), "/readings.csv?by=team")]
    otto = as_person("otto")
    assert {row[0]: row[-1] for row in lines(otto, "/readings.csv")}["RSK-STD-01"] == "0"
    assert "At the depot." not in otto.get("/readings/rsk-std-01").get_data(as_text=True)
    with database.writing() as session:
        record(session, people=1)
    assert {row[0]: row[-1] for row in lines(otto, "/readings.csv")}["RSK-STD-01"] == "5"


def test_the_list_of_briefings_costs_the_same_for_two_rows_and_for_thirty(as_person: Enter, database: Database) -> None:
    browser = as_person("boris")
    with database.writing() as session:
        for _ in range(2):
            record(session)
    with counted(database) as few:
        browser.get(PAGE)
        assert len(few) <= 5
    with database.writing() as session:
        for _ in range(28):
            record(session)
    with counted(database) as many:
        browser.get(PAGE)
        assert len(many) == len(few)
