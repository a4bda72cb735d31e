"""Periodic review in the browser: what is due for whom, confirming a text, asking for a new version, and the history everybody may read."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.db import Database
from portal.journal.queries import Wanted, facts
from portal.library.models import ProblemReport, Review, Revision
from portal.library.service import reviewing
from portal.library.service.reading import ChangedMeanwhile
from tests.cast import token
from tests.counting import counted
from tests.library.conftest import Publish
from tests.library.reading_pages import hold
from tests.library.shelf import NEW, NOON, revision_id, standard
from tests.roots import document

Enter = Callable[[str], FlaskClient]
PAGE = "/library/rsk-std-01/reviews"
AUTUMN = NOON + timedelta(days=270)
"""27 November 2026: everything on the shelf is due on 5 January."""


@pytest.fixture(autouse=True)
def owner(database: Database, cast: dict[str, int], shelf: None, noon: time_machine.Traveller) -> None:
    """Everything of the shelf is published; gina is Risk lead, which owns all of it; the year is nearly over."""
    with database.writing() as session:
        hold(session, "Risk lead", cast["gina"])
    noon.move_to(AUTUMN)


def text(browser: FlaskClient, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


def send(browser: FlaskClient, **fields: Any) -> Any:
    given = {"outcome": "unchanged", "note": "Nothing to change.", "next_review": "", "version": "1.0", **fields}
    return browser.post(PAGE, data={**token(browser.get("/my-readings")), **given})


def codes(browser: FlaskClient, address: str) -> list[str]:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return [row[0] for row in csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig")))][1:]


def next_review(database: Database, code: str = "RSK-STD-01", version: str = "1.0") -> date | None:
    with database.reading() as session:
        return session.get_one(Revision, revision_id(session, code, version)).next_review


def test_the_owner_confirms_a_text_and_everybody_reads_who_did(as_person: Enter, database: Database, cast: dict[str, int]) -> None:
    gina = as_person("gina")
    assert "Look at it" in text(gina, "/library/reviews-due")
    answer = send(gina)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert next_review(database) == date(2027, 11, 27)
    assert "RSK-STD-01" not in codes(gina, "/library/reviews-due.csv")
    shown = text(as_person("anna"), PAGE)
    assert "Nothing to change." in shown
    assert "Gina" in shown
    assert "Record the review" not in shown
    with database.reading() as session:
        (fact, *_), _ = facts(session, Wanted(kinds=("document",), object_key="RSK-STD-01"))
    assert (fact.action, fact.actor_id) == ("review confirmed", cast["gina"])


def test_a_new_version_that_is_needed_waits_as_a_request_and_the_day_stays(as_person: Enter, database: Database) -> None:
    gina = as_person("gina")
    assert "Say what the new version is to change" in send(gina, outcome="new_version", note=" ").get_data(as_text=True)
    assert send(gina, outcome="new_version", note="R1 is too slow.").status_code == 303
    assert next_review(database) == date(2027, 1, 5)
    with database.reading() as session:
        assert [(p.text, p.state) for p in session.scalars(select(ProblemReport))] == [("R1 is too slow.", "accepted")]
        assert session.scalars(select(Review)).all() == []
    vera = as_person("vera")
    assert "Begin a new version" in text(vera, PAGE)
    assert "R1 is too slow." in text(vera, "/problems?state=accepted")
    assert "is to settle it" in text(gina, "/problems/1")


@pytest.mark.parametrize(("fields", "said"), [
    ({"next_review": "2026-11-27"}, "comes after the day of this one"), ({"next_review": "2027-11-28"}, "comes after the day of this one"),
    ({"next_review": "soon"}, "Not a valid date"), ({"note": "x" * 4001}, "up to 4000 characters"), ({"outcome": "perhaps"}, "Not a valid choice"),
    ({"version": "0.9"}, "It changed while you read."),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_recorded(as_person: Enter, database: Database, fields: dict[str, Any], said: str) -> None:
    answer = send(as_person("gina"), **fields)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(Review)).all() == []


def test_a_nearer_day_is_kept(as_person: Enter, database: Database) -> None:
    send(as_person("gina"), next_review="2027-02-01")
    assert next_review(database) == date(2027, 2, 1)


@pytest.mark.parametrize(("name", "listed", "confirmed"), [
    ("gina", 200, 303), ("vera", 200, 403), ("anna", 403, 403), ("boris", 403, 403), ("paul", 403, 403), ("rita", 403, 403),
    ("otto", 403, 403), ("adam", 403, 403),
])  # fmt: skip
def test_who_sees_the_list_and_who_confirms(as_person: Enter, name: str, listed: int, confirmed: int) -> None:
    browser = as_person(name)
    for address in ("/library/reviews-due", "/library/reviews-due.csv", "/library/reviews-due.xlsx"):
        assert browser.get(address).status_code == listed, address
    assert browser.get(PAGE).status_code == 200
    assert send(browser).status_code == confirmed


def test_an_author_looks_at_what_nobody_owns(as_person: Enter, database: Database, publish: Publish) -> None:
    publish(document("PLM-STD-01", "Planning", owner="Method owner"), at=AUTUMN)
    assert "Record the review" in text(as_person("vera"), "/library/plm-std-01/reviews")
    assert "Record the review" not in text(as_person("gina"), "/library/plm-std-01/reviews")


def test_one_reads_no_reviews_of_what_one_may_not_read(as_person: Enter) -> None:
    assert as_person("anna").get("/library/rsk-std-03/reviews").status_code == 404
    assert as_person("gina").get("/library/rsk-std-03/reviews").status_code == 200
    assert as_person("gina").get("/library/rsk-std-77/reviews").status_code == 404


def test_a_text_that_is_not_the_one_looked_at_is_not_confirmed(database: Database, cast: dict[str, int], publish: Publish) -> None:
    publish(standard("2.0", "2026-11-27", **NEW), at=AUTUMN)
    looked = {"at": AUTUMN, "actor_id": cast["gina"], "version": "1.0"}
    with database.writing() as session:
        with pytest.raises(ChangedMeanwhile):
            reviewing.confirm_review(session, "RSK-STD-01", on=AUTUMN.date(), **looked)  # type: ignore[arg-type]
        with pytest.raises(ChangedMeanwhile):
            reviewing.ask_for_new_version(session, "RSK-STD-01", note="R1.", **looked)  # type: ignore[arg-type]


def test_the_list_shows_what_is_due_soon_overdue_or_all_and_sorts_and_searches(
    as_person: Enter, noon: time_machine.Traveller, publish: Publish
) -> None:
    publish(document("PLM-STD-01", "Planning", owner="Method owner"), at=AUTUMN)
    gina = as_person("gina")
    everything = ["MET-POL-01", "RSK-GDE-01", "RSK-STD-01", "RSK-STD-02", "RSK-STD-03"]
    assert codes(gina, "/library/reviews-due.csv") == everything
    assert codes(gina, "/library/reviews-due.csv?show=overdue") == []
    assert codes(gina, "/library/reviews-due.csv?sort=-document") == everything[::-1]
    assert codes(gina, "/library/reviews-due.csv?text=reserves") == ["RSK-STD-02"]
    assert "PLM-STD-01" in codes(as_person("vera"), "/library/reviews-due.csv?show=all")
    noon.move_to(NOON)
    assert "No review is due" in text(as_person("gina"), "/library/reviews-due")
    noon.move_to(NOON + timedelta(days=310))
    assert "1 day overdue" in text(as_person("gina"), "/library/reviews-due?show=overdue")


def test_an_overdue_review_is_shown_to_readers_of_the_document_and_of_the_register(as_person: Enter, noon: time_machine.Traveller) -> None:
    noon.move_to(NOON + timedelta(days=310))
    anna = as_person("anna")
    page = text(anna, "/library/rsk-std-01")
    assert "overdue by 1 day" in page
    assert f'href="{PAGE}"' in page
    register = text(anna, "/register")
    assert "1 day overdue" in register
    assert f'href="{PAGE}"' in register


def test_the_list_costs_the_same_for_few_rows_and_for_thirty(as_person: Enter, database: Database, publish: Publish) -> None:
    vera = as_person("vera")
    with counted(database) as few:
        vera.get("/library/reviews-due")
        assert len(few) <= 4
    publish(*(document(f"PLM-STD-{n:02}", f"Planning {n}") for n in range(1, 31)), at=AUTUMN)
    with counted(database) as many:
        vera.get("/library/reviews-due?show=all")
        assert len(many) == len(few)
