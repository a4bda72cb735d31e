"""What a reading page may cost: one query for session, person and rights, at most two more, and less when the browser already holds it."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.db import Database
from portal.web import fragments
from tests.counting import counted
from tests.library.conftest import Enter, Publish
from tests.library.reading_pages import SUMMER, hold, marks, second
from tests.library.shelf import NOON
from tests.roots import document

pytestmark = pytest.mark.usefixtures("shelf")
PAGES = ("/library/met-pol-01", "/library/rsk-std-01", "/library/rsk-std-01/versions/1.0")


def seen_before(browser: FlaskClient, address: str) -> dict[str, str]:
    """The headers with which a browser asks for a page it has seen."""
    browser.get(address)
    return {"If-None-Match": browser.get(address).headers["ETag"]}


def forget(app: Flask) -> None:
    """Let the application forget every piece it has made, as one that has just begun."""
    fragments.install(app)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", ["anna", "vera"])
def test_a_page_costs_two_queries_besides_the_one_for_session_person_and_rights(
    app: Flask, database: Database, as_person: Enter, address: str, name: str
) -> None:
    browser = as_person(name)
    browser.get(address)
    forget(app)
    with counted(database) as sent:
        assert browser.get(address).status_code == 200
        assert len(sent) == 3
        assert "FROM auth_session" in sent[0]


def test_a_text_that_somebody_has_read_today_is_not_asked_for_again(app: Flask, database: Database, as_person: Enter) -> None:
    anna, boris = as_person("anna"), as_person("boris")
    for browser in (anna, boris):
        browser.get(PAGES[1])
    with counted(database) as sent:
        page = boris.get(PAGES[1]).get_data(as_text=True)
        assert len(sent) == 2
    assert "each fortnight" in page
    assert 'id="page-acknowledge"' not in page
    assert 'id="page-acknowledge"' in anna.get(PAGES[1]).get_data(as_text=True)


def test_a_page_that_thirty_documents_cite_costs_no_more(app: Flask, database: Database, publish: Publish, as_person: Enter) -> None:
    link = "# Purpose\n\nSee [[RSK-GDE-01]].\n"
    citing = [document(f"RSK-GDE-{n}", f"Guide {n}", body=link) for n in range(10, 40)]
    publish(document("RSK-GDE-01", "Scoring with ranges"), *citing, at=NOON)
    browser = as_person("anna")
    browser.get("/library/rsk-gde-01")
    forget(app)
    with counted(database) as sent:
        assert "30 documents" in browser.get("/library/rsk-gde-01").get_data(as_text=True)
        assert len(sent) == 3


@pytest.mark.parametrize("address", PAGES)
def test_an_unchanged_page_costs_one_query_more_and_its_text_is_not_read(database: Database, as_person: Enter, address: str) -> None:
    browser = as_person("anna")
    held = seen_before(browser, address)
    with counted(database) as sent:
        answer = browser.get(address, headers=held)
        assert (answer.status_code, answer.data) == (304, b"")
        assert len(sent) == 2
        assert not any("html" in statement for statement in sent)


def publishing(publish: Publish, _database: Database, _cast: dict[str, int]) -> None:
    publish(second(effective="2026-03-02"), at=NOON)


def citing(publish: Publish, _database: Database, _cast: dict[str, int]) -> None:
    publish(document("RSK-PRC-09", "Issues", body="# Purpose\n\nSee [[RSK-STD-01]].\n"), at=NOON)


def holding(_publish: Publish, database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        hold(session, "Risk lead", cast["boris"])


@pytest.mark.parametrize("happens", [publishing, citing, holding])
def test_a_page_is_new_as_soon_as_anything_it_shows_is(
    database: Database, publish: Publish, as_person: Enter, cast: dict[str, int], happens: Callable[..., Any]
) -> None:
    browser = as_person("anna")
    held = seen_before(browser, "/library/rsk-std-01")
    happens(publish, database, cast)
    assert browser.get("/library/rsk-std-01", headers=held).status_code == 200


def test_a_page_is_new_every_day_because_it_says_how_far_off_its_dates_are(as_person: Enter, noon: time_machine.Traveller) -> None:
    noon.move_to(NOON.replace(hour=20))
    browser = as_person("anna")
    held = seen_before(browser, "/library/rsk-std-01")
    noon.move_to(NOON.replace(hour=23))
    assert browser.get("/library/rsk-std-01", headers=held).status_code == 304
    noon.move_to(NOON.replace(day=3, hour=1))
    assert browser.get("/library/rsk-std-01", headers=held).status_code == 200


def test_nobody_is_answered_with_what_another_reader_holds(as_person: Enter) -> None:
    held = seen_before(as_person("anna"), "/library/rsk-std-01")
    assert as_person("boris").get("/library/rsk-std-01", headers=held).status_code == 200


def test_what_was_read_is_kept_after_the_answer_and_seldom_again(
    database: Database, publish: Publish, as_person: Enter, cast: dict[str, int], noon: time_machine.Traveller
) -> None:
    browser = as_person("anna")
    browser.get("/library/rsk-std-01")
    assert marks(database, cast["anna"]) == [("1.0", NOON)]
    noon.shift(5 * 60)
    browser.get("/library/rsk-std-01")
    assert marks(database, cast["anna"]) == [("1.0", NOON)]
    noon.move_to(SUMMER)
    publish(second(effective="2026-03-02"), at=SUMMER)
    as_person("anna").get("/library/rsk-std-01")
    assert marks(database, cast["anna"]) == [("2.0", SUMMER)]


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_a_prefetch_is_no_reading(database: Database, as_person: Enter, cast: dict[str, int], headers: dict[str, str]) -> None:
    as_person("anna").get("/library/rsk-std-01", headers=headers)
    assert marks(database, cast["anna"]) == []


def test_a_question_for_the_head_or_for_an_old_version_is_no_reading(database: Database, as_person: Enter, cast: dict[str, int]) -> None:
    browser = as_person("anna")
    assert browser.head("/library/rsk-std-01").status_code == 200
    browser.get("/library/rsk-std-01/versions/1.0")
    browser.get("/library/rsk-std-99")
    assert marks(database, cast["anna"]) == []


def test_an_unchanged_page_is_no_new_reading(
    database: Database, as_person: Enter, cast: dict[str, int], noon: time_machine.Traveller
) -> None:
    browser = as_person("anna")
    held = seen_before(browser, "/library/rsk-std-01")
    noon.shift(3600)
    assert browser.get("/library/rsk-std-01", headers=held).status_code == 304
    assert marks(database, cast["anna"]) == [("1.0", NOON)]
