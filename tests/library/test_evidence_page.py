"""Who may take evidence away, what its page says, and that it is journalled apart from what it is evidence of."""

from collections.abc import Callable
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.config import Config
from portal.db import Database
from portal.journal.models import JournalRow
from portal.library.evidence_check import differences, opened
from tests.cast import token
from tests.library.evidence_pack import live, pack, unpacked

Enter = Callable[[str], FlaskClient]
ADDRESS = "/library/rsk-std-01/evidence"


@pytest.fixture
def lived(database: Database, cast: dict[str, int], shelf: None) -> None:
    """The standard has a life to prove."""
    with database.writing() as session:
        live(session, cast)


def take(browser: FlaskClient, ending: str) -> tuple[int, bytes]:
    """Press a button of the page; status and bytes of the answer."""
    answer = browser.post(f"{ADDRESS}/{ending}", data=token(browser.get("/my-readings")))
    return answer.status_code, answer.get_data()


@pytest.mark.parametrize(("name", "status"), [("vera", 200), ("paul", 200), ("otto", 200), ("anna", 403), ("boris", 403), ("adam", 403)])
def test_authors_approvers_and_auditors_have_the_evidence(as_person: Enter, lived: None, name: str, status: int) -> None:
    browser = as_person(name)
    assert browser.get(ADDRESS).status_code == status
    assert [take(browser, ending)[0] for ending in ("pdf", "zip")] == [status, status]


def test_the_page_says_who_approved_what_and_counts_no_small_group(as_person: Enter, lived: None) -> None:
    shown = as_person("otto").get(ADDRESS).get_data(as_text=True)
    assert "fewer than 5" in shown
    assert "approved in files by Head of PMO" in shown
    assert "Paul" in shown
    assert "Anna" not in shown


def test_what_is_taken_away_is_journalled_with_its_hash_and_changes_no_evidence(
    as_person: Enter, lived: None, database: Database, config: Config, cast: dict[str, int]
) -> None:
    before = pack(database, config)
    status, content = take(as_person("otto"), "zip")
    assert (status, differences(opened(content))) == (200, ())
    with database.reading() as session:
        row = session.scalars(select(JournalRow).where(JournalRow.action == "evidence downloaded")).one()
    assert (row.actor_id, row.object_kind, row.object_key) == (cast["otto"], "evidence", "RSK-STD-01")
    assert row.after is not None
    assert row.after["hash"] == sha256(content).hexdigest()
    assert pack(database, config) == before


def test_an_author_gets_readers_by_number_and_an_auditor_gets_none(as_person: Enter, lived: None, cast: dict[str, int]) -> None:
    number = f'"person_id": {cast["anna"]}'.encode()
    held = {name: unpacked(take(as_person(name), "zip")[1])["acknowledgements.json"] for name in ("vera", "paul", "otto")}
    assert {name: number in content for name, content in held.items()} == {"vera": True, "paul": False, "otto": False}


def test_a_document_that_is_not_there_or_has_no_text_has_no_evidence(as_person: Enter, lived: None) -> None:
    assert as_person("vera").get("/library/rsk-std-77/evidence").status_code == 404


@pytest.mark.parametrize(("name", "leads"), [("vera", True), ("otto", True), ("anna", False)])
def test_the_page_of_a_document_leads_those_there_who_may_have_it(as_person: Enter, lived: None, name: str, leads: bool) -> None:
    assert (f'href="{ADDRESS}"' in as_person(name).get("/library/rsk-std-01").get_data(as_text=True)) is leads
