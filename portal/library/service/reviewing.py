"""Periodic review: the text stays as it is, and the day of the next review moves. Nothing here commits."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.errors import N_, NotFound, Refused
from portal.journal import service as journal
from portal.library.models import Document, ProblemReport, Review, Revision
from portal.library.policy import months_later
from portal.library.service.reading import ChangedMeanwhile


class WrongReviewDay(Refused):
    """The next review lies after this one."""

    sentence = N_("The next review comes after the day of this one, and no later than its months allow.")


class SayWhatToChange(Refused):
    """A request for a new version has words."""

    sentence = N_("Say what the new version is to change; its authors read it.")


def confirm_review(
    session: Session,
    code: str,
    *,
    on: date,
    at: datetime,
    actor_id: int | None,
    note: str = "",
    next_review: date | None = None,
    version: str = "",
) -> date:
    """Record that the effective text was looked at on that day and stays; gives the day of the next review.

    That is the Revision's months after `on`, or an earlier day where whoever looked wants to look again sooner. NotFound without an effective
    text, ChangedMeanwhile when it is another one than the `version` that was looked at.
    """
    document, revision = _effective(session, code, version, at)
    latest = months_later(on, revision.review_months)
    chosen = next_review or latest
    if not on < chosen <= latest:
        raise WrongReviewDay
    before = {"next_review": revision.next_review.isoformat() if revision.next_review else None}
    session.add(Review(document_id=document.id, revision_id=revision.id, by_id=actor_id, on=on, note=note))
    revision.next_review = chosen
    after = {"next_review": chosen.isoformat(), "version": f"{revision.major}.{revision.minor}"}
    journal.record(session, at, actor_id, "review confirmed", "document", code, before, after)
    return chosen


def ask_for_new_version(session: Session, code: str, *, at: datetime, actor_id: int, note: str, version: str) -> int:
    """Record what a periodic review found as an accepted request, which waits for the next version's draft; its number.

    The day of the next review stays: it is over when the new version takes effect. Raises SayWhatToChange, ChangedMeanwhile.
    """
    document, revision = _effective(session, code, version, at)
    if not note.strip():
        raise SayWhatToChange
    request = ProblemReport(document_id=document.id, revision_id=revision.id, text=note, by_id=actor_id, at=at, state="accepted")
    session.add(request)
    session.flush()
    after = {"state": "accepted", "document": code, "version": f"{revision.major}.{revision.minor}"}
    journal.record(session, at, actor_id, "request accepted", "problem", request.id, None, after)
    return request.id


def _effective(session: Session, code: str, version: str, at: datetime) -> tuple[Document, Revision]:
    query = select(Document, Revision).join(Revision, Revision.document_id == Document.id).where(Document.code == code)
    query = query.where(Revision.effective_from <= at, or_(Revision.effective_until.is_(None), Revision.effective_until > at))
    found = session.execute(query.with_for_update(of=Revision)).one_or_none()
    if found is None:
        raise NotFound
    document, revision = found
    if version and version != f"{revision.major}.{revision.minor}":
        raise ChangedMeanwhile
    return document, revision
