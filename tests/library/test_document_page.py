"""A document's page: what it shows around the text, to whom, and of which version."""

import pytest
import time_machine
from flask.testing import FlaskClient

from portal.db import Database
from tests.library.conftest import Enter, Publish
from tests.library.reading_pages import SUMMER, hold, second, text_of, wait_in_review
from tests.library.shelf import NOON
from tests.roots import document

pytestmark = pytest.mark.usefixtures("shelf")


def test_the_page_says_what_a_controlled_text_must_say_about_itself(database: Database, as_person: Enter, cast: dict[str, int]) -> None:
    with database.writing() as session:
        hold(session, "Risk lead", cast["boris"])
    page = text_of(as_person("anna"), "/library/rsk-std-01")
    for said in (
        "<title>RSK-STD-01 Risk management –",
        "<dt>Version</dt><dd>1.0",
        "Effective</span> <small>since 5 Jan 2026",
        '<a href="mailto:boris@example.org?subject=RSK-STD-01%201.0">Boris</a><small>Risk lead</small>',
        "<dt>Approver</dt><dd>approved in files by Head of PMO<small>approved 5 Jan 2026",
        "<dt>Next review</dt><dd>5 Jan 2027<small>in 10 months",
        "Plan, Execute<small>must be read by: Team member</small>",
        'href="/practices/rsk.1"',
    ):
        assert said in page


def test_a_post_that_nobody_holds_and_a_review_that_is_overdue_are_shown_to_every_reader(
    as_person: Enter, noon: time_machine.Traveller
) -> None:
    noon.move_to(SUMMER.replace(year=2027))
    page = text_of(as_person("gina"), "/library/rsk-gde-01")
    assert "Nobody at present</span><small>Risk lead</small>" in page
    assert '<dd>5 Jan 2027<small class="text-danger">overdue by 177 days' in page


