"""Inviting reviewers, comments that stay with their paragraph, suggestions and what becomes of them, delegates."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.config import Config
from portal.db import Database
from portal.errors import NotAllowed, NotFound, Refused
from portal.library.models import Comment, Draft, Reviewer, Round, Writer
from portal.library.service import approving, delegating, reviews, rounds, submitting
from portal.notices.models import Notice
from portal.people import service as people
from tests.library.review_desk import CHANGED, LATER, approver, decider, drafted, hold, state, submit, submitted
from tests.library.shelf import NOON, revision_id, standard
from tests.roots import publish_root, write_root

CODE = "RSK-STD-01"
RULE = "R1. The project manager looks at every risk each week. {#r1}"
TODAY = NOON.date()


@pytest.fixture
def desk(shelf: None, database: Database, cast: dict[str, int]) -> dict[str, int]:
    """The shelf is published and paul holds the post that approves it; the cast by name."""
    with database.writing() as session:
        hold(session, "Head of PMO", cast["paul"])
    return cast


def test_anybody_active_is_invited_once_and_told(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        assert reviews.invite(session, one.revision_id, [desk["anna"], desk["gina"]], actor_id=desk["vera"], at=NOON) == 2
        assert reviews.invite(session, one.revision_id, [desk["anna"]], actor_id=desk["vera"], at=NOON) == 0
        people.deactivate(session, desk["gina"], actor_id=desk["adam"], at=LATER)
        with pytest.raises(reviews.NotActive):
            reviews.invite(session, one.revision_id, [desk["boris"], desk["gina"]], actor_id=desk["vera"], at=LATER)
        told = select(Notice.person_id).where(Notice.kind == "review_asked").order_by(Notice.person_id)
        assert list(session.scalars(told)) == sorted([desk["anna"], desk["gina"], desk["paul"]])


def test_a_comment_keeps_the_paragraph_it_was_made_on(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        said = reviews.Said("Why weekly?", quote=f"  {RULE}\n", anchor="r1")
        reviews.comment(session, one.id, said, actor_id=desk["anna"], at=LATER)
        with pytest.raises(reviews.NoSuchParagraph):
            reviews.comment(session, one.id, reviews.Said("Hm.", quote="Something else entirely."), actor_id=desk["anna"], at=LATER)
        with pytest.raises(reviews.NothingSaid):
            reviews.comment(session, one.id, reviews.Said("  ", quote=RULE, suggestion=RULE), actor_id=desk["anna"], at=LATER)
        made = session.scalars(select(Comment)).one()
        assert (made.quote, made.anchor, made.text, made.state) == (RULE, "r1", "Why weekly?", "open")
        assert list(session.scalars(select(Notice.person_id).where(Notice.kind == "comment"))) == [desk["vera"]]


def test_an_accepted_suggestion_calls_the_text_back_and_makes_its_author_a_writer(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        nadia = approver(session, "nadia")
        one = submitted(session, CODE, desk["vera"])
        said = reviews.Said(quote=RULE, suggestion="R1. Every Monday. {#r1}")
        number = reviews.comment(session, one.id, said, actor_id=nadia, at=LATER)
        draft = session.get_one(Draft, reviews.accept(session, number, actor_id=desk["vera"], at=LATER))
        assert (draft.state, draft.text) == ("open", CHANGED.replace(RULE, "R1. Every Monday. {#r1}"))
        assert set(session.scalars(select(Writer.person_id).where(Writer.draft_id == draft.id))) == {desk["vera"], nadia}
        with pytest.raises(reviews.Settled):
            reviews.accept(session, number, actor_id=desk["vera"], at=LATER)
        again = submit(session, draft, desk["vera"], at=LATER)
        with pytest.raises(approving.MayNotDecide, match="Your words"):
            approving.approve(session, again.id, content_hash=again.content_hash, by=decider(nadia))
        assert approving.approve(session, again.id, content_hash=again.content_hash, by=decider(desk["paul"]))


def test_a_suggestion_for_a_paragraph_changed_since_is_taken_over_by_hand(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        number = reviews.comment(session, one.id, reviews.Said(quote=RULE, suggestion="R1. Daily."), actor_id=desk["anna"], at=NOON)
        submitting.call_back(session, one.revision_id, actor_id=desk["vera"], at=NOON)
        drafted(session, CODE, desk["vera"], text=CHANGED.replace("each week", "each working week"))
        with pytest.raises(reviews.NoLongerThere):
            reviews.accept(session, number, actor_id=desk["vera"], at=LATER)
        reviews.settle(session, number, "declined", actor_id=desk["vera"], at=LATER)
        with pytest.raises(reviews.Settled):
            reviews.settle(session, number, "resolved", actor_id=desk["vera"], at=LATER)


def test_answers_hang_on_the_first_comment_and_end_with_the_approval(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        first = reviews.comment(session, one.id, reviews.Said("About the whole."), actor_id=desk["anna"], at=NOON)
        second = reviews.reply(session, first, "Thank you.", actor_id=desk["vera"], at=LATER)
        third = reviews.reply(session, second, "Welcome.", actor_id=desk["anna"], at=LATER)
        assert [session.get_one(Comment, key).parent_id for key in (first, second, third)] == [None, first, first]
        approving.approve(session, one.id, content_hash=one.content_hash, by=decider(desk["paul"]))
        for refused in (
            lambda: reviews.reply(session, first, "One more thing.", actor_id=desk["anna"], at=LATER),
            lambda: reviews.comment(session, one.id, reviews.Said("Late."), actor_id=desk["anna"], at=LATER),
            lambda: reviews.invite(session, one.revision_id, [desk["boris"]], actor_id=desk["vera"], at=LATER),
        ):
            with pytest.raises((reviews.Settled, rounds.NotInReview)):
                refused()


def test_a_reviewer_is_through_with_one_round_and_asked_again_for_the_next(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        reviews.invite(session, one.revision_id, [desk["anna"]], actor_id=desk["vera"], at=NOON)
        reviews.done(session, one.id, actor_id=desk["anna"], at=LATER)
        with pytest.raises(NotFound):
            reviews.done(session, one.id, actor_id=desk["boris"], at=LATER)
        submitting.call_back(session, one.revision_id, actor_id=desk["vera"], at=LATER)
        two = submit(session, session.scalars(select(Draft)).one(), desk["vera"], at=LATER)
        reviewer = session.get_one(Reviewer, (one.revision_id, desk["anna"]))
        assert (reviewer.done_round, two.revision_id) == (one.id, one.revision_id)
        told = select(Notice).where(Notice.person_id == desk["anna"], Notice.kind == "review_asked")
        assert len(session.scalars(told).all()) == 2


def test_a_delegate_approves_for_the_holder_while_the_days_last(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        nadia = approver(session, "nadia")
        one = submitted(session, CODE, desk["vera"])
        for_two_days = {"since": TODAY, "until": TODAY + timedelta(days=1), "at": NOON, "zone": "UTC"}
        delegating.delegate(session, desk["paul"], nadia, **for_two_days)
        late = decider(nadia, LATER + timedelta(days=2))
        with pytest.raises(approving.MayNotDecide, match="Head of PMO"):
            approving.approve(session, one.id, content_hash=one.content_hash, by=late)
        assert approving.approve(session, one.id, content_hash=one.content_hash, by=decider(nadia))
        assert list(session.scalars(select(Notice.person_id).where(Notice.kind == "delegated"))) == [nadia]


def test_a_delegate_who_wrote_the_text_or_stands_in_for_its_writer_approves_nothing(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        nadia = approver(session, "nadia")
        people.grant_role(session, nadia, "author", actor_id=None, at=NOON)
        delegating.delegate(session, desk["paul"], nadia, since=TODAY, until=TODAY, at=NOON, zone="UTC")
        one = submitted(session, CODE, nadia)
        with pytest.raises(approving.MayNotDecide, match="Your words"):
            approving.approve(session, one.id, content_hash=one.content_hash, by=decider(nadia))
        guide = submitted(session, "RSK-GDE-01", desk["vera"])
        session.add(Writer(draft_id=guide.draft_id, person_id=desk["paul"], since=NOON))
        session.flush()
        with pytest.raises(approving.MayNotDecide, match="wrote in this text"):
            approving.approve(session, guide.id, content_hash=guide.content_hash, by=decider(nadia))


def test_a_delegation_ended_early_counts_no_more(database: Database, desk: dict[str, int]) -> None:
    with database.writing() as session:
        nadia = approver(session, "nadia")
        one = submitted(session, CODE, desk["vera"])
        number = delegating.delegate(session, desk["paul"], nadia, since=TODAY, until=TODAY, at=NOON, zone="UTC")
        with pytest.raises(NotFound):
            delegating.end(session, number, actor_id=desk["vera"], at=LATER)
        delegating.end(session, number, actor_id=nadia, at=LATER)
        with pytest.raises(approving.MayNotDecide):
            approving.approve(session, one.id, content_hash=one.content_hash, by=decider(nadia))


def test_only_approvers_delegate_to_approvers_on_days_to_come(database: Database, desk: dict[str, int]) -> None:
    yesterday = TODAY - timedelta(days=1)
    with database.writing() as session:
        nadia = approver(session, "nadia")
        delegating.delegate(session, desk["paul"], nadia, since=date(2026, 4, 1), until=date(2026, 4, 9), at=NOON, zone="UTC")
        for who, to, since, until, refusal in (
            (desk["vera"], nadia, TODAY, TODAY, NotAllowed),
            (desk["paul"], desk["vera"], TODAY, TODAY, delegating.NotAnApprover),
            (desk["paul"], desk["paul"], TODAY, TODAY, delegating.NotYourself),
            (desk["paul"], nadia, yesterday, TODAY, delegating.WrongDays),
            (desk["paul"], nadia, TODAY, yesterday, delegating.WrongDays),
            (desk["paul"], nadia, TODAY, date(2027, 6, 1), delegating.WrongDays),
            (desk["paul"], nadia, date(2026, 4, 9), date(2026, 4, 12), delegating.Overlaps),
        ):
            with pytest.raises((refusal, Refused) if refusal is NotAllowed else refusal):
                delegating.delegate(session, who, to, since=since, until=until, at=NOON, zone="UTC")


def test_a_text_from_files_waits_in_review_and_is_approved_in_the_portal(
    database: Database, config: Config, desk: dict[str, int], tmp_path: Path
) -> None:
    note = "Weekly."
    with database.writing() as session:
        for text in ("First words.", "Better words."):
            root = write_root(tmp_path / "files", standard("1.1", "2026-03-02", change=note, body=f"# Purpose\n\n{text}\n"))
            publish_root(session, config, root, at=NOON, take_effect="never")
        first, second = session.scalars(select(Round).order_by(Round.number))
        assert [(one.outcome, one.draft_id, one.submitted_by) for one in (first, second)] == [("replaced", None, None), (None, None, None)]
        assert approving.approve(session, second.id, content_hash=second.content_hash, by=decider(desk["paul"]))
        assert state(session)[1] == ("1.1", "approved", LATER, None)


def test_a_file_that_waits_for_its_day_is_taken_back_as_a_draft_of_its_own(
    database: Database, config: Config, desk: dict[str, int], tmp_path: Path
) -> None:
    later = standard("1.1", "2026-04-01", change="Weekly.", body="# Purpose\n\nLater words.\n")
    with database.writing() as session:
        publish_root(session, config, write_root(tmp_path / "files", later), at=NOON)
        assert state(session)[0][3] == state(session)[1][2] is not None
        draft_id = approving.void(session, revision_id(session, CODE, "1.1"), by=decider(desk["vera"]))
        assert [row[1:] for row in state(session)] == [("approved", datetime(2026, 1, 5, tzinfo=UTC), None), ("draft", None, None)]
        again = submit(session, session.get_one(Draft, draft_id), desk["vera"], at=LATER)
        assert (again.number, again.version, again.text) == (1, "1.1", "\n# Purpose\n\nLater words.\n")
        with pytest.raises(approving.CannotBeVoided):
            approving.void(session, revision_id(session, CODE), by=decider(desk["vera"]))
