"""Periodic review: the text stays as it is, and the day of the next review moves. Nothing here commits."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.errors import N_, NotFound, Refused
from portal.journal import service as journal
from portal.library.models import Document, Review, Revision
from portal.library.policy import months_later


class WrongReviewDay(Refused):
    """The next review lies after this one."""

    sentence = N_("The next review comes after the day of this one, and no later than its months allow.")


def confirm_review(
    session: Session, code: str, *, on: date, at: datetime, actor_id: int | None, note: str = "", next_review: date | None = None
) -> date:
    """Record that the effective text was looked at on that day and stays; gives the day of the next review.

    That is the Revision's months after `on`, or an earlier day where whoever looked wants to look again sooner. NotFound without an effective text.
    """
    query = select(Document, Revision).join(Revision, Revision.document_id == Document.id).where(Document.code == code)
    query = query.where(Revision.effective_from <= at, or_(Revision.effective_until.is_(None), Revision.effective_until > at))
    found = session.execute(query.with_for_update(of=Revision)).one_or_none()
    if found is None:
        raise NotFound
    document, revision = found
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
