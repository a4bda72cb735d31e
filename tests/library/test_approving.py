"""Submitting, approving, returning, calling back and voiding: what each makes of the texts, and what each refuses."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.errors import Conflict, Refused
from portal.journal.models import JournalRow
from portal.library.models import Decision, Draft, RenderedText, Requirement, Revision, Round
from portal.library.service import approving, rounds, submitting
from portal.library.service.rendered import compare
from portal.people import service as people
from portal.search.models import SearchPending
from portal.settings import service as settings
from portal.vocabulary.queries import citing
from tests.library.conftest import Publish
from tests.library.review_desk import LATER, approver, decider, drafted, hold, newest_round, state, submit, submitted
from tests.library.shelf import NOON
from tests.roots import document

BEGAN = datetime(2026, 1, 5, tzinfo=UTC)
CODE = "RSK-STD-01"


@pytest.fixture
def desk(shelf: None, database: Database, cast: dict[str, int]) -> dict[str, int]:
    """The shelf is published and paul holds the post that approves it; the cast by name."""
    with database.writing() as session:
        hold(session, "Head of PMO", cast["paul"])
    return cast


def actions(session: Session, of: str = CODE) -> list[str]:
    """What the journal says of a document, oldest first."""
    rows = select(JournalRow.action).where(JournalRow.object_kind == "document", JournalRow.object_key == of).order_by(JournalRow.id)
    return list(session.scalars(rows))


def test_a_minor_change_is_submitted_approved_and_effective_at_once(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        assert state(session) == [("1.0", "approved", BEGAN, None), ("1.1", "in_review", None, None)]
        assert approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]), comment="Good.")
    with database.reading() as session:
        assert state(session) == [("1.0", "approved", BEGAN, LATER), ("1.1", "approved", LATER, None)]
        decision = session.scalars(select(Decision)).one()
        assert (decision.role, decision.person_id, decision.content_hash, decision.comment) == (
            "holder", desk["paul"], one.content_hash, "Good."
        )  # fmt: skip
        assert actions(session)[-3:] == ["draft begun", "revision submitted", "revision approved"]
        assert session.scalars(select(Draft.state)).one() == "closed"
        assert set(session.scalars(select(SearchPending.key))) >= {"document:RSK-STD-01@1.0", "document:RSK-STD-01@1.1"}
        owed = select(Requirement.since, Revision.minor).join(Revision, Revision.id == Requirement.revision_id)
        assert (LATER, 1) in [tuple(row) for row in session.execute(owed)]


def test_a_day_chosen_begins_at_its_midnight_in_the_organisations_zone(database: Database, desk: dict[str, int]) -> None:
    auckland = datetime(2026, 3, 9, 11, tzinfo=UTC)
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        by = decider(desk["paul"], zone="Pacific/Auckland")
        approving.approve(session, one.id, content_hash=one.content_hash, by=by, begins=date(2026, 3, 10))
        assert state(session) == [("1.0", "approved", BEGAN, auckland), ("1.1", "approved", auckland, None)]


def test_a_major_change_needs_a_note_and_a_transition_and_raises_the_first_figure(database: Database, desk: dict[str, int]) -> None:
    with pytest.raises(submitting.HasProblems) as refused, database.writing() as session:
        submitted(session, CODE, desk["vera"], level="major")
    assert [problem.code for problem in refused.value.problems] == ["missing-transition"]
    with pytest.raises(Refused, match="what changed"), database.writing() as session:
        submitted(session, CODE, desk["vera"], change="")
    with database.writing() as session:
        submitted(session, CODE, desk["vera"], level="major", transition="All projects from the date.")
        assert [row[0] for row in state(session)] == ["1.0", "2.0"]


def test_a_text_with_problems_or_a_day_in_the_past_is_not_submitted(database: Database, desk: dict[str, int]) -> None:
    for front, text, sentence in (
        ({"effective": "2026-03-01"}, "# Purpose\n\nGood.\n", "has passed"),
        ({}, "# Purpose\n\nIt follows [[XYZ-STD-99]].\n", "has problems"),
        ({"summary": ""}, "# Purpose\n\nGood.\n", "has problems"),
    ):
        with pytest.raises(Refused, match=sentence), database.writing() as session:
            submit(session, drafted(session, CODE, desk["vera"], text=text, **front), desk["vera"])
    with database.reading() as session:
        assert state(session) == [("1.0", "approved", BEGAN, None)]


def test_a_draft_saved_meanwhile_or_submitted_already_is_not_submitted(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        draft = drafted(session, CODE, desk["vera"])
    by = submitting.Submitter(desk["vera"], NOON, "UTC")
    with pytest.raises(submitting.DraftChanged), database.writing() as session:
        submitting.submit(session, draft.id, seq=draft.seq - 1, by=by)
    with database.writing() as session:
        submitting.submit(session, draft.id, seq=draft.seq, by=by)
    with pytest.raises(submitting.NotOpen), database.writing() as session:
        submitting.submit(session, draft.id, seq=draft.seq, by=by)


def test_a_returned_text_is_written_over_and_its_first_round_stays_word_for_word(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        first = submitted(session, CODE, desk["vera"])
        approving.return_(session, first.id, content_hash=first.content_hash, by=decider(desk["paul"]), comment="R2 as well.")
        assert state(session)[1][1] == "draft"
        draft = drafted(session, CODE, desk["vera"], text="# Purpose\n\nOther words.\n", level="major", transition="All.", at=LATER)
        second = submit(session, draft, desk["vera"], at=LATER)
        assert (second.number, second.revision_id, second.version) == (2, first.revision_id, "2.0")
        assert "each week" in first.text
        assert (first.outcome, second.outcome) == ("returned", None)
        assert [row[:2] for row in state(session)] == [("1.0", "approved"), ("2.0", "in_review")]


def test_a_return_says_what_to_mend(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
    with pytest.raises(approving.NeedsComment), database.writing() as session:
        approving.return_(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]), comment="  ")


def test_a_text_called_back_cannot_be_approved_and_is_a_draft_again(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        submitting.call_back(session, one.revision_id, actor_id=desk["vera"], at=LATER)
    with pytest.raises(rounds.NoLongerThis), database.writing() as session:
        approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))
    with database.reading() as session:
        assert state(session)[1] == ("1.1", "draft", None, None)
        assert session.scalars(select(Draft.state)).one() == "open"


def test_a_text_submitted_anew_a_second_ago_is_not_approved_by_what_was_read_before(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        read = submitted(session, CODE, desk["vera"])
        submitting.call_back(session, read.revision_id, actor_id=desk["vera"], at=NOON)
        submit(session, drafted(session, CODE, desk["vera"], text="# Purpose\n\nOther words.\n"), desk["vera"])
    now = newest_round_of(database, read.revision_id)
    for round_id, content_hash in ((read.id, read.content_hash), (now.id, read.content_hash)):
        with pytest.raises(Conflict), database.writing() as session:
            approving.approve(session, round_id, content_hash=content_hash, by=decider(desk["paul"]))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 0


def newest_round_of(database: Database, revision_id: int) -> Round:
    """The last round, read."""
    with database.reading() as session:
        return newest_round(session, revision_id)


@pytest.mark.parametrize(("begins", "refusal"), [(date(2026, 3, 1), approving.DayIsPast), (date(2025, 1, 1), approving.DayIsPast)])
def test_a_day_in_the_past_is_refused(database: Database, desk: dict[str, int], begins: date, refusal: type[Refused]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
    with pytest.raises(refusal), database.writing() as session:
        approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]), begins=begins)
    with database.reading() as session:
        assert state(session)[1][1] == "in_review"


def test_a_clock_set_back_decides_nothing(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
    early = decider(desk["paul"], NOON - timedelta(seconds=1))
    with pytest.raises(rounds.ClockBehind), database.writing() as session:
        approving.approve(session, one.id, content_hash=one.content_hash, by=early)
    with pytest.raises(rounds.ClockBehind), database.writing() as session:
        submitting.call_back(session, one.revision_id, actor_id=desk["vera"], at=early.at)


def test_nobody_approves_what_they_wrote_whatever_their_role(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        people.grant_role(session, desk["paul"], "author", actor_id=None, at=NOON)
        nadia = approver(session, "nadia")
        with pytest.raises(Refused, match="wrote in this text"):
            submitted(session, CODE, desk["paul"])
        hold(session, "Head of PMO", nadia)
        one = submit(session, session.scalars(select(Draft)).one(), desk["paul"])
        for decide in (approving.approve, approving.return_):
            with pytest.raises(approving.MayNotDecide, match="Nobody approves"):
                decide(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]), comment="Fine.")
        assert approving.approve(session, one.id, content_hash=one.content_hash, by=decider(nadia))


def test_two_approvals_are_wanted_where_the_setting_says_so_and_one_is_the_posts(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        settings.change(session, "approvals_standard", 2, actor_id=None, at=NOON)
        nadia, omar = approver(session, "nadia"), approver(session, "omar")
        one = submitted(session, CODE, desk["vera"])
        assert not approving.approve(session, one.id, content_hash=one.content_hash, by=decider(nadia))
        with pytest.raises(approving.MayNotDecide, match="already"):
            approving.approve(session, one.id, content_hash=one.content_hash, by=decider(nadia))
        with pytest.raises(approving.MayNotDecide, match=r"Head of PMO \(Paul\)"):
            approving.approve(session, one.id, content_hash=one.content_hash, by=decider(omar))
        assert state(session)[1][1] == "in_review"
        assert approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))


def test_a_policy_is_approved_by_executive_management_only(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        with pytest.raises(Refused, match="Policies are approved by Executive management"):
            submitted(session, "MET-POL-01", desk["vera"])
        one = submit(session, drafted(session, "MET-POL-01", desk["vera"], approver="Executive management"), desk["vera"])
        with pytest.raises(approving.MayNotDecide, match="Nobody holds the post Executive management"):
            approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))
        hold(session, "Executive management", desk["rita"])
        with pytest.raises(approving.MayNotDecide, match="does not have the role approver"):
            approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))
        nadia = approver(session, "nadia")
        hold(session, "Executive management", None)
        hold(session, "Executive management", nadia)
        with pytest.raises(approving.MayNotDecide, match=r"Executive management \(Nadia\)"):
            approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))
        assert approving.approve(session, one.id, content_hash=one.content_hash, by=decider(nadia))


def test_an_approver_who_left_approves_nothing(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        nadia = approver(session, "nadia")
        one = submitted(session, CODE, desk["vera"])
        people.deactivate(session, desk["paul"], actor_id=desk["adam"], at=LATER, zone="UTC")
        with pytest.raises(approving.MayNotDecide, match="Only approvers"):
            approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))
        assert approving.approve(session, one.id, content_hash=one.content_hash, by=decider(nadia))


def test_a_scheduled_text_voided_leaves_all_as_it_was_and_can_be_submitted_again(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]), begins=date(2026, 4, 1))
        owed = select(func.count()).select_from(Requirement).where(Requirement.revision_id == one.revision_id)
        assert session.scalar(owed) == 1
        draft_id = approving.void(session, one.revision_id, by=decider(desk["vera"]))
        assert state(session) == [("1.0", "approved", BEGAN, None), ("1.1", "draft", None, None)]
        assert session.scalar(owed) == 0
        assert (session.get_one(Draft, draft_id).state, one.outcome) == ("open", "voided")
        again = submit(session, session.get_one(Draft, draft_id), desk["vera"], at=LATER)
        assert (again.number, again.version) == (2, "1.1")


def test_a_text_that_is_effective_is_not_voided(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))
    with pytest.raises(approving.CannotBeVoided), database.writing() as session:
        approving.void(session, one.revision_id, by=decider(desk["vera"]))


def test_what_a_text_cites_counts_from_its_approval(database: Database, desk: dict[str, int]) -> None:
    text = "# Purpose\n\nIt follows [[RSK-GDE-01]].\n"
    with database.writing() as session:
        one = submit(session, drafted(session, CODE, desk["vera"], text=text), desk["vera"])
        assert citing(session, "RSK-GDE-01", "document") == ()
        approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))
        assert citing(session, "RSK-GDE-01", "document") == (CODE,)


def test_texts_that_link_to_a_document_carry_its_new_title_from_its_approval_and_lose_it_with_that(
    database: Database, desk: dict[str, int], publish: Publish
) -> None:
    publish(document("PLM-GDE-01", "Estimating", body="# Purpose\n\nIt follows [[RSK-STD-01]].\n"), at=NOON)

    def linked(session: Session) -> str:
        html = select(RenderedText.html).join(Revision, Revision.id == RenderedText.revision_id).where(Revision.title == "Estimating")
        return session.scalars(html).one()

    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"], title="Risks and chances")
        assert "RSK-STD-01 Risk management" in linked(session)
        approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]), begins=date(2026, 4, 1))
        assert "RSK-STD-01 Risks and chances" in linked(session)
        approving.void(session, one.revision_id, by=decider(desk["vera"]))
        assert "RSK-STD-01 Risk management" in linked(session)
        assert all(not comparison.differing for comparison in compare(session))