def test_the_rendered_text_stands_alone_in_the_article_and_forms_stand_outside(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/library/rsk-std-01")
    article = page.split('<article id="document"')[1].split("</article>")[0]
    assert '<a class="permalink" href="#r1"' in article
    assert "<form" not in article
    assert '<form class="bar" id="page-acknowledge"' in page


def test_a_code_in_capital_letters_leads_to_the_address_that_stays(as_person: Enter) -> None:
    browser = as_person("anna")
    answer = browser.get("/library/RSK-Std-01?from=search")
    assert (answer.status_code, answer.location) == (301, "/library/rsk-std-01?from=search")
    answer = browser.get("/library/RSK-STD-01/versions/1.0")
    assert (answer.status_code, answer.location) == (301, "/library/rsk-std-01/versions/1.0")


@pytest.mark.parametrize("address", ["/library/rsk-std-03", "/library/rsk-std-03/versions/1.0", "/library/rsk-std-03/differences"])
def test_outside_the_audience_a_document_is_not_there_at_all(as_person: Enter, address: str) -> None:
    headers = {"X-Request-Id": "the-same-request"}
    browser = as_person("anna")
    secret, nothing = browser.get(address, headers=headers), browser.get(address.replace("std-03", "std-99"), headers=headers)
    assert (secret.status_code, secret.data.replace(b"std-03", b"std-99")) == (404, nothing.data)
    assert text_of(as_person("vera"), "/library/rsk-std-03")


def test_a_text_in_review_is_there_only_for_those_who_control_texts(database: Database, as_person: Enter) -> None:
    with database.writing() as session:
        wait_in_review(session, "RSK-GDE-01")
    page = text_of(as_person("vera"), "/library/rsk-gde-01")
    assert "This text is not effective yet. Do not work by it." in page
    assert "In review</span> <small>not effective yet" in page
    for name in ("anna", "boris", "rita"):
        assert as_person(name).get("/library/rsk-gde-01").status_code == 404
    assert text_of(as_person("otto"), "/library/rsk-gde-01/versions/1.0")


def test_a_scheduled_version_shows_itself_to_readers_when_its_moment_comes(
    publish: Publish, as_person: Enter, noon: time_machine.Traveller
) -> None:
    publish(second(), at=NOON)
    anna, vera = as_person("anna"), as_person("vera")
    assert "<dt>Version</dt><dd>1.0" in text_of(anna, "/library/rsk-std-01")
    assert anna.get("/library/rsk-std-01/versions/2.0").status_code == 404
    assert "It takes effect on 1 Jun 2026." in text_of(vera, "/library/rsk-std-01/versions/2.0")
    noon.move_to(SUMMER)
    page = text_of(as_person("anna"), "/library/rsk-std-01")
    assert "<dt>Version</dt><dd>2.0" in page
    assert "<strong>Changed in 2.0</strong> R1 changed: weekly, not fortnightly." in page
    assert '<strong>Changed rules</strong> <a href="#r1">R1</a></p>' in page
    assert "<strong>From old to new</strong> All projects from the date." in page
    assert 'href="/library/rsk-std-01/differences?to=2.0&amp;from=1.0">Differences from 1.0</a>' in page


def test_whoever_holds_a_post_in_other_letters_reads_its_documents_and_not_those_of_another(
    publish: Publish, as_person: Enter, database: Database, cast: dict[str, int]
) -> None:
    hers = document("RSK-PRC-08", "Hers", owner="Руководитель рисков", audience=["role:author"])
    publish(hers, document("RSK-PRC-09", "Theirs", owner="Директор", audience=["role:author"]), at=NOON)
    with database.writing() as session:
        hold(session, "Руководитель рисков", cast["anna"])
    anna = as_person("anna")
    assert [anna.get(f"/library/rsk-prc-{number}").status_code for number in ("08", "09")] == [200, 404]
    found = text_of(anna, "/search?q=procedure+OR+RSK-PRC-08+RSK-PRC-09")
    assert "/library/rsk-prc-08" in found
    assert "/library/rsk-prc-09" not in found


def test_a_document_withdrawn_without_a_successor_says_why_it_left_and_leads_nowhere(publish: Publish, as_person: Enter) -> None:
    gone = {"on": "2026-02-02", "reason": "Nobody scores with ranges."}
    publish(document("RSK-GDE-09", "Scoring with ranges", withdrawn=gone), at=NOON)
    for address in ("/library/rsk-gde-09", "/library/rsk-gde-09/versions/1.0"):
        page = text_of(as_person("anna"), address)
        assert "withdrawn on 2 Feb 2026" in page
        assert "Nobody scores with ranges." in page
        assert "takes its place" not in page
        assert 'class="btn btn-primary btn-sm" href="/library/' not in page


def test_a_withdrawn_document_says_why_it_left_and_what_took_its_place(
    publish: Publish, as_person: Enter, noon: time_machine.Traveller
) -> None:
    leaving = {"on": "2026-05-04", "reason": "Two texts said the same.", "successor": "RSK-STD-01"}
    publish(document("RSK-GDE-01", "Scoring with ranges", version="1.1", withdrawn=leaving), at=NOON)
    assert "RSK-GDE-01 will be withdrawn on 4 May 2026." in text_of(as_person("anna"), "/library/rsk-gde-01")
    noon.move_to(SUMMER)
    page = text_of(as_person("anna"), "/library/rsk-gde-01")
    assert "RSK-GDE-01 was withdrawn on 4 May 2026. Do not work by it." in page
    assert "Two texts said the same. RSK-STD-01 Risk management takes its place." in page
    assert "Next review" not in page


def test_templates_and_citing_documents_show_only_what_this_reader_may_read(publish: Publish, as_person: Enter) -> None:
    link = "# Purpose\n\nSee [[RSK-GDE-01]].\n"
    form = document("TPL-01", "Register", formats=["xlsx", "csv"])
    open_one = document("RSK-PRC-01", "Issues", body=link, templates=["TPL-01"])
    closed_one = document("RSK-PRC-02", "Bids", body=link, audience=["role:author"], templates=["TPL-01"])
    publish(document("RSK-GDE-01", "Scoring with ranges"), form, open_one, closed_one, at=NOON)
    mine, hers = text_of(as_person("anna"), "/library/rsk-gde-01"), text_of(as_person("vera"), "/library/rsk-gde-01")
    assert "RSK-PRC-01</span> Issues" in mine
    assert "Bids" not in mine
    assert "RSK-PRC-02</span> Bids" in hers
    assert 'href="/library/tpl-01/versions/1.0/files/xlsx"' in text_of(as_person("anna"), "/library/rsk-prc-01")


def test_the_page_can_be_cited_by_an_address_that_names_the_version(as_person: Enter) -> None:
    browser: FlaskClient = as_person("anna")
    page = text_of(browser, "/library/rsk-std-01")
    address = "http://127.0.0.1:8000/library/rsk-std-01/versions/1.0"
    assert f"RSK-STD-01 Risk management, version 1.0, effective 5 Jan 2026, {address}</p>" in page
    assert "<dt>Version</dt><dd>1.0" in text_of(browser, "/library/rsk-std-01/versions/1.0")
