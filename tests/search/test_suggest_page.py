"""Suggestions for the box in the header: small, private, and only what the reader may see."""

import pytest
from flask import Flask

from portal.db import Database
from tests.cast import CAST
from tests.counting import counted
from tests.search.conftest import Enter

pytestmark = pytest.mark.usefixtures("site")
ADDRESS = "/search/suggestions"


def test_the_beginning_of_a_code_or_title_is_enough(as_person: Enter) -> None:
    browser = as_person("anna")
    assert browser.get(f"{ADDRESS}?q=rsk-s").json == {
        "suggestions": [{"code": "RSK-STD-01", "title": "Risk management", "kind": "Standard", "url": "/library/rsk-std-01"}]
    }
    assert {"code": "", "title": "Work breakdown structure", "kind": "Glossary word", "url": "/glossary#work-breakdown-structure"} in (
        browser.get(f"{ADDRESS}?q=work+br").json["suggestions"]  # type: ignore[index]
    )


def test_what_few_may_read_is_suggested_to_them_alone(as_person: Enter) -> None:
    for text in ("bidding", "RSK-STD-03", "xyl"):
        assert as_person("anna").get(f"{ADDRESS}?q={text}").json == {"suggestions": []}
        assert len(as_person("vera").get(f"{ADDRESS}?q={text}").json["suggestions"]) == 1  # type: ignore[index]


@pytest.mark.parametrize("name", CAST)
def test_everybody_is_suggested_something_and_nobody_keeps_it(app: Flask, as_person: Enter, name: str) -> None:
    answer = as_person(name).get(f"{ADDRESS}?q=ri")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "application/json"
    assert answer.json["suggestions"]  # type: ignore[index]
    assert app.test_client().get(f"{ADDRESS}?q=ri").status_code == 302


@pytest.mark.parametrize("text", ["", "   ", "%00", "%ff%fe", "<script>", "a" * 5000])
def test_what_suggests_nothing_is_no_error(as_person: Enter, text: str) -> None:
    assert as_person("anna").get(f"{ADDRESS}?q={text}").json == {"suggestions": []}


def test_a_suggestion_costs_the_one_query_for_session_person_and_rights(as_person: Enter, database: Database) -> None:
    browser = as_person("anna")
    with counted(database) as sent:
        assert len(browser.get(f"{ADDRESS}?q=r").json["suggestions"]) == 5  # type: ignore[index]
        assert len(sent) == 1
