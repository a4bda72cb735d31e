"""What a document's page says about its reader: what is owed and by when, what was acknowledged, what changed since, what is kept at hand."""

from datetime import date

import pytest
import time_machine

from portal.db import Database
from portal.library.service import reading as service
from portal.people import queries as people
from tests.cast import email, token
from tests.library.conftest import Enter, Publish
from tests.library.reading_pages import SUMMER, second, text_of
from tests.library.shelf import NOON

pytestmark = pytest.mark.usefixtures("shelf")
STANDARD = "/library/rsk-std-01"


def acknowledge(database: Database, name: str, version: tuple[int, int] = (1, 0)) -> None:
    with database.writing() as session:
        reader = people.named(session, email(name), NOON, zone="UTC", language="en")
        assert reader is not None
        service.acknowledge(session, reader, "RSK-STD-01", *version, at=NOON)


def test_who_must_read_is_told_by_when_and_how_late_it_is(as_person: Enter) -> None:
    page = text_of(as_person("anna"), STANDARD)
    assert "You must read version 1.0 by 19 Jan 2026." in page
    assert "42 days overdue." in page
    assert '<input type="hidden" name="version" value="1.0">' in page


@pytest.mark.parametrize("name", ["gina", "boris"])
def test_who_need_not_read_is_asked_nothing(as_person: Enter, name: str) -> None:
    page = text_of(as_person(name), STANDARD)
    assert 'id="page-acknowledge"' not in page
    assert "You acknowledged" not in page


def test_the_button_acknowledges_the_version_that_was_shown(as_person: Enter) -> None:
    browser = as_person("anna")
    fields = {**token(browser.get(STANDARD)), "version": "1.0"}
    answer = browser.post("/library/rsk-std-01/acknowledge", data=fields)
    assert answer.location == STANDARD
    page = text_of(browser, STANDARD)
    assert "You acknowledged version 1.0 of RSK-STD-01." in page
    assert "You acknowledged version 1.0 on 2 Mar 2026." in page
    assert 'id="page-acknowledge"' not in page


def test_a_message_shown_once_is_neither_withheld_nor_shown_again(as_person: Enter) -> None:
    browser = as_person("anna")
    held = {"If-None-Match": browser.get(STANDARD).headers["ETag"]}
    fields = token(browser.get(STANDARD))
    browser.post("/library/rsk-std-01/bookmark", data=fields)
    browser.post("/library/rsk-std-01/bookmark/remove", data=fields)
    shown = browser.get(STANDARD, headers=held)
    assert (shown.status_code, "ETag" in shown.headers) == (200, False)
    assert "no longer among your bookmarks" in shown.get_data(as_text=True)
    assert browser.get(STANDARD, headers=held).status_code == 304


def test_a_minor_version_asks_for_nothing_and_a_major_one_asks_anew(
    database: Database, publish: Publish, as_person: Enter, noon: time_machine.Traveller
) -> None:
    acknowledge(database, "anna")
    publish(second(version="1.1", effective="2026-03-02", change=None, transition=None), at=NOON)
    page = text_of(as_person("anna"), STANDARD)
    assert "You acknowledged version 1.0 on 2 Mar 2026. A minor change asks for nothing new." in page
    publish(second(), at=NOON)
    noon.move_to(SUMMER)
    page = text_of(as_person("anna"), STANDARD)
    assert "You must read version 2.0 by 15 Jun 2026." in page
    assert "16 days overdue." in page
    assert "You acknowledged version 1.0 on 2 Mar 2026." in page


def test_who_is_exempt_is_told_why_and_until_when(database: Database, as_person: Enter, cast: dict[str, int]) -> None:
    with database.writing() as session:
        service.exempt(session, "RSK-STD-01", cast["anna"], reason="On leave.", until=date(2026, 9, 1), actor_id=cast["boris"],
                       at=NOON, zone="UTC")  # fmt: skip
    page = text_of(as_person("anna"), STANDARD)
    assert "You need not acknowledge this document." in page
    assert "On leave. Owed again from 1 Sep 2026." in page


def test_a_reader_who_comes_back_is_told_that_it_changed_and_shown_what(
    publish: Publish, as_person: Enter, noon: time_machine.Traveller
) -> None:
    text_of(as_person("anna"), STANDARD)
    publish(second(), at=NOON)
    noon.move_to(SUMMER)
    page = text_of(as_person("anna"), STANDARD)
    assert "It changed since you read it." in page
    assert "You last opened version 1.0, on 2 Mar 2026." in page
    assert 'href="/library/rsk-std-01/differences?to=2.0&amp;from=1.0">See what changed</a>' in page
    assert "It changed since you read it." not in text_of(as_person("boris"), STANDARD)


def test_the_bookmark_is_added_and_removed_by_a_button(as_person: Enter) -> None:
    browser = as_person("gina")
    fields = token(browser.get(STANDARD))
    browser.post("/library/rsk-std-01/bookmark", data=fields)
    assert "Remove bookmark" in text_of(browser, STANDARD)
    browser.post("/library/rsk-std-01/bookmark/remove", data=fields)
    assert "Remove bookmark" not in text_of(browser, STANDARD)


def test_an_old_version_says_that_it_is_old_what_took_its_place_and_that_it_was_acknowledged(
    database: Database, publish: Publish, as_person: Enter, noon: time_machine.Traveller
) -> None:
    acknowledge(database, "anna")
    publish(second(), at=NOON)
    noon.move_to(SUMMER)
    page = text_of(as_person("anna"), "/library/rsk-std-01/versions/1.0")
    assert "You are reading version 1.0, which is no longer effective." in page
    assert "Version 2.0 took its place on 1 Jun 2026. All projects from the date." in page
    assert 'href="/library/rsk-std-01/differences?to=2.0&amp;from=1.0">Compare</a>' in page
    assert "You acknowledged this version on 2 Mar 2026." in page
    assert "Superseded</span> <small>on 1 Jun 2026" in page
    assert 'id="page-acknowledge"' not in page
