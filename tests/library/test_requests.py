"""From a reported problem to the version that settles it: who answers how, which draft takes it up, and who is told."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.journal import queries as journal
from portal.library.models import Document, Draft, DraftRequest, ProblemReport, Round
from portal.library.queries.problems import requests_of
from portal.library.service import announcing, problems
from portal.notices.models import Notice
from portal.people import queries as people
from portal.people import service as people_service
from tests.cast import email, token
from tests.library.conftest import Publish
from tests.library.shelf import EARLY, NOON, revision_id, standard

Enter = Callable[[str], FlaskClient]
NEW = "/library/rsk-std-01/problems/new"


@pytest.fixture(autouse=True)
def owner(database: Database, cast: dict[str, int], shelf: None) -> None:
    """Everything of the shelf is published and announced; gina is Risk lead, which owns all of it."""
    with database.writing() as session:
        post = people_service.ensure_posts(session, ["Risk lead"])["Risk lead"]
        people_service.assign_post(session, post, cast["gina"], since=date(2026, 1, 5), actor_id=None, at=EARLY)
        announcing.announce(session, NOON, zone="UTC")


def send(browser: FlaskClient, address: str, **fields: Any) -> Any:
    return browser.post(address, data={**token(browser.get("/my-readings")), **fields})


def reported(session: Session, name: str = "anna", code: str = "RSK-STD-01", **more: Any) -> int:
    reader = people.named(session, email(name), NOON, zone="UTC", language="en")
    assert reader is not None
    said: dict[str, Any] = {"anchor": "r1", "text": "Fortnight of what?", "at": NOON, "zone": "UTC", **more}
    return problems.report(session, reader, code, 1, 0, **said)


def accepted(session: Session, by: int, **more: Any) -> int:
    number = reported(session, **more)
    problems.answer(session, number, "Well seen.", actor_id=by, at=NOON, verdict="accepted")
    return number


def approved(session: Session, draft_id: int, revision: int, outcome: str) -> None:
    """A round of that draft's text ended so."""
    number = 1 if outcome == "approved" else 2
    session.add(Round(revision_id=revision, draft_id=draft_id, number=number, version="1.1", content_hash="h", submitted_at=NOON, ended_at=NOON,
                      outcome=outcome, front={}, text=""))  # fmt: skip
    session.flush()


def drafted(session: Session, code: str = "RSK-STD-01", origin: str = "browser") -> int:
    """A draft of a document, as the editor begins one."""
    document_id = session.scalars(select(Document.id).where(Document.code == code)).one()
    draft = Draft(document_id=document_id, origin=origin, made_at=NOON, saved_at=NOON, front={}, text="")
    session.add(draft)
    session.flush()
    return draft.id


def told(session: Session, kind: str) -> list[tuple[int, str, str]]:
    return [(n.person_id, n.code, n.url) for n in session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))]


def state_of(database: Database, number: int) -> str:
    with database.reading() as session:
        return session.scalars(select(ProblemReport.state).where(ProblemReport.id == number)).one()


def test_a_report_may_say_how_the_paragraph_should_read_and_the_owner_is_told(
    as_person: Enter, database: Database, cast: dict[str, int]
) -> None:
    anna = as_person("anna")
    assert "How should it read?" in anna.get(NEW).get_data(as_text=True)
    send(anna, NEW, version="1.0", anchor="r1", text="Fortnight of what?", proposal="R1. Every fourteen days.")
    assert send(anna, NEW, version="1.0", anchor="r1", text="x", proposal="y" * 4001).status_code == 422
    page = as_person("gina").get("/problems/1").get_data(as_text=True)
    assert "R1. Every fourteen days." in page
    with database.reading() as session:
        assert told(session, "problem_reported") == [(cast["gina"], "RSK-STD-01", "/problems/1")]


@pytest.mark.parametrize(("verdict", "action"), [
    ("answered", "problem answered"), ("accepted", "request accepted"), ("declined", "request declined"),
])  # fmt: skip
def test_the_owner_answers_accepts_or_declines_and_the_reporter_is_told(
    as_person: Enter, database: Database, cast: dict[str, int], verdict: str, action: str
) -> None:
    with database.writing() as session:
        number = reported(session)
    answer = send(as_person("gina"), f"/problems/{number}", answer="So it is.", verdict=verdict, seen="open")
    assert answer.location == "/problems"
    shown = verdict.capitalize()
    assert shown in as_person("anna").get("/my-readings").get_data(as_text=True)
    with database.reading() as session:
        assert told(session, "problem_answered") == [(cast["anna"], "RSK-STD-01", f"/problems/{number}")]
        facts, _ = journal.facts(session, journal.Wanted(kinds=("problem",)))
    assert (facts[0].action, facts[0].before, facts[0].after) == (action, {"state": "open"}, {"state": verdict})
    listed = as_person("vera").get(f"/problems.csv?state={verdict}").get_data(as_text=True)
    assert f",{shown}," in listed


