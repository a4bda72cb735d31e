"""Reporting that a paragraph is wrong, unclear or missing, or how it should read; answering that; and which draft is to settle it.

Nothing here commits.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.errors import N_, Conflict, NotFound, Refused
from portal.journal import service as journal
from portal.library.models import Document, Draft, DraftRequest, ProblemReport, RenderedText, Revision, RevisionAudience
from portal.notices.service import settled, tell
from portal.people import queries as people
from portal.permissions import Reader

VERDICTS = frozenset({"answered", "accepted", "declined"})
"""How a problem may be answered."""
STILL_OPEN = frozenset({"open", "accepted"})


class AnsweredMeanwhile(Conflict):
    """Somebody else answered first."""

    sentence = N_("Somebody else answered this meanwhile. Your answer was not saved; read theirs below.")


class NotAccepted(Refused):
    """Only an accepted request of the same Document is settled by its draft."""

    sentence = N_("One of the requests you chose is not waiting for a change of this document any more. Look at the list again.")


def report(
    session: Session,
    reader: Reader,
    code: str,
    major: int,
    minor: int,
    *,
    anchor: str,
    text: str,
    at: datetime,
    zone: str,
    proposal: str = "",
) -> int:
    """Keep what a reader says about a place in a Revision, or about the whole (no anchor, or one the text has not); its number.

    `proposal` is how it should read. The owner is told. NotFound for a Revision that is not for the reader or never took effect.
    """
    revision = _seen(session, reader, code, (major, minor), at)
    place = anchor if anchor in revision.anchors else ""
    problem = ProblemReport(
        document_id=revision.document_id, revision_id=revision.id, anchor=place, text=text, proposal=proposal, by_id=reader.person_id, at=at
    )
    session.add(problem)
    session.flush()
    after = {"document": code, "version": f"{major}.{minor}", "anchor": place}
    journal.record(session, at, reader.person_id, "problem reported", "problem", problem.id, after=after)
    _tell_owner(session, problem, code, zone)
    return problem.id


def answer(
    session: Session, problem_id: int, text: str, *, actor_id: int, at: datetime, verdict: str = "answered", seen: str = "open"
) -> None:
    """Answer a problem, accept it as a request that a later version is to settle, or decline it; the caller has asked whether the actor may.

    `seen` is the state the actor saw: one that is accepted may still be answered or declined. The reporter is told and reads the answer.
    """
    problem = session.scalars(select(ProblemReport).where(ProblemReport.id == problem_id).with_for_update()).one_or_none()
    if problem is None:
        raise NotFound
    if problem.state != seen or seen not in STILL_OPEN or verdict == seen:
        raise AnsweredMeanwhile
    if verdict not in VERDICTS:
        raise ValueError(verdict)
    action = "request accepted" if verdict == "accepted" else "request declined" if verdict == "declined" else "problem answered"
    problem.state, problem.answer, problem.answered_by, problem.answered_at = verdict, text, actor_id, at
    session.execute(delete(DraftRequest).where(DraftRequest.problem_id == problem_id))
    journal.record(session, at, actor_id, action, "problem", problem_id, {"state": seen}, {"state": verdict})
    document = _standing(session, problem.document_id, at)
    settled(session, ("problem_reported",), _page(problem_id), at=at)
    tell(session, [problem.by_id], "problem_answered", at=at, by=actor_id, code=document.code, title=document.title, url=_page(problem_id))


def choose(session: Session, draft_id: int, problem_ids: Collection[int]) -> None:
    """Say which accepted requests a draft settles once it is effective, in place of those chosen before. NotAccepted for any other."""
    draft = session.get(Draft, draft_id)
    if draft is None:
        raise NotFound
    wanted = set(problem_ids)
    fit = select(ProblemReport.id).where(ProblemReport.document_id == draft.document_id, ProblemReport.state == "accepted")
    if wanted - set(session.scalars(fit.with_for_update())):
        raise NotAccepted
    session.execute(delete(DraftRequest).where(DraftRequest.draft_id == draft_id, DraftRequest.problem_id.not_in(wanted)))
    known = set(session.scalars(select(DraftRequest.problem_id).where(DraftRequest.draft_id == draft_id)))
    session.add_all(DraftRequest(draft_id=draft_id, problem_id=one) for one in sorted(wanted - known))
    session.flush()


def _seen(session: Session, reader: Reader, code: str, version: tuple[int, int], at: datetime) -> Any:
    """The Revision a reader saw, with its anchors."""
    query = select(Revision.id, Revision.document_id, RenderedText.anchors).join(Document, Document.id == Revision.document_id)
    query = query.join(RenderedText, RenderedText.revision_id == Revision.id).where(Document.code == code)
    query = query.where(Revision.major == version[0], Revision.minor == version[1], Revision.effective_from <= at)
    is_for = exists().where(RevisionAudience.revision_id == Revision.id, RevisionAudience.token.in_(reader.audience))
    revision = session.execute(query.where(is_for)).one_or_none()
    if revision is None:
        raise NotFound
    return revision


def _standing(session: Session, document_id: int, at: datetime) -> Any:
    """What a Document is called today and which post owns it."""
    query = select(Document.code, Revision.title, Revision.owner_post_id).join(Revision, Revision.document_id == Document.id)
    query = query.where(Document.id == document_id, Revision.effective_from <= at).order_by(Revision.effective_from.desc()).limit(1)
    return session.execute(query).one()


def _tell_owner(session: Session, problem: ProblemReport, code: str, zone: str) -> None:
    document = _standing(session, problem.document_id, problem.at)
    holder = people.holders(session, [document.owner_post_id], day_in(problem.at, zone))[document.owner_post_id]
    if holder:
        tell(session, [holder.person_id], "problem_reported", at=problem.at, by=problem.by_id, code=code, title=document.title,
             url=_page(problem.id))  # fmt: skip


def _page(problem_id: int) -> str:
    return f"/problems/{problem_id}"
