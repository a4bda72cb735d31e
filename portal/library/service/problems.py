"""Reporting that a paragraph is wrong, unclear or missing, and answering that. Nothing here commits."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.errors import N_, Conflict, NotFound
from portal.journal import service as journal
from portal.library.models import Document, ProblemReport, RenderedText, Revision, RevisionAudience
from portal.permissions import Reader


class AnsweredMeanwhile(Conflict):
    """Somebody else answered first."""

    sentence = N_("Somebody else answered this meanwhile. Your answer was not saved; read theirs below.")


def report(session: Session, reader: Reader, code: str, major: int, minor: int, *, anchor: str, text: str, at: datetime) -> int:
    """Keep what a reader says about a place in a Revision, or about the whole (no anchor, or one the text has not); its number.

    NotFound for a Revision that is not for the reader or never took effect.
    """
    query = select(Revision.id, Revision.document_id, RenderedText.anchors).join(Document, Document.id == Revision.document_id)
    query = query.join(RenderedText, RenderedText.revision_id == Revision.id).where(Document.code == code)
    query = query.where(Revision.major == major, Revision.minor == minor, Revision.effective_from <= at)
    is_for = exists().where(RevisionAudience.revision_id == Revision.id, RevisionAudience.token.in_(reader.audience))
    revision = session.execute(query.where(is_for)).one_or_none()
    if revision is None:
        raise NotFound
    place = anchor if anchor in revision.anchors else ""
    problem = ProblemReport(
        document_id=revision.document_id, revision_id=revision.id, anchor=place, text=text, by_id=reader.person_id, at=at
    )
    session.add(problem)
    session.flush()
    after = {"document": code, "version": f"{major}.{minor}", "anchor": place}
    journal.record(session, at, reader.person_id, "problem reported", "problem", problem.id, after=after)
    return problem.id


def answer(session: Session, problem_id: int, text: str, *, actor_id: int, at: datetime) -> None:
    """Answer a problem, once; the caller has asked whether the actor may. The reporter reads the answer."""
    problem = session.scalars(select(ProblemReport).where(ProblemReport.id == problem_id).with_for_update()).one_or_none()
    if problem is None:
        raise NotFound
    if problem.answered_at is not None:
        raise AnsweredMeanwhile
    problem.answer, problem.answered_by, problem.answered_at = text, actor_id, at
    journal.record(session, at, actor_id, "problem answered", "problem", problem_id, {"state": "open"}, {"state": "answered"})
