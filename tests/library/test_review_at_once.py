"""Two people decide, submit or call back at the same moment: one of them wins, the other is told, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import Database, Session
from portal.errors import PortalError
from portal.journal.models import JournalRow
from portal.library.models import Decision, Draft, Round
from portal.library.service import approving, reviews, submitting
from portal.settings import service as settings
from tests.library.review_desk import LATER, approver, decider, drafted, hold, state, submitted
from tests.library.shelf import NOON

CODE = "RSK-STD-01"


@pytest.fixture
def desk(shelf: None, database: Database, cast: dict[str, int]) -> dict[str, int]:
    """The shelf is published and paul holds the post that approves it; nadia approves too."""
    with database.writing() as session:
        hold(session, "Head of PMO", cast["paul"])
        return {**cast, "nadia": approver(session, "nadia")}


def at_once(database: Database, *acts: Callable[[Session], Any]) -> list[str]:
    """Do all of it at the same moment, each in its own transaction; what each came to: `done`, or the class of the refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[Session], Any]) -> str:
        barrier.wait(10)
        try:
            with database.writing() as session:
                act(session)
        except PortalError as refusal:
            return type(refusal).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def approve(one: Round, person_id: int) -> Callable[[Session], Any]:
    """Approve that round."""
    return lambda session: approving.approve(session, one.id, content_hash=one.content_hash, by=decider(person_id))


def test_of_two_who_approve_at_once_one_does_and_the_other_is_told(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        hold(session, "Head of PMO", None)
        one = submitted(session, CODE, desk["vera"])
    outcomes = at_once(database, approve(one, desk["paul"]), approve(one, desk["nadia"]))
    assert sorted(outcomes) == ["NoLongerThis", "done"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 1
        assert [row[1:] for row in state(session)][1] == ("approved", LATER, None)


def test_two_approvals_that_are_both_wanted_come_to_one_effective_text(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        settings.change(session, "approvals_standard", 2, actor_id=None, at=NOON)
        one = submitted(session, CODE, desk["vera"])
    assert at_once(database, approve(one, desk["paul"]), approve(one, desk["nadia"])) == ["done", "done"]
    with database.reading() as session:
        approvals = select(JournalRow.after).where(JournalRow.action == "revision approved").order_by(JournalRow.id)
        assert [after["effective_from"] is not None for after in session.scalars(approvals) if after] == [False, True]
        assert [row[1:] for row in state(session)][1] == ("approved", LATER, None)


def test_the_same_person_in_two_windows_approves_once(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
    assert sorted(at_once(database, approve(one, desk["paul"]), approve(one, desk["paul"]))) == ["NoLongerThis", "done"]


def test_a_text_is_approved_or_called_back_never_both(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])

    def call_back(session: Session) -> None:
        submitting.call_back(session, one.revision_id, actor_id=desk["vera"], at=LATER)

    outcomes = at_once(database, approve(one, desk["paul"]), call_back)
    assert sorted(outcomes) in (["NoLongerThis", "done"], ["NotInReview", "done"])
    with database.reading() as session:
        assert (session.get_one(Round, one.id).outcome, session.scalars(select(Draft.state)).one()) in {
            ("approved", "closed"), ("called_back", "open")
        }  # fmt: skip


def test_of_two_who_submit_one_draft_at_once_one_does(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        draft = drafted(session, CODE, desk["vera"])

    def submit(session: Session) -> None:
        submitting.submit(session, draft.id, seq=draft.seq, by=submitting.Submitter(desk["vera"], NOON, "UTC"))

    assert sorted(at_once(database, submit, submit)) == ["NotOpen", "done"]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Round)) == 1


def test_comments_acceptance_and_approval_at_once_end_in_one_order_or_another(database: Database, desk: dict[str, int]) -> None:
    rule = "R1. The project manager looks at every risk each week. {#r1}"
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        said = reviews.Said(quote=rule, suggestion="R1. Every Monday. {#r1}")
        number = reviews.comment(session, one.id, said, actor_id=desk["anna"], at=NOON)

    def accept(session: Session) -> None:
        reviews.accept(session, number, actor_id=desk["vera"], at=LATER)

    def talk(session: Session) -> None:
        reviews.comment(session, one.id, reviews.Said("Hm."), actor_id=desk["anna"], at=LATER)

    outcomes = at_once(database, approve(one, desk["paul"]), accept, talk, talk)
    assert outcomes[:2] in (["done", "Settled"], ["NoLongerThis", "done"])
    assert set(outcomes[2:]) <= {"done", "NotInReview"}
