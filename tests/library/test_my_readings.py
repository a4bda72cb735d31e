"""Acknowledging and bookmarking in the browser, and the page of what one owes."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.config import Config
from portal.db import Database
from portal.library.models import Acknowledgement, Bookmark, Revision
from portal.library.service import reading
from tests.cast import token
from tests.counting import counted
from tests.library.shelf import EARLY, NEW, NOON, revision_id, shelve, standard
from tests.roots import document

Enter = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """All of this happens on one Monday."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> None:
    """Everything of the shelf is published."""
    with database.writing() as session:
        shelve(session, config, tmp_path)


def press(browser: FlaskClient, address: str, **fields: Any) -> Any:
    return browser.post(address, data={**token(browser.get("/my-readings")), **fields})


def test_the_page_says_what_is_owed_by_when_and_in_how_many_minutes(as_person: Enter) -> None:
    text = as_person("anna").get("/my-readings").get_data(as_text=True)
    assert "3 documents to read and acknowledge." in text
    assert "RSK-STD-01 Risk management" in text
    assert "asked of: Team member. About 1 minute." in text
    assert "42 days overdue" in text
    assert "due 19 Jan 2026" in text


def test_acknowledging_takes_a_reading_off_the_list(as_person: Enter) -> None:
    anna = as_person("anna")
    answer = press(anna, "/library/rsk-std-01/acknowledge", version="1.0")
    assert (answer.status_code, answer.location) == (303, "/library/rsk-std-01")
    text = anna.get("/my-readings").get_data(as_text=True)
    assert "You acknowledged version 1.0 of RSK-STD-01." in text
    assert "2 documents to read and acknowledge." in text


def test_acknowledging_what_changed_meanwhile_is_refused_with_the_way_on(
    as_person: Enter, database: Database, config: Config, tmp_path: Path
) -> None:
    anna = as_person("anna")
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("2.0", "2026-02-02", **NEW), at=NOON)
    answer = press(anna, "/library/rsk-std-01/acknowledge", version="1.0")
    assert answer.status_code == 409
    assert "Read version 2.0" in answer.get_data(as_text=True)
    with database.reading() as session:
        assert session.scalar(select(func.count(Acknowledgement.id))) == 0


@pytest.mark.parametrize(
    ("code", "version", "status"), [("rsk-std-03", "1.0", 404), ("rsk-std-01", "7.0", 404), ("rsk-std-01", "one", 400)]
)
def test_a_version_that_is_not_there_or_not_for_the_reader_is_not_found(as_person: Enter, code: str, version: str, status: int) -> None:
    assert press(as_person("anna"), f"/library/{code}/acknowledge", version=version).status_code == status


def test_acknowledging_without_the_token_of_the_form_is_refused(as_person: Enter, database: Database) -> None:
    assert as_person("anna").post("/library/rsk-std-01/acknowledge", data={"version": "1.0"}).status_code == 400
    with database.reading() as session:
        assert session.scalar(select(func.count(Acknowledgement.id))) == 0


def test_a_bookmark_is_shown_and_removed_from_the_page(as_person: Enter, database: Database) -> None:
    anna = as_person("anna")
    assert press(anna, "/library/rsk-gde-01/bookmark").location == "/library/rsk-gde-01"
    assert "RSK-GDE-01 Scoring with ranges" in anna.get("/my-readings").get_data(as_text=True)
    answer = press(anna, "/library/rsk-gde-01/bookmark/remove", next="/my-readings")
    assert answer.location == "/my-readings"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Bookmark)) == 0
    assert press(anna, "/library/rsk-gde-01/bookmark", next="https://elsewhere.example").location == "/library/rsk-gde-01"
    assert press(anna, "/library/rsk-std-03/bookmark").status_code == 404


def test_what_changed_since_it_was_opened_and_what_was_opened_last_is_shown(
    as_person: Enter, database: Database, config: Config, tmp_path: Path, cast: dict[str, int]
) -> None:
    with database.writing() as session:
        for code in ("MET-POL-01", "RSK-STD-01"):
            opened = session.get_one(Revision, revision_id(session, code))
            reading.mark_read(session, cast["anna"], opened.document_id, opened.id, at=EARLY)
        shelve(session, config, tmp_path, standard("2.0", "2026-02-02", **NEW), at=NOON)
    text = as_person("anna").get("/my-readings").get_data(as_text=True)
    assert "From version 1.0 to 2.0 on 2 Mar 2026. R1 changed: weekly, not fortnightly." in text
    assert text.count("opened 5 Jan 2026") == 2


def test_the_page_costs_the_same_for_two_documents_and_for_thirty(
    as_person: Enter, database: Database, config: Config, tmp_path: Path, cast: dict[str, int]
) -> None:
    anna, sent = as_person("anna"), []
    for number in (2, 30):
        more = [document(f"PLM-STD-{n:02}", f"Planning {n}", must_read=["position:TEM"]) for n in range(1, number)]
        with database.writing() as session:
            shelve(session, config, tmp_path, *more, at=NOON)
            for key in range(1, number):
                reading.mark_read(session, cast["anna"], key, key, at=NOON)
        with counted(database) as statements:
            anna.get("/my-readings")
            sent.append(len(statements))
    assert sent[0] == sent[1] <= 9
