"""Reporting a problem with a paragraph, the queue of those who answer, and the answer the reporter reads."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.config import Config
from portal.db import Database
from portal.journal import queries as journal
from portal.library.models import ProblemReport
from portal.library.service import problems
from portal.people import queries as people
from portal.people import service as people_service
from tests.cast import email, token
from tests.counting import counted
from tests.library.shelf import EARLY, NOON, shelve, standard

Enter = Callable[[str], FlaskClient]
NEW = "/library/rsk-std-01/problems/new"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """All of this happens on one Monday."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> None:
    """Everything of the shelf is published; gina is Risk lead, which owns all of it."""
    with database.writing() as session:
        shelve(session, config, tmp_path)
        post = people_service.ensure_posts(session, ["Risk lead"])["Risk lead"]
        people_service.assign_post(session, post, cast["gina"], since=date(2026, 1, 5), actor_id=None, at=EARLY)


def text(browser: FlaskClient, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


def send(browser: FlaskClient, address: str, **fields: Any) -> Any:
    given = {"verdict": "answered", "seen": "open"} if "answer" in fields else {}
    return browser.post(address, data={**token(browser.get("/my-readings")), **given, **fields})


def reported(
    database: Database, name: str = "anna", *, code: str = "RSK-STD-01", said: str = "Fortnight of what?", days_ago: int = 0
) -> int:
    with database.writing() as session:
        reader = people.named(session, email(name), NOON, zone="UTC", language="en")
        assert reader is not None
        return problems.report(session, reader, code, 1, 0, anchor="r1", text=said, at=NOON - timedelta(days_ago), zone="UTC")


def test_the_form_quotes_the_paragraph_and_keeps_what_was_typed(as_person: Enter, database: Database) -> None:
    anna = as_person("anna")
    page = text(anna, f"{NEW}?anchor=r1")
    assert "R1. The project manager looks at every risk each fortnight." in page
    refused = send(anna, NEW, version="1.0", anchor="r1", text="x" * 4001)
    assert refused.status_code == 422
    assert "x" * 4001 in refused.get_data(as_text=True)
    assert "A report takes up to 4000 characters." in refused.get_data(as_text=True)
    assert "Write what is wrong" in send(anna, NEW, version="1.0", anchor="r1", text="  ").get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(ProblemReport)).first() is None


def test_a_report_is_kept_with_its_place_and_journalled_without_its_words(
    as_person: Enter, database: Database, cast: dict[str, int]
) -> None:
    answer = send(as_person("anna"), NEW, version="1.0", anchor="r1", text="Fortnight of what?")
    assert (answer.status_code, answer.location) == (303, "/library/rsk-std-01#r1")
    with database.reading() as session:
        row = session.scalars(select(ProblemReport)).one()
        assert (row.anchor, row.text, row.by_id, row.at) == ("r1", "Fortnight of what?", cast["anna"], NOON)
        facts, _ = journal.facts(session, journal.Wanted(kinds=("problem",)))
        assert [(f.action, f.actor_id, f.after) for f in facts] == [
            ("problem reported", cast["anna"], {"anchor": "r1", "document": "RSK-STD-01", "version": "1.0"})
        ]


def test_a_place_that_the_text_has_not_becomes_the_whole_document(as_person: Enter, database: Database) -> None:
    anna = as_person("anna")
    assert 'The place "r9" is not in this version.' in text(anna, f"{NEW}?anchor=r9")
    assert "About the document as a whole." in text(anna, NEW)
    send(anna, NEW, version="1.0", anchor="r9", text="Where is R9?")
    with database.reading() as session:
        assert session.scalars(select(ProblemReport)).one().anchor == ""


def test_a_report_goes_to_the_version_that_was_read(as_person: Enter, database: Database, config: Config, tmp_path: Path) -> None:
    anna = as_person("anna")
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("1.1", "2026-03-01"), at=NOON)
    assert "version 1.1" in text(anna, NEW)
    send(anna, NEW, version="1.0", anchor="r1", text="Fortnight of what?")
    page = text(as_person("gina"), "/problems/1")
    assert "/library/rsk-std-01/versions/1.0" in page


@pytest.mark.parametrize("address", ["/library/rsk-std-03/problems/new", "/library/rsk-std-77/problems/new"])
def test_one_cannot_report_on_what_one_may_not_read(as_person: Enter, address: str) -> None:
    anna = as_person("anna")
    assert anna.get(address).status_code == 404
    assert send(anna, address, version="1.0", anchor="", text="Hm.").status_code == 404
    assert send(anna, NEW, version="9.9", anchor="", text="Hm.").status_code == 404


