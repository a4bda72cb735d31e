"""The journal: who sees which rows and whose names, and that a look of an auditor is told to those it was about."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.config import Config
from portal.db import Database
from portal.journal import service as journal
from portal.journal.models import JournalRow
from portal.people import service as people
from portal.reports.queries import journal as queries
from portal.settings import service as settings
from tests.cast import CAST, token
from tests.counting import counted

Enter = Callable[[str], FlaskClient]
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
REASON = "Complaint 12: who confirmed the auditor's role"


@pytest.fixture
def rows(database: Database, cast: dict[str, int]) -> dict[str, int]:
    """Besides those of the cast: a published Revision, anna's acknowledgement of it, gina's exemption by boris, a changed setting."""
    with database.writing() as session:
        journal.record(session, AT, cast["vera"], "revision published", "document", "RSK-STD-01", None, {"version": "1.0"})
        journal.record(session, AT, cast["anna"], "document acknowledged", "document", "RSK-STD-01", None, {"version": "1.0"})
        exempted = {"person": cast["gina"], "until": "2026-06-01"}
        journal.record(session, AT, cast["boris"], "reader exempted", "document", "RSK-STD-01", None, exempted)
        settings.change(session, "files_take_effect", "never", actor_id=cast["adam"], at=AT)
    return cast


def shown(browser: FlaskClient, url: str) -> str:
    """The table of a page, without the menu and the forms."""
    text = browser.get(url).text
    return text[text.index("<tbody>") : text.index("</tbody>")] if "<tbody>" in text else ""


def look(browser: FlaskClient, **fields: str) -> Any:
    """Write a reason, as the form does."""
    named = {f"look-{name}": value for name, value in {"reason": REASON, **fields}.items()}
    return browser.post("/journal/looks", data={**token(browser.get("/journal")), **named})


SEEN = {"vera": {"document"}, "paul": {"document"}, "adam": {"technical"}, "otto": set()}


@pytest.mark.parametrize("name", CAST)
def test_each_role_sees_its_own_part_of_the_journal(as_person: Enter, rows: dict[str, int], name: str) -> None:
    browser = as_person(name)
    assert browser.get("/journal").status_code == (200 if name in SEEN else 403)
    assert browser.get("/journal.csv").status_code == (200 if name in SEEN else 403)
    for text in (shown(browser, "/journal"), browser.get("/journal.csv").text) if name in SEEN else ():
        assert ("Revision published" in text) == ("document" in SEEN[name])
        assert ("Role granted" in text, "Setting changed" in text) == ("technical" in SEEN[name],) * 2


def test_an_author_sees_what_readers_did_but_not_who_they_are(as_person: Enter, rows: dict[str, int]) -> None:
    vera, paul = as_person("vera"), as_person("paul")
    assert "Anna" not in shown(vera, "/journal")
    assert "A reader" in shown(vera, "/journal")
    assert "Vera" in shown(vera, "/journal")
    assert "Boris" in shown(vera, "/journal")
    assert "Gina" not in shown(vera, "/journal")
    for name in ("Anna", "Gina", "Boris", "Vera"):
        assert name in shown(paul, "/journal")
    assert "A reader" not in shown(paul, "/journal")
    assert not [name for name in ("Anna", "Gina") if name in vera.get("/journal.csv").text]


def test_an_author_cannot_find_readers_by_asking_for_their_rows(as_person: Enter, rows: dict[str, int]) -> None:
    vera, paul = as_person("vera"), as_person("paul")
    assert shown(vera, "/journal?person=anna") == shown(vera, "/journal?person=gina") == ""
    assert "Reader exempted" in shown(vera, "/journal?person=boris")
    assert "acknowledged" in shown(paul, "/journal?person=anna")
    assert "Reader exempted" in shown(paul, "/journal?person=gina")


def test_an_auditor_sees_nothing_before_a_reason_and_everything_after_it(as_person: Enter, rows: dict[str, int]) -> None:
    otto = as_person("otto")
    assert shown(otto, "/journal") == ""
    assert "Open rows with a reason" in otto.get("/journal").text
    answer = look(otto)
    assert answer.status_code == 303
    text = otto.get(answer.location).text
    for words in ("Revision published", "Role granted", "Setting changed", REASON.replace("'", "&#39;")):
        assert words in text
    assert "Anna" in shown(otto, answer.location)
    assert "Role granted" in otto.get(answer.location.replace("/journal", "/journal.csv")).text


@pytest.mark.parametrize("reason", ["", "   ", "too short", "x" * 501])
def test_a_reason_must_say_something(as_person: Enter, rows: dict[str, int], database: Database, reason: str) -> None:
    assert look(as_person("otto"), reason=reason).status_code == 422
    with database.reading() as session:
        assert session.scalars(select(JournalRow).where(JournalRow.action == "journal looked into")).all() == []


def test_those_whom_the_rows_are_about_read_who_looked_and_why(as_person: Enter, rows: dict[str, int]) -> None:
    otto = as_person("otto")
    look(otto, person="anna")
    text = as_person("anna").get("/my-journal").text
    assert "Otto, auditor: Complaint 12" in text
    assert "People: Anna" in text
    for name in ("boris", "gina", "otto"):
        assert "auditor: Complaint 12" not in as_person(name).get("/my-journal").text


def test_a_look_at_a_kind_of_object_is_told_to_those_who_stand_in_its_rows(as_person: Enter, rows: dict[str, int]) -> None:
    look(as_person("otto"), kind="setting")
    told = {name: "auditor: Complaint 12" in as_person(name).get("/my-journal").text for name in ("adam", "anna", "vera")}
    assert told == {"adam": True, "anna": False, "vera": False}


def test_a_look_covers_what_was_asked_for_and_nothing_written_later(as_person: Enter, rows: dict[str, int], database: Database) -> None:
    otto = as_person("otto")
    where = look(otto, kind="document", key="rsk-std-01").location
    with database.writing() as session:
        journal.record(session, AT, rows["vera"], "document withdrawn", "document", "RSK-STD-01")
    text = shown(otto, where + "&kind=person")
    assert "Revision published" in text
    assert "Role granted" not in text
    assert "Document withdrawn" not in text


def test_a_reason_counts_for_its_author_only_and_for_eight_hours(as_person: Enter, rows: dict[str, int], database: Database) -> None:
    where = look(as_person("otto")).location
    look_id = int(where.rpartition("=")[2])
    assert "Role granted" not in shown(as_person("vera"), where)
    with database.reading() as session:
        now = clock.now()
        assert queries.look(session, look_id, rows["otto"], now) is not None
        assert queries.look(session, look_id, rows["vera"], now) is None
        assert queries.look(session, look_id, rows["otto"], now + timedelta(hours=8, minutes=1)) is None
    assert "Write it again" in as_person("otto").get(f"/journal?look={look_id + 1}").text


def test_only_an_auditor_of_the_whole_organisation_may_write_a_reason(as_person: Enter, rows: dict[str, int], database: Database) -> None:
    assert look(as_person("vera")).status_code == 403
    with database.writing() as session:
        grant = people.grant_role(session, rows["gina"], "auditor", team_id=1, actor_id=None, at=AT)
        people.confirm_role(session, grant, actor_id=rows["adam"], at=AT)
    assert look(as_person("gina")).status_code == 404
    assert shown(as_person("gina"), "/journal") == ""


def test_the_journal_filters_by_kind_object_person_and_days(as_person: Enter, rows: dict[str, int]) -> None:
    paul, adam = as_person("paul"), as_person("adam")
    assert "acknowledged" in shown(paul, "/journal?kind=document&key=rsk-std-01&since=2026-03-02&until=2026-03-02")
    assert shown(paul, "/journal?until=2026-03-01") == ""
    assert shown(paul, "/journal?since=2026-03-03") == ""
    assert shown(paul, "/journal?key=RSK-STD-02") == ""
    assert "Role granted" not in shown(adam, "/journal?kind=setting")
    about = shown(adam, "/journal?person=boris")
    assert "Boris" in about
    assert "Vera" not in about
    assert paul.get("/journal?since=2026-03-03&until=2026-03-01").status_code == 422
    assert paul.get("/journal?kind=person").status_code == 422


def test_the_days_asked_for_are_days_in_the_reader_s_zone(as_person: Enter, rows: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        people.change_settings(session, rows["paul"], zone="Pacific/Auckland", language="", mail="weekly", at=AT)
        journal.record(session, datetime(2026, 4, 1, 20, tzinfo=UTC), rows["vera"], "document withdrawn", "document", "RSK-STD-09")
    paul = as_person("paul")
    assert "RSK-STD-09" in shown(paul, "/journal?since=2026-04-02&until=2026-04-02")
    assert "2 Apr 2026, 09:00" in shown(paul, "/journal?key=rsk-std-09")
    assert shown(paul, "/journal?since=2026-04-01&until=2026-04-01") == ""


def test_names_are_looked_up_when_the_journal_is_read(as_person: Enter, rows: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        people.change_details(session, rows["boris"], name="Boris Novak", team_id=1, actor_id=rows["adam"], at=AT)
        post = people.ensure_posts(session, ["Risk lead"])["Risk lead"]
        people.assign_post(session, post, rows["gina"], since=AT.date(), actor_id=rows["adam"], at=AT)
    text = shown(as_person("adam"), "/journal")
    for words in ("Boris Novak", "Risk lead", "Gina", "Rail", "Line manager", "2 Mar 2026", "Name changed"):
        assert words in text


def test_one_s_own_rows_are_what_one_did_and_what_was_done_about_one(as_person: Enter, rows: dict[str, int]) -> None:
    text = shown(as_person("anna"), "/my-journal")
    for words in ("Person enrolled", "Position taken", "Team member", "acknowledged"):
        assert words in text
    assert "Revision published" not in text
    assert "Boris" not in text
    assert "Person enrolled" in as_person("anna").get("/my-journal.csv").text


@pytest.mark.parametrize("url", ["/journal", "/my-journal", "/journal?person=adam"])
def test_the_journal_costs_the_same_for_few_rows_and_for_many(as_person: Enter, rows: dict[str, int], database: Database, url: str) -> None:
    adam = as_person("adam")
    with counted(database) as sent:
        assert adam.get(url).status_code == 200
        few = len(sent)
    with database.writing() as session:
        for number in range(120):
            journal.record(session, AT, rows["adam"], "person changed", "person", rows["anna"], {"team": number % 4}, {"team": 1})
    with counted(database) as sent:
        text = adam.get(url).text
        assert len(sent) == few <= 9
    assert "Page 1 of 3" in text
    assert "Next page" in text


def test_a_text_that_looks_like_a_formula_is_no_formula_in_the_file(
    as_person: Enter, rows: dict[str, int], database: Database, config: Config
) -> None:
    with database.writing() as session:
        people.change_details(session, rows["boris"], name="=cmd()", team_id=1, actor_id=rows["adam"], at=AT)
    lines = as_person("adam").get("/journal.csv").text.splitlines()
    assert any(",'=cmd()," in line for line in lines)
    assert not any(",=cmd()" in line for line in lines)
