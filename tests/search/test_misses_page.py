"""What was looked for in vain, for those who write the method."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from portal.config import Config
from portal.db import Database
from portal.reactions import CHORES
from portal.search.queries import missed_searches
from portal.search.service import record_miss
from tests.counting import counted
from tests.search.conftest import Enter
from tests.search.site import NOW

pytestmark = pytest.mark.usefixtures("site")
MAY = {"vera", "paul"}


def miss(database: Database, words: str, *days_ago: int) -> None:
    """Look for these words in vain, once on each of these days."""
    with database.writing() as session:
        for days in days_ago:
            record_miss(session, words, (NOW - timedelta(days=days)).date())


def rows(page: str) -> list[tuple[str, str]]:
    """Words and times of the table."""
    return re.findall(r'<th scope="row">([^<]*)</th><td class="num">(\d+)</td>', page)


@pytest.mark.parametrize("name", ["anna", "boris", "vera", "paul", "rita", "otto", "adam", "gina"])
@pytest.mark.parametrize("address", ["/search/misses", "/search/misses.csv"])
def test_the_pmo_alone_opens_it(as_person: Enter, name: str, address: str) -> None:
    assert as_person(name).get(address).status_code == (200 if name in MAY else 403)


@pytest.mark.parametrize(("days", "expected"), [
    ("7", [("week", "2")]),
    ("30", [("week", "2"), ("month", "1")]),
    ("90", [("week", "3"), ("month", "1"), ("quarter", "1")]),
    ("365", [("week", "2"), ("month", "1")]),
    ("8", [("week", "2"), ("month", "1")]),
    ("nonsense", [("week", "2"), ("month", "1")]),
])  # fmt: skip
def test_a_period_counts_its_days_most_frequent_first(
    as_person: Enter, database: Database, days: str, expected: list[tuple[str, str]]
) -> None:
    miss(database, "week", 0, 6, 30)
    miss(database, "month", 7)
    miss(database, "quarter", 89)
    miss(database, "before", 90)
    assert rows(as_person("vera").get(f"/search/misses?days={days}").get_data(as_text=True)) == expected


def test_no_longer_period_is_offered_than_searches_are_kept_and_the_page_says_how_long(
    as_person: Enter, database: Database, config: Config
) -> None:
    miss(database, "kept", 89)
    miss(database, "deleted", 90, 91)
    (forget,) = (chore for chore in CHORES if chore.name == "forget")
    assert forget.run(database, config) == 2
    with database.reading() as session:
        assert missed_searches(session, date.min) == [("kept", 1)]
    page = as_person("vera").get("/search/misses?days=90").get_data(as_text=True)
    assert re.findall(r'<option value="(\d+)"', page) == ["7", "30", "90"]
    assert "Each search is deleted after 90 days." in page
    assert rows(page) == [("kept", "1")]


def test_each_line_leads_to_the_same_search_and_that_is_not_counted_again(as_person: Enter, database: Database) -> None:
    miss(database, 'xyzzy "<b>" & plugh', 1)
    browser = as_person("vera")
    page = browser.get("/search/misses").get_data(as_text=True)
    assert rows(page) == [("xyzzy &#34;&lt;b&gt;&#34; &amp; plugh", "1")]
    again = re.findall(r'href="(/search\?q=[^"]*)">Search again', page)
    assert again == ["/search?q=xyzzy+%22%3Cb%3E%22+%26+plugh&amp;again=1"]
    assert "Nothing that you may read matches" in browser.get(again[0].replace("&amp;", "&")).get_data(as_text=True)
    assert rows(browser.get("/search/misses").get_data(as_text=True))[0][1] == "1"


def test_the_file_holds_the_same_period(as_person: Enter, database: Database) -> None:
    miss(database, "=cmd()", 0, 1)
    miss(database, "older", 50)
    answer = as_person("vera").get("/search/misses.csv?days=7")
    assert answer.get_data() == "\ufeffWords,Times\r\n'=cmd(),2\r\n".encode()
    assert "missed-searches-2026-09-15.csv" in answer.headers["Content-Disposition"]
    assert 'href="/search/misses.csv?days=90"' in as_person("vera").get("/search/misses?days=90").get_data(as_text=True)


def test_a_period_without_misses_says_so_and_offers_no_file(as_person: Enter) -> None:
    page = as_person("vera").get("/search/misses").get_data(as_text=True)
    assert "Nothing was looked for in vain" in page
    assert "misses.csv" not in page


def test_a_hundred_are_shown_and_the_file_holds_them_all_at_the_price_of_one(app: Flask, as_person: Enter, database: Database) -> None:
    browser = as_person("vera")
    for number in range(101):
        miss(database, f"word{number}", 0)
    with counted(database) as sent:
        page = browser.get("/search/misses").get_data(as_text=True)
        assert len(sent) == 2
    assert len(rows(page)) == 100
    assert "The 100 most frequent." in page
    assert len(browser.get("/search/misses.csv").get_data(as_text=True).splitlines()) == 102
