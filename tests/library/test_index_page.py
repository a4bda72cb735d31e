"""The library's list and its templates: what is in them for whom, how they are chosen from, and that thirty cost no more than two."""

import re

import pytest
from flask import Flask

from portal.db import Database
from tests.counting import counted
from tests.library.conftest import Enter, Publish
from tests.library.reading_pages import second, text_of, wait_in_review
from tests.library.shelf import NOON
from tests.roots import document


def listed(page: str) -> list[str]:
    """The codes in the order of a page's table."""
    return re.findall(r'<span class="code d-block">([A-Z0-9-]+)</span>', page)


@pytest.mark.usefixtures("shelf")
def test_a_reader_finds_what_is_effective_for_them_by_area(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/library")
    assert listed(page) == ["MET-POL-01", "RSK-STD-01", "RSK-STD-02", "RSK-GDE-01"]
    assert '<p class="lede">4 documents.' in page
    assert '<tr class="group"><th scope="colgroup" colspan="5">Risk' in page
    assert listed(text_of(as_person("vera"), "/library")) == ["MET-POL-01", "RSK-STD-01", "RSK-STD-02", "RSK-STD-03", "RSK-GDE-01"]


def test_choices_stay_in_the_address_and_say_how_many_they_leave(publish: Publish, as_person: Enter) -> None:
    publish(document("PLM-STD-01", "Scheduling", practices=["PLM.1"], phases=["close"]), at=NOON)
    browser = as_person("anna")
    page = text_of(browser, "/library?kind=standard&sort=title")
    assert listed(page) == ["RSK-STD-02", "RSK-STD-01", "PLM-STD-01"]
    assert '<option value="standard" selected>Standard (3)</option>' in page
    assert '<option value="PLM">Planning and monitoring (1)</option>' in page
    assert 'href="/library?kind=standard&amp;sort=newest"' in page
    assert listed(text_of(browser, "/library?phase=close")) == ["PLM-STD-01"]
    assert listed(text_of(browser, "/library?practice=PLM.1&sort=nonsense")) == ["PLM-STD-01"]


@pytest.mark.usefixtures("shelf")
def test_a_list_that_is_empty_says_why_and_leads_on(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/library?kind=template")
    assert "No document fits" in page
    assert 'href="/library">Show all documents</a>' in page


def test_a_library_without_documents_says_who_fills_it(app: Flask, as_person: Enter) -> None:
    browser = as_person("anna")
    assert "The library is empty" in text_of(browser, "/library")
    assert "No templates yet" in text_of(browser, "/library/templates")


@pytest.mark.usefixtures("shelf")
def test_those_who_control_texts_find_every_state_and_readers_only_what_is_effective(
    database: Database, publish: Publish, as_person: Enter
) -> None:
    publish(document("RSK-PRC-01", "Escalation", effective="2026-12-01"), at=NOON)
    with database.writing() as session:
        wait_in_review(session, "RSK-GDE-01")
    page = text_of(as_person("vera"), "/library")
    assert "Scheduled</span>" in page
    assert "In review</span>" in page
    assert listed(text_of(as_person("anna"), "/library")) == ["MET-POL-01", "RSK-STD-01", "RSK-STD-02"]


def test_a_document_is_listed_once_however_many_versions_it_has(publish: Publish, as_person: Enter) -> None:
    publish(second(effective="2026-03-02"), at=NOON)
    assert listed(text_of(as_person("anna"), "/library")).count("RSK-STD-01") == 1


@pytest.mark.parametrize("address", ["/library", "/library?sort=newest", "/library/templates"])
def test_thirty_documents_cost_as_many_queries_as_two(database: Database, publish: Publish, as_person: Enter, address: str) -> None:
    forms = [document(f"TPL-{n}", f"Form {n}", formats=["csv"]) for n in range(10, 40)]
    publish(*forms[:2], at=NOON)
    browser = as_person("anna")
    browser.get(address)
    with counted(database) as few:
        browser.get(address)
        number = len(few)
    publish(*forms[2:], at=NOON)
    with counted(database) as many:
        browser.get(address)
        assert len(many) == number


def test_a_long_list_comes_in_pages(publish: Publish, as_person: Enter) -> None:
    publish(*[document(f"TPL-{n}", f"Form {n}", formats=["csv"]) for n in range(10, 40)], at=NOON)
    browser = as_person("anna")
    pages = [listed(text_of(browser, f"/library?kind=template&page={n}")) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [25, 5, 5]
    assert len({*pages[0], *pages[1]}) == 30


def test_templates_are_listed_with_their_files_and_where_they_are_used(publish: Publish, as_person: Enter) -> None:
    form = document("TPL-01", "Risk register", formats=["xlsx", "csv"])
    closed = document("RSK-PRC-02", "Bids", audience=["role:author"], templates=["TPL-01"])
    publish(form, document("RSK-PRC-01", "Issues", templates=["TPL-01"]), closed, at=NOON)
    page = text_of(as_person("anna"), "/library/templates")
    assert '<li class="breadcrumb-item"><a href="/library">Library</a></li>' in page
    assert listed(page) == ["TPL-01"]
    assert 'href="/library/tpl-01/versions/1.0/files/xlsx"' in page
    assert 'href="/library/rsk-prc-01" title="Issues">RSK-PRC-01</a>' in page
    assert "RSK-PRC-02" not in page
    assert "RSK-PRC-02" in text_of(as_person("vera"), "/library/templates")
