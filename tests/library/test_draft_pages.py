"""The pages of drafts: the editor as a form and as its script asks, the list, beginnings, and who may do what."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from portal.db import Database
from portal.library.models import Draft
from portal.library.service import drafting
from tests.cast import token
from tests.counting import counted
from tests.library.conftest import Enter
from tests.library.drafting import begun, fields, send, the_draft
from tests.library.shelf import NOON

pytestmark = pytest.mark.usefixtures("shelf")
ONES = {"anna", "boris", "rita", "otto", "adam", "gina", "paul", "vera"}
READERS = {"vera", "paul", "otto"}


def text(browser: FlaskClient, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


def post(browser: FlaskClient, address: str, **values: Any) -> Any:
    return browser.post(address, data={**token(browser.get("/my-readings")), **values})


def said(browser: FlaskClient, address: str, to: str, **changed: Any) -> Any:
    """What the page's script is told."""
    answer = send(browser, address, to=to, **changed)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.loads(answer.get_data(as_text=True))


def test_an_author_edits_a_document_and_readers_go_on_reading_the_old_text(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    assert "to become version 1.1" in text(vera, address)
    answer = send(vera, address, text="# Purpose\r\n\r\nNobody is surprised thrice.\r\n", level="major")
    assert (answer.status_code, answer.location) == (303, address)
    kept = the_draft(database)
    assert (kept.text, kept.seq, kept.state) == ("# Purpose\n\nNobody is surprised thrice.\n", 2, "open")
    assert "to become version 2.0" in text(vera, address)
    assert "surprised twice" in text(as_person("anna"), "/library/rsk-std-01")


def test_a_form_sent_as_it_came_changes_nothing(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    before = the_draft(database)
    assert fields(text(vera, address))["practices"] == ["RSK.1"]
    assert send(vera, address).status_code == 303
    after = the_draft(database)
    assert (after.seq, after.front, after.text) == (1, before.front, before.text)


@pytest.mark.parametrize("name", sorted(ONES))
def test_who_reads_drafts_and_who_writes_them(as_person: Enter, name: str) -> None:
    address = begun(as_person("vera"))
    person = as_person(name)
    reads, writes = 200 if name in READERS else 403, name == "vera"
    for path in ("/drafts", "/drafts.csv", address, f"{address}/standing"):
        assert person.get(path).status_code == reads, path
    for path in ("/library/new", "/library/rsk-std-01/withdraw", "/library/rsk-std-01/copy"):
        assert person.get(path).status_code == (200 if writes else 403), path
    assert ("<textarea" in text(person, address)) == writes
    posts = ("/autosave", "/preview", "/pictures", "", "/give-up")
    answers = {path: post(person, f"{address}{path}").status_code for path in posts} if not writes else {}
    assert set(answers.values()) <= {403}
    begin = (
        {post(person, f"/library/rsk-std-01/{path}").status_code for path in ("drafts", "versions/1.0/restore")} if not writes else {403}
    )
    assert begin == {403}
    page = text(person, "/library/rsk-gde-01")
    assert [words in page for words in ("/rsk-gde-01/drafts", "/rsk-gde-01/copy", "/rsk-gde-01/withdraw")] == [writes] * 3


def test_a_draft_that_is_not_there_is_not_found(as_person: Enter) -> None:
    vera = as_person("vera")
    for path in ("/drafts/99", "/drafts/copies/99", "/drafts/99/standing", "/library/zzz-std-01/copy", "/library/zzz-std-01/withdraw"):
        assert vera.get(path).status_code == 404, path
    assert post(vera, "/library/zzz-std-01/drafts").status_code == 404
    assert post(vera, "/library/rsk-std-01/versions/7.7/restore").status_code == 404


def test_a_new_document_is_begun_by_kind_and_area(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    assert post(vera, "/library/new", kind="standard", area="RSK", title="").status_code == 422
    answer = post(vera, "/library/new", kind="standard", area="RSK", title="Ri\u200bsk")
    assert (answer.status_code, "U+200B ZERO WIDTH SPACE" in answer.get_data(as_text=True)) == (422, True)
    answer = post(vera, "/library/new", kind="procedure", area="RSK", title="Asking for help")
    page = text(vera, answer.location)
    assert "Draft of RSK-PRC-01" in page
    assert "to become version 1.0" in page
    assert vera.get("/library/rsk-prc-01").status_code == 404
    assert "RSK-PRC-01" in text(vera, "/drafts")


def test_problems_are_named_with_the_line_or_the_field_and_the_preview_is_sanitised(as_person: Enter) -> None:
    vera = as_person("vera")
    address = begun(vera)
    bad = (
        "# Purpose\n\n[[RSK-STD-88]] and [[RSK-GDE-01]] <script>alert(1)</script> [x](javascript:alert(1))\n\n# Text\n\n<<<<<<< the draft\n"
    )
    told = said(vera, address, "/preview", text=bad, summary="Sum\u202ed", practices=["XYZ.9"])
    assert "<script" not in told["html"]
    assert "javascript:" not in told["html"]
    assert 'id="page-preview-text"' in told["html"]
    assert 'href="/library/rsk-gde-01"' in told["html"]
    for words in ('data-line="3"', "RSK-STD-88", 'data-line="7"', "field-summary", "field-practices", "U+202E"):
        assert words in told["problems"]
    assert told["count"] == told["problems"].count("<li>") >= 5
    assert "Nothing is missing and nothing is wrong." in text(vera, address)


def test_the_script_is_told_what_became_of_a_save(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    first = said(vera, address, "/autosave", text="One.\n")
    assert (first["state"], first["seq"]) == ("saved", 2)
    assert json.loads(first["front"])["title"] == "Risk management"
    late = said(vera, address, "/autosave", text="Two.\n", based_on="1", base_text="Nothing.\n", base_front='{"title": "Old"}')
    assert (late["state"], late["url"]) == ("kept", f"/drafts/copies/{late['copy']}")
    again = said(vera, address, "/autosave", text="Two, and more.\n", based_on="1", copy=str(late["copy"]))
    assert again["copy"] == late["copy"]
    long = said(vera, address, "/autosave", text="word " * 300_000)
    assert (long["state"], "1500 KB" in long["sentence"]) == ("refused", True)
    standing = json.loads(text(as_person("paul"), f"{address}/standing"))
    assert (standing["seq"], standing["state"], standing["by"]) == (2, "open", "Vera")
    assert json.loads(text(vera, f"{address}/standing"))["by"] == ""
    assert the_draft(database).text == "One.\n"


def test_broken_fields_are_no_surprise(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    odd = {
        "review_months": "١٢",
        "due_days": "-1",
        "level": "huge",
        "title": "A\0B",
        "text": "a\0b\n",
        "base_front": "[",
        "effective": "soon",
    }
    assert said(vera, address, "/autosave", **odd)["state"] == "saved"
    kept = the_draft(database)
    assert (kept.front["review_months"], kept.front["due_days"], kept.front["level"], kept.front["title"], kept.text) == (
        "١٢", "-1", "minor", "AB", "ab\n",
    )  # fmt: skip
    assert "review_months is a whole number" in text(vera, address)
    assert send(vera, address, to="/autosave", based_on="x").status_code == 422


def test_a_second_tab_without_a_script_is_led_to_compare_and_merges(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    sent = fields(text(vera, address))
    body = sent["text"][0].replace("\r\n", "\n")
    send(vera, address, text=body.replace("each fortnight", "each week"), summary="Another summary.")
    mine = {**sent, "text": body.replace("counts as unmanaged", "is nobody's"), "owner": "Method owner"}
    answer = vera.post(address, data=mine)
    assert answer.status_code == 303
    page = text(vera, answer.location)
    assert "Both changes fit together." in page
    assert "waits to be merged" in text(vera, address)
    merging = fields(page, "main")
    assert "each week" in merging["text"][0]
    assert "is nobody's" in merging["text"][0]
    assert (merging["take-owner"], merging["take-summary"]) == (["copy"], ["draft"])
    assert vera.post(answer.location, data=merging).location == address
    kept = the_draft(database)
    assert (kept.seq, kept.front["owner"], kept.front["summary"]) == (3, "Method owner", "Another summary.")
    assert "waits to be merged" not in text(vera, address)
    assert "This copy is settled" in text(vera, answer.location)
    assert post(vera, f"{answer.location}/put-away").status_code == 409


def test_places_changed_on_both_sides_are_marked_and_a_copy_can_be_put_away(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    sent = fields(text(vera, address))
    send(vera, address, text="# Purpose\n\nTheirs.\n")
    answer = vera.post(address, data={**sent, "text": "# Purpose\n\nMine.\n"})
    page = text(vera, answer.location)
    assert "1 place was changed on both sides." in page
    assert "&lt;&lt;&lt;&lt;&lt;&lt;&lt; the draft" in page
    assert post(vera, f"{answer.location}/put-away").location == address
    assert the_draft(database).text == "# Purpose\n\nTheirs.\n"


@pytest.mark.parametrize(
    ("state", "sentence"), [("submitted", "This text is in review and cannot be changed now."), ("closed", "This draft is closed")]
)
def test_what_was_typed_on_a_text_that_is_not_open_any_more_stays_on_the_form(
    as_person: Enter, database: Database, state: str, sentence: str
) -> None:
    vera = as_person("vera")
    address = begun(vera)
    sent = fields(text(vera, address))
    with database.writing() as session:
        session.get_one(Draft, 1).state = state
    answer = vera.post(address, data={**sent, "text": "Too late.\n"})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, sentence in page, "Too late." in page) == (422, True, True)
    assert "<textarea" not in text(vera, address)


def test_too_long_a_text_is_refused_by_the_form_and_stays_on_it(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    answer = send(vera, address, text="word " * 200_000)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "a document takes up to 900 KB" in page, page.count("word word") > 1000) == (422, True, True)
    assert the_draft(database).seq == 1


def test_a_draft_is_given_up_and_stands_among_the_closed_ones(as_person: Enter) -> None:
    vera = as_person("vera")
    address = begun(vera)
    assert post(vera, f"{address}/give-up").location == "/drafts"
    assert "No draft" in text(vera, "/drafts")
    assert "RSK-STD-01" in text(vera, "/drafts?which=closed")
    assert "It is closed" in text(vera, address)
    assert begun(vera) != address


def many(database: Database, person_id: int, number: int) -> None:
    with database.writing() as session:
        for count in range(number):
            drafting.new(session, drafting.Wish("RSK", "guide", f"Guide {count}"), actor_id=person_id, at=NOON)


def test_the_list_says_how_long_nobody_saved_a_draft(as_person: Enter, noon: time_machine.Traveller) -> None:
    begun(as_person("vera"))
    assert "ago" not in text(as_person("paul"), "/drafts")
    noon.move_to(NOON + timedelta(3))
    assert "(3 days ago)" in text(as_person("paul"), "/drafts")


def test_the_list_filters_sorts_pages_and_exports(as_person: Enter, database: Database, cast: dict[str, int]) -> None:
    vera = as_person("vera")
    begun(vera)
    many(database, cast["paul"], 30)
    assert "Page 1 of 2" in text(vera, "/drafts")
    mine = text(vera, "/drafts?which=mine")
    assert "RSK-STD-01" in mine
    assert "RSK-GDE-02" not in mine
    found = list(csv.reader(io.StringIO(vera.get("/drafts.csv?text=gde-0+guide&sort=-code").get_data().decode("utf-8-sig"))))
    assert [row[0] for row in found[1:]] == [f"RSK-GDE-0{n}" for n in range(9, 1, -1)]
    assert text(vera, "/drafts?sort=code").index("RSK-GDE-02") < text(vera, "/drafts?sort=code").index("RSK-GDE-09")
    assert "Nothing fits" in text(vera, "/drafts?text=xyzzy")
    assert vera.get("/drafts.xlsx").status_code == 200


def test_the_list_costs_the_same_for_two_rows_and_for_thirty_and_the_editor_a_fixed_number(
    as_person: Enter, database: Database, cast: dict[str, int]
) -> None:
    vera = as_person("vera")
    address = begun(vera)
    many(database, cast["vera"], 1)
    with counted(database) as few:
        vera.get("/drafts")
        assert len(few) <= 3
    many(database, cast["vera"], 28)
    with counted(database) as lots:
        vera.get("/drafts")
        assert len(lots) == len(few)
    with counted(database) as editor:
        vera.get(address)
        assert len(editor) <= 14