def test_what_was_accepted_may_still_be_declined_but_not_what_is_settled_or_was_seen_otherwise(
    as_person: Enter, database: Database, cast: dict[str, int]
) -> None:
    with database.writing() as session:
        number = accepted(session, cast["gina"])
        problems.choose(session, drafted(session), [number])
    gina = as_person("gina")
    late = send(gina, f"/problems/{number}", answer="Twice.", verdict="accepted", seen="open")
    assert late.status_code == 422
    assert "Somebody else answered this meanwhile." in late.get_data(as_text=True)
    assert 'value="accepted"' in late.get_data(as_text=True)
    send(gina, f"/problems/{number}", answer="Not after all.", verdict="declined", seen="accepted")
    assert state_of(database, number) == "declined"
    assert send(gina, f"/problems/{number}", answer="Again.", verdict="answered", seen="declined").status_code == 422
    with database.reading() as session:
        assert session.scalars(select(DraftRequest)).all() == []


@pytest.mark.parametrize(
    "fields", [{"verdict": "settled", "seen": "open"}, {"verdict": "answered", "seen": ""}, {"verdict": "accepted", "seen": "x"}]
)
def test_a_form_that_was_tampered_with_changes_nothing(as_person: Enter, database: Database, fields: dict[str, str]) -> None:
    with database.writing() as session:
        number = reported(session)
    assert send(as_person("gina"), f"/problems/{number}", answer="So.", **fields).status_code == 422
    assert state_of(database, number) == "open"


def test_a_draft_takes_up_accepted_requests_of_its_own_document_only(database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        mine, other = accepted(session, cast["gina"]), accepted(session, cast["gina"], name="boris", code="RSK-STD-02")
        still_open, draft = reported(session), drafted(session)
        document_id = session.get_one(Draft, draft).document_id
        for wrong in (other, still_open, 999):
            with pytest.raises(problems.NotAccepted):
                problems.choose(session, draft, [mine, wrong])
        problems.choose(session, draft, [mine])
        problems.choose(session, draft, [mine])
        assert [(r.id, r.chosen, r.anchor) for r in requests_of(session, document_id, draft)] == [(mine, True, "r1")]
        assert [(r.id, r.chosen) for r in requests_of(session, document_id)] == [(mine, False)]
        problems.choose(session, draft, [])
        assert [r.chosen for r in requests_of(session, document_id, draft)] == [False]


def test_the_version_that_takes_effect_settles_the_request_and_the_reporter_reads_which(
    as_person: Enter, database: Database, cast: dict[str, int], publish: Publish
) -> None:
    with database.writing() as session:
        number, other = accepted(session, cast["gina"]), accepted(session, cast["gina"])
        left = accepted(session, cast["gina"], name="boris", code="RSK-STD-02")
    publish(standard("1.1", "2026-03-02"))
    with database.writing() as session:
        draft, given_up = drafted(session), drafted(session, origin="file")
        problems.choose(session, draft, [number])
        problems.choose(session, given_up, [other])
        for one, outcome in ((draft, "approved"), (given_up, "returned")):
            approved(session, one, revision_id(session, "RSK-STD-01", "1.1"), outcome)
        announcing.announce(session, NOON, zone="UTC")
        announcing.announce(session, NOON, zone="UTC")
        assert told(session, "suggestion_settled") == [(cast["anna"], "RSK-STD-01", f"/problems/{number}")]
    assert [state_of(database, one) for one in (number, other, left)] == ["settled", "accepted", "accepted"]
    anna = as_person("anna")
    assert "in version 1.1" in anna.get("/my-readings").get_data(as_text=True)
    assert "/library/rsk-std-01/versions/1.1" in anna.get(f"/problems/{number}").get_data(as_text=True)
    assert "settled in version 1.1" in anna.get("/notices").get_data(as_text=True)
