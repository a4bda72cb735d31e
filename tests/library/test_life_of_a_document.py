"""Whatever people do with a document, in whatever order, on either database: its law holds after every step.

Hypothesis draws the steps; each either happens or is refused with a sentence of ours and changes nothing.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from operator import itemgetter
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from portal.content.front_matter import Version
from portal.content.source import document_of
from portal.db import Database, Session
from portal.errors import PortalError
from portal.journal.models import JournalRow
from portal.library.drafts import file_of, path_of
from portal.library.models import Comment, Decision, Document, Draft, Revision, Round, Writer
from portal.library.service import approving, drafting, reviews, saving, submitting, withdrawing
from portal.people import service as people
from tests.library.review_desk import approver, decider, hold
from tests.library.shelf import NOON

PROFILE = settings(
    max_examples=8, stateful_step_count=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
LEVELS = ("major", "minor")
AUTHORS = ("vera", "nadia")
APPROVERS = ("paul", "paul", "paul", "paul", "nadia", "omar", "vera")
PEOPLE = ("vera", "paul", "nadia", "omar", "anna")
FIELDS = {"summary": "What it asks.", "practices": ["RSK.1"], "owner": "Risk lead", "approver": "Head of PMO", "phases": ["plan"],
          "must_read": ["position:TEM"], "change": "Other words.", "transition": "All projects."}  # fmt: skip
ANYTHING = ("begin", "save", "submit", "call_back", "comment", "settle", "approve", "give_back", "void", "give_up", "withdraw", "restore",
            "time_passes")  # fmt: skip
LIKELY = {
    "open": ("save", "save", "submit", "submit", "submit", "submit", "submit", "settle", *ANYTHING),
    "submitted": ("comment", "comment", "settle", *["approve"] * 8, *ANYTHING),
    "closed": ("begin", "begin", "begin", "void", "void", "withdraw", "withdraw", "restore", "restore", *ANYTHING),
}
Draw = Callable[[Any], Any]
KEPT = ("round_id", "person_id", "role", "verdict", "comment", "content_hash", "at")


class LifeOfADocument(RuleBasedStateMachine):
    """One document of its own, the people around it, and a clock that only goes on."""

    database: ClassVar[Database]
    cast: ClassVar[dict[str, int]]
    happened: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.at, self.number, self.stage = NOON, 0, "open"
        self.kept: dict[tuple[str, int], tuple[Any, ...]] = {}
        with self.database.writing() as session:
            wish = drafting.Wish("RSK", "standard", "A life")
            self.draft_id = drafting.new(session, wish, actor_id=self.cast["vera"], at=self.at)
            self.document_id = session.get_one(Draft, self.draft_id).document_id
            self.code = session.get_one(Document, self.document_id).code
        self.save(itemgetter(0))

    def act(self, step: Callable[[Session], Any], *, leaves_a_row: bool = True) -> None:
        """One step, a minute later: it happens and the journal says so, or it is refused and nothing changed."""
        self.at += timedelta(minutes=1)
        with self.database.reading() as session:
            before, rows = self.picture(session), self.rows(session)
        try:
            with self.database.writing() as session:
                step(session)
        except PortalError:
            with self.database.reading() as session:
                assert self.picture(session) == before
            return
        self.happened[step.__qualname__.split(".")[1]] += 1
        with self.database.reading() as session:
            assert not leaves_a_row or self.rows(session) > rows
            self.stage = session.get_one(Draft, self.draft_id).state

    def picture(self, session: Session) -> tuple[Any, ...]:
        """Everything a step could change about the document."""
        texts = [(r.id, r.state, r.content_hash, r.effective_from, r.effective_until, r.approved_at) for r in self.revisions(session)]
        ended = [(one.id, one.outcome) for one in self.rounds(session)]
        drafts = [(d.id, d.state, d.seq) for d in session.scalars(select(Draft).where(Draft.document_id == self.document_id))]
        talk = select(func.count()).select_from(Comment).join(Revision, Revision.id == Comment.revision_id)
        return texts, ended, drafts, session.scalar(talk.where(Revision.document_id == self.document_id)), self.rows(session)

    def rows(self, session: Session) -> int:
        """How many rows the journal has about the document."""
        return session.scalar(select(func.count()).select_from(JournalRow).where(JournalRow.object_key == self.code)) or 0

    def revisions(self, session: Session) -> list[Revision]:
        """Its Revisions, oldest first."""
        return list(session.scalars(select(Revision).where(Revision.document_id == self.document_id).order_by(Revision.id)))

    def rounds(self, session: Session) -> list[Round]:
        """All rounds of its Revisions."""
        query = select(Round).join(Revision, Revision.id == Round.revision_id).where(Revision.document_id == self.document_id)
        return list(session.scalars(query.order_by(Round.revision_id, Round.number)))

    def newest(self, session: Session) -> Round:
        """The round that was begun last; one that does not exist where there is none."""
        found = self.rounds(session)
        return max(found, key=lambda one: one.id) if found else Round(id=0, revision_id=0, content_hash="")

    def today(self) -> date:
        """The day of the clock."""
        return self.at.date()

    @initialize(seed=st.integers(0, 2**32 - 1))
    def chance(self, seed: int) -> None:
        """Chance that is drawn once: what hypothesis draws at each step leans to the first of the possible, and documents end young."""
        self.draw = Random(seed).choice  # noqa: S311  chance, not a secret

    @rule()
    def somebody_does_something(self) -> None:
        """Most of the time what fits the state of the draft, sometimes what does not."""
        getattr(self, self.draw(LIKELY[self.stage]))(self.draw)

    def begin(self, draw: Draw) -> None:
        who = draw(AUTHORS)

        def step(session: Session) -> None:
            self.draft_id = drafting.begin(session, self.code, actor_id=self.cast[who], at=self.at)

        self.act(step, leaves_a_row=False)

    def save(self, draw: Draw) -> None:
        who = draw(AUTHORS)
        level = draw(LEVELS)
        flaw = draw(("", "", "", "", "", "", "summary", "approver"))

        def step(session: Session) -> None:
            draft = session.get_one(Draft, self.draft_id)
            self.number += 1
            front = {**draft.front, **FIELDS, "level": level} | ({flaw: ""} if flaw else {})
            typed = saving.Typed(front, f"# Purpose\n\nWords number {self.number}. {{#p1}}\n")
            base = saving.Typed(draft.front, draft.text)
            saving.save(session, draft.id, typed, based_on=draft.seq, base=base, actor_id=self.cast[who], at=self.at)

        self.act(step, leaves_a_row=False)

    def submit(self, draw: Draw) -> None:
        who = draw(AUTHORS)
        seen = draw((0, 0, 0, -1))
        by = self.cast[who]

        def step(session: Session) -> None:
            seq = session.get_one(Draft, self.draft_id).seq + seen
            submitting.submit(session, self.draft_id, seq=seq, by=submitting.Submitter(by, self.at, "UTC"))

        self.act(step)

    def call_back(self, draw: Draw) -> None:
        who = draw(AUTHORS)
        self.act(lambda session: submitting.call_back(session, self.newest(session).revision_id, actor_id=self.cast[who], at=self.at))

    def comment(self, draw: Draw) -> None:
        who = draw(PEOPLE)
        suggests = draw((True, False))

        def step(session: Session) -> None:
            one = self.newest(session)
            quote = one.text.split("\n")[2] if one.id else "Nothing."
            said = reviews.Said("Hm.", quote, "p1", f"Better words {self.number}." if suggests else None)
            reviews.comment(session, one.id, said, actor_id=self.cast[who], at=self.at)

        self.act(step)

    def settle(self, draw: Draw) -> None:
        who = draw(AUTHORS)
        what = draw(("accept", "resolved", "declined"))

        def step(session: Session) -> None:
            query = select(Comment.id).join(Revision, Revision.id == Comment.revision_id).where(Revision.document_id == self.document_id)
            number = session.scalars(query.order_by(Comment.suggestion.is_not(None).desc(), Comment.id.desc())).first() or 0
            if what == "accept":
                reviews.accept(session, number, actor_id=self.cast[who], at=self.at)
            else:
                reviews.settle(session, number, what, actor_id=self.cast[who], at=self.at)

        self.act(step)

    def approve(self, draw: Draw) -> None:
        who = draw(APPROVERS)
        days = draw((None, 0, 1, 3, 9, 9, -1))
        knows = draw((True, True, True, True, True, True, False))

        def step(session: Session) -> None:
            one = self.newest(session)
            begins = None if days is None else self.today() + timedelta(days=days)
            seen = one.content_hash if knows else "0" * 64
            approving.approve(session, one.id, content_hash=seen, by=decider(self.cast[who], self.at), begins=begins)

        self.act(step)

    def give_back(self, draw: Draw) -> None:
        who = draw(APPROVERS)

        def step(session: Session) -> None:
            one = self.newest(session)
            approving.return_(session, one.id, content_hash=one.content_hash, by=decider(self.cast[who], self.at), comment="Mend it.")

        self.act(step)

    def void(self, draw: Draw) -> None:
        who = draw(AUTHORS)

        def step(session: Session) -> None:
            found = [one.id for one in self.revisions(session) if one.effective_from]
            self.draft_id = approving.void(session, found[-1] if found else 0, by=decider(self.cast[who], self.at))

        self.act(step)

    def give_up(self, draw: Draw) -> None:
        who = draw(AUTHORS)
        self.act(lambda session: drafting.give_up(session, self.draft_id, actor_id=self.cast[who], at=self.at), leaves_a_row=False)

    def withdraw(self, draw: Draw) -> None:
        days = draw((0, 2))
        leaving = withdrawing.Leaving(self.today() + timedelta(days=days), "Nobody needs it.")
        by = {"today": self.today(), "zone": "UTC", "actor_id": self.cast["vera"]}
        self.act(lambda session: withdrawing.withdraw(session, self.code, leaving, at=self.at, **by))

    def restore(self, draw: Draw) -> None:
        who = draw(AUTHORS)
        which = draw((0, 1, 2, 3))

        def step(session: Session) -> None:
            found = self.revisions(session)
            version = Version(found[which % len(found)].major, found[which % len(found)].minor) if found else Version(1, 0)
            self.draft_id = drafting.restore(session, self.code, version, actor_id=self.cast[who], at=self.at)

        self.act(step)

    def time_passes(self, draw: Draw) -> None:
        """Days come."""
        self.at += timedelta(hours=draw((1, 20, 50)))
        self.happened["time_passes"] += 1

    @invariant()
    def at_most_one_text_is_effective_at_every_instant(self) -> None:
        with self.database.reading() as session:
            spans = sorted((r.effective_from, r.effective_until or datetime.max.replace(tzinfo=NOON.tzinfo))
                           for r in self.revisions(session) if r.effective_from)  # fmt: skip
        assert all(until <= since for (_, until), (since, _) in pairwise(spans)), spans

    @invariant()
    def nobody_approved_words_of_their_own(self) -> None:
        with self.database.reading() as session:
            query = select(Decision, Round).join(Round, Round.id == Decision.round_id).join(Revision, Revision.id == Round.revision_id)
            for decision, one in session.execute(query.where(Revision.document_id == self.document_id)):
                wrote = select(Writer.person_id).where(Writer.draft_id == one.draft_id, Writer.since <= decision.at)
                assert decision.person_id not in {*session.scalars(wrote), one.submitted_by}

    @invariant()
    def what_was_approved_or_decided_never_changes(self) -> None:
        with self.database.reading() as session:
            for one in self.rounds(session):
                self.keep("round", one.id, (one.number, one.version, one.content_hash, one.text, one.submitted_by, one.submitted_at))
            query = select(Decision).join(Revision, Revision.id == Decision.revision_id).where(Revision.document_id == self.document_id)
            for decision in session.scalars(query):
                self.keep("decision", decision.id, tuple(getattr(decision, name) for name in KEPT))
            for revision in self.revisions(session):
                version = Version(revision.major, revision.minor)
                file, problems = document_of(path_of(revision.front), file_of(revision.front, version, revision.text))
                assert file is not None, problems
                assert file.digest == revision.content_hash

    @invariant()
    def rounds_are_whole_and_agree_with_texts_and_drafts(self) -> None:
        with self.database.reading() as session:
            rounds, revisions = self.rounds(session), {one.id: one for one in self.revisions(session)}
            waiting = {one.revision_id for one in rounds if one.ended_at is None}
            assert waiting == {key for key, one in revisions.items() if one.state == "in_review"}
            for key in revisions:
                assert [one.number for one in rounds if one.revision_id == key] == list(
                    range(1, 1 + sum(one.revision_id == key for one in rounds))
                )
            drafts = session.scalars(select(Draft).where(Draft.document_id == self.document_id)).all()
            assert {one.revision_id for one in drafts if one.state == "submitted"} == waiting
            approved = {one.revision_id for one in rounds if one.outcome == "approved"}
            assert approved == {key for key, one in revisions.items() if one.approved_at}

    def keep(self, kind: str, key: int, said: tuple[Any, ...]) -> None:
        """What was seen once is seen so for ever."""
        assert self.kept.setdefault((kind, key), said) == said


@pytest.mark.usefixtures("shelf")
def test_the_law_holds_whatever_people_do_in_whatever_order(database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        hold(session, "Head of PMO", cast["paul"])
        more = {name: approver(session, name) for name in ("nadia", "omar")}
        people.grant_role(session, more["nadia"], "author", actor_id=None, at=NOON)
    LifeOfADocument.database, LifeOfADocument.cast = database, {**cast, **more}
    LifeOfADocument.happened = Counter()
    run_state_machine_as_test(LifeOfADocument, settings=PROFILE)
    assert set(LifeOfADocument.happened) == set(ANYTHING), "not everything happened: the test proves less than it says"
