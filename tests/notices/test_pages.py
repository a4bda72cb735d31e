"""The list of notices, the bell in the header, and opening one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from portal.db import Database
from tests.cast import CAST, token
from tests.counting import counted
from tests.notices.telling import TUESDAY, notices, tell

Cast = dict[str, int]
Enter = Callable[[str], FlaskClient]


def text_of(browser: FlaskClient, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def bell(page: str) -> str:
    """What the bell in the header says."""
    return " ".join(page.partition('class="icon-btn bell"')[2].partition("</a>")[0].split())


@pytest.mark.parametrize("name", CAST)
def test_everybody_has_a_list_of_their_own(as_person: Enter, database: Database, cast: Cast, name: str) -> None:
    others = [person_id for other, person_id in cast.items() if other != name]
    tell(database, *others)
    assert "No notices" in text_of(as_person(name), "/notices")


def test_a_notice_is_a_sentence_with_today_s_name_of_who_did_it(as_person: Enter, database: Database, cast: Cast) -> None:
    tell(database, cast["paul"], kind="review_asked", by=cast["vera"])
    page = text_of(as_person("paul"), "/notices")
    assert "Vera asks you to review RSK-STD-01 Managing risks." in page
    assert "waits for you" in page


def test_a_title_is_text_and_never_markup(as_person: Enter, database: Database, cast: Cast) -> None:
    tell(database, cast["anna"], title="<script>alert(1)</script> 100 %(sure)s")
    page = text_of(as_person("anna"), "/notices")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 100 %(sure)s" in page


def test_a_day_in_a_notice_is_written_as_the_reader_reads(as_person: Enter, database: Database, cast: Cast) -> None:
    tell(database, cast["anna"])
    assert "by 8 Dec 2026" in text_of(as_person("anna"), "/notices")


def test_the_newest_stands_first_and_the_list_has_pages(as_person: Enter, database: Database, cast: Cast) -> None:
    for number in range(27):
        tell(database, cast["anna"], title=f"Text {number:02d}", at=TUESDAY + timedelta(hours=number))
    anna = as_person("anna")
    first, second = text_of(anna, "/notices"), text_of(anna, "/notices?page=2")
    assert first.index("Text 26") < first.index("Text 25") < first.index("Text 02")
    assert ("Text 01" in first, "Text 01" in second, "Text 02" in second) == (False, True, False)
    assert "The list is shorter than that." in text_of(anna, "/notices?page=9")


def test_the_bell_counts_what_is_not_opened_on_every_page(as_person: Enter, database: Database, cast: Cast) -> None:
    anna = as_person("anna")
    assert 'class="count"' not in bell(text_of(anna, "/"))
    tell(database, cast["anna"])
    tell(database, cast["anna"])
    assert '<span class="count">2</span>' in bell(text_of(anna, "/"))
    assert '<span class="count">2</span>' in bell(text_of(anna, "/glossary"))


def test_the_bell_counts_to_ninety_nine(as_person: Enter, database: Database, cast: Cast) -> None:
    for _ in range(120):
        tell(database, cast["anna"])
    page = text_of(as_person("anna"), "/notices")
    assert '<span class="count">99+</span>' in bell(page)
    assert "More than 99 notices" in page


def test_opening_a_notice_marks_it_read_once_and_leads_on(as_person: Enter, database: Database, cast: Cast) -> None:
    tell(database, cast["anna"])
    anna, key = as_person("anna"), notices(database)[0].id
    answer = anna.get(f"/notices/{key}")
    assert (answer.status_code, answer.location) == (303, "/library/rsk-std-01")
    read = notices(database)[0].read_at
    assert read is not None
    anna.get(f"/notices/{key}")
    assert notices(database)[0].read_at == read
    assert 'class="count"' not in bell(text_of(anna, "/notices"))


def test_a_notice_that_leads_nowhere_leads_back_to_the_list(as_person: Enter, database: Database, cast: Cast) -> None:
    tell(database, cast["anna"], url="")
    assert as_person("anna").get(f"/notices/{notices(database)[0].id}").location == "/notices"


def test_a_program_that_looks_ahead_marks_nothing(as_person: Enter, database: Database, cast: Cast) -> None:
    tell(database, cast["anna"])
    anna, address = as_person("anna"), f"/notices/{notices(database)[0].id}"
    assert anna.head(address).status_code == 303
    assert anna.get(address, headers={"Sec-Purpose": "prefetch"}).status_code == 303
    assert notices(database)[0].read_at is None


def test_somebody_else_s_notice_does_not_exist(as_person: Enter, database: Database, cast: Cast) -> None:
    tell(database, cast["anna"])
    boris, key = as_person("boris"), notices(database)[0].id
    assert boris.get(f"/notices/{key}").status_code == boris.get("/notices/999999").status_code == 404
    assert notices(database)[0].read_at is None


def test_all_on_the_page_are_marked_and_what_came_meanwhile_is_not(as_person: Enter, database: Database, cast: Cast) -> None:
    tell(database, cast["anna"], cast["boris"])
    anna = as_person("anna")
    page = anna.get("/notices")
    newest = page.get_data(as_text=True).partition('name="newest"')[2].partition('value="')[2].partition('"')[0]
    tell(database, cast["anna"], kind="reading_overdue")
    answer = anna.post("/notices/read", data={"newest": newest, **token(page)})
    assert (answer.status_code, answer.location) == (303, "/notices")
    read = {(one.person_id, one.kind): one.read_at is not None for one in notices(database)}
    assert read == {
        (cast["anna"], "must_read"): True,
        (cast["boris"], "must_read"): False,
        (cast["anna"], "reading_overdue"): False,
    }
    assert "1 notice is marked as read." in text_of(anna, "/notices")


@pytest.mark.parametrize("newest", ["", "x", "-1"])
def test_a_form_that_says_no_number_marks_nothing(as_person: Enter, database: Database, cast: Cast, newest: str) -> None:
    tell(database, cast["anna"])
    anna = as_person("anna")
    assert anna.post("/notices/read", data={"newest": newest, **token(anna.get("/notices"))}).status_code == 303
    assert notices(database)[0].read_at is None


def test_the_list_costs_the_same_for_two_and_for_thirty(as_person: Enter, database: Database, cast: Cast) -> None:
    anna = as_person("anna")
    for number in (2, 23):
        for _ in range(number):
            tell(database, cast["anna"], cast["boris"], kind="comment", by=cast["vera"])
        with counted(database) as sent:
            anna.get("/notices")
            assert len(sent) == 3, "one for session, person and rights, two for the list"


def test_a_page_that_the_browser_holds_is_sent_anew_when_a_notice_came(as_person: Enter, database: Database, cast: Cast) -> None:
    anna, boris = as_person("anna"), as_person("boris")
    held = {browser: {"If-None-Match": browser.get("/glossary").headers["ETag"]} for browser in (anna, boris)}
    assert anna.get("/glossary", headers=held[anna]).status_code == 304
    tell(database, cast["anna"])
    assert anna.get("/glossary", headers=held[anna]).status_code == 200
    assert boris.get("/glossary", headers=held[boris]).status_code == 304