def test_the_owner_answers_and_the_reporter_reads_the_answer(as_person: Enter, database: Database) -> None:
    number = reported(database)
    gina = as_person("gina")
    assert "Fortnight of what?" in text(gina, "/problems")
    assert "R1. The project manager looks at every risk each fortnight." in text(gina, f"/problems/{number}")
    assert send(gina, f"/problems/{number}", answer="").status_code == 422
    assert send(gina, f"/problems/{number}", answer="Of fourteen days.\nVersion 1.1 says so.").location == "/problems"
    assert "No open problem" in text(gina, "/problems")
    anna = as_person("anna")
    assert "Of fourteen days." in text(anna, "/my-readings")
    page = text(anna, f"/problems/{number}")
    assert "Version 1.1 says so." in page
    assert "Gina, 2 Mar 2026, 12:00" in page
    assert "Answer this problem" not in page


def test_a_problem_is_answered_once_and_the_second_answer_is_kept_on_the_form(
    as_person: Enter, database: Database, cast: dict[str, int]
) -> None:
    number = reported(database)
    with database.writing() as session:
        problems.answer(session, number, "Of fourteen days.", actor_id=cast["gina"], at=NOON)
    answer = send(as_person("vera"), f"/problems/{number}", answer="Of a month.")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Somebody else answered this meanwhile." in page
    assert "Of a month." in page
    assert "Of fourteen days." in page


@pytest.mark.parametrize(("name", "expected"), [
    ("anna", (403, 200, 403)), ("gina", (200, 200, 303)), ("vera", (200, 200, 303)), ("paul", (200, 200, 303)),
    ("boris", (403, 404, 404)), ("otto", (403, 404, 404)), ("adam", (403, 404, 404)),
])  # fmt: skip
def test_who_sees_a_problem_and_who_answers_it(as_person: Enter, database: Database, name: str, expected: tuple[int, int, int]) -> None:
    number = reported(database)
    browser = as_person(name)
    queue, one, answering = expected
    assert browser.get("/problems").status_code == queue
    assert browser.get("/problems.csv").status_code == queue
    assert browser.get(f"/problems/{number}").status_code == one
    assert send(browser, f"/problems/{number}", answer="It is so.").status_code == answering


def test_the_holder_of_a_post_sees_the_problems_of_its_documents_only(as_person: Enter, database: Database, cast: dict[str, int]) -> None:
    number = reported(database)
    with database.writing() as session:
        other = people_service.ensure_posts(session, ["Method owner"])["Method owner"]
        people_service.assign_post(session, other, cast["boris"], since=date(2026, 1, 5), actor_id=None, at=EARLY)
    boris = as_person("boris")
    assert "No open problem" in text(boris, "/problems")
    assert boris.get(f"/problems/{number}").status_code == 404


def test_the_queue_sorts_filters_pages_and_exports_without_names(as_person: Enter, database: Database) -> None:
    for number in range(1, 31):
        reported(database, said=f"Case {number}", days_ago=number)
    late = reported(database, "boris", code="RSK-STD-02", said="Old one", days_ago=50)
    vera = as_person("vera")
    first = text(vera, "/problems")
    assert "Page 1 of 2" in first
    assert "24 days late" in first
    assert "answer by 27 Mar 2026" in text(vera, "/problems?page=9")
    found = list(csv.reader(io.StringIO(vera.get("/problems.csv?sort=-number").get_data().decode("utf-8-sig"))))
    assert (len(found), found[1][0], found[1][5]) == (32, str(late), "Old one")
    assert "Anna" not in str(found)
    assert [row[5] for row in csv.reader(io.StringIO(vera.get("/problems.csv?text=rsk-std-02").get_data().decode("utf-8-sig")))][1:] == [
        "Old one"
    ]
    assert "Nothing fits" in text(vera, "/problems?state=answered")


def test_the_queue_costs_the_same_for_two_rows_and_for_thirty(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    for _ in range(2):
        reported(database)
    with counted(database) as few:
        vera.get("/problems")
        assert len(few) <= 4
    for _ in range(28):
        reported(database, "boris")
    with counted(database) as many:
        vera.get("/problems")
        assert len(many) == len(few)
