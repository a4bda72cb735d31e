"""Withdrawing a document in the browser, and restoring it as a draft."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, select

from portal.content.front_matter import Version
from portal.db import Database
from portal.errors import NotFound
from portal.journal import queries as journal
from portal.library.models import Draft
from portal.library.service import drafting, withdrawing
from portal.library.service.withdrawing import Leaving
from portal.search.models import SearchPending
from tests.cast import token
from tests.library.conftest import Enter, Publish
from tests.library.drafting import the_draft
from tests.library.shelf import NOON, standard

pytestmark = pytest.mark.usefixtures("shelf")
TODAY = date(2026, 3, 2)


def leave(database: Database, code: str = "RSK-STD-01", *, on: date = TODAY, successor: str = "", by: int = 1) -> None:
    with database.writing() as session:
        leaving = Leaving(on, "Nobody needs it.", successor)
        withdrawing.withdraw(session, code, leaving, today=TODAY, zone="UTC", actor_id=by, at=NOON)


def test_a_document_leaves_at_once_with_its_reason_and_its_successor(as_person: Enter) -> None:
    vera, anna = as_person("vera"), as_person("anna")
    form: dict[str, Any] = {"on": "2026-03-02", "reason": "The reserves say it all.", "successor": "rsk-std-02"}
    answer = vera.post("/library/rsk-std-01/withdraw", data={**token(vera.get("/my-readings")), **form})
    assert answer.location == "/library/rsk-std-01"
    page = anna.get("/library/rsk-std-01").get_data(as_text=True)
    assert "RSK-STD-01 was withdrawn on 2 Mar 2026. Do not work by it." in page
    assert "The reserves say it all. RSK-STD-02 Reserves takes its place." in page
    assert "RSK-STD-01" not in anna.get("/library").get_data(as_text=True)
    again = vera.post("/library/rsk-std-01/withdraw", data={**token(vera.get("/my-readings")), **form})
    assert "RSK-STD-01 is withdrawn already." in again.get_data(as_text=True)


def test_search_is_to_learn_of_what_left(database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        session.execute(delete(SearchPending))
    leave(database, by=cast["vera"])
    with database.reading() as session:
        assert set(session.scalars(select(SearchPending.key))) == {"document:RSK-STD-01@1.0"}


def test_a_document_leaves_on_a_later_day_and_what_was_to_come_never_does(
    as_person: Enter, database: Database, publish: Publish, noon: time_machine.Traveller
) -> None:
    publish(standard("1.1", "2026-05-01", body="# Purpose\n\nTo come.\n", change="To come."))
    leave(database, on=date(2026, 4, 1))
    anna = as_person("anna")
    page = anna.get("/library/rsk-std-01").get_data(as_text=True)
    assert "RSK-STD-01 will be withdrawn on 1 Apr 2026." in page
    noon.move_to(NOON + timedelta(70))
    anna = as_person("anna")
    page = anna.get("/library/rsk-std-01").get_data(as_text=True)
    assert "RSK-STD-01 was withdrawn on 1 Apr 2026." in page
    assert "surprised twice" in page
    assert anna.get("/library/rsk-std-01/versions/1.1").status_code == 404


@pytest.mark.parametrize(("code", "changes", "refusal"), [
    ("RSK-STD-77", {}, NotFound),
    ("RSK-STD-01", {"on": date(2026, 3, 1)}, withdrawing.DayIsPast),
    ("RSK-STD-01", {"successor": "RSK-STD-01"}, withdrawing.NoSuccessor),
    ("RSK-STD-01", {"successor": "RSK-STD-77"}, withdrawing.NoSuccessor),
    ("RSK-STD-04", {}, withdrawing.NothingEffective),
    ("RSK-STD-02", {}, drafting.InReview),
])  # fmt: skip
def test_what_cannot_leave_stays_as_it_is(
    as_person: Enter, database: Database, *, code: str, changes: Any, refusal: type[Exception]
) -> None:
    with database.writing() as session:
        drafting.new(session, drafting.Wish("RSK", "standard", "New"), actor_id=1, at=NOON)
        session.get_one(Draft, drafting.begin(session, "RSK-STD-02", actor_id=1, at=NOON)).state = "submitted"
    with pytest.raises(refusal):
        leave(database, code, **changes)
    page = as_person("anna").get("/library").get_data(as_text=True)
    assert "RSK-STD-01" in page
    assert "RSK-STD-02" in page
    with database.reading() as session:
        facts, _ = journal.facts(session, journal.Wanted(kinds=("document",)))
        assert "document withdrawn" not in {fact.action for fact in facts}


def test_a_withdrawn_document_offers_to_be_restored_as_a_draft(as_person: Enter, database: Database, cast: dict[str, int]) -> None:
    leave(database, by=cast["vera"])
    vera = as_person("vera")
    page = vera.get("/library/rsk-std-01").get_data(as_text=True)
    assert "Restore as draft" in page
    assert 'action="/library/rsk-std-01/drafts"' not in page
    assert "Restore as draft" not in as_person("paul").get("/library/rsk-std-01").get_data(as_text=True)
    answer = vera.post("/library/rsk-std-01/versions/1.0/restore", data=token(vera.get("/my-readings")))
    assert answer.status_code == 303
    page = vera.get(answer.location).get_data(as_text=True)
    assert "This draft begins with the text of version 1.0." in page
    assert "is withdrawn." in page
    assert the_draft(database).base_revision_id is not None
    assert "was withdrawn" in as_person("anna").get("/library/rsk-std-01").get_data(as_text=True)


def test_an_old_version_offers_to_be_restored_and_the_effective_one_does_not(as_person: Enter, publish: Publish) -> None:
    publish(standard("1.1", "2026-02-01", change="Newer."))
    vera = as_person("vera")
    assert "Restore as draft" in vera.get("/library/rsk-std-01/versions/1.0").get_data(as_text=True)
    assert "Restore as draft" not in vera.get(f"/library/rsk-std-01/versions/{Version(1, 1)}").get_data(as_text=True)
