"""Taking a Document out of effect, from a file or in the browser: one law. Nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.clock import midnight
from portal.errors import N_, Conflict, NotFound, Refused
from portal.journal import service as journal
from portal.library.models import Document, Draft, Revision
from portal.library.policy import entry_key
from portal.library.service import locks
from portal.library.service.drafting import InReview
from portal.search import service as search


class WithdrawnMeanwhile(Conflict):
    """A Document leaves once."""

    sentence = N_("%(code)s is withdrawn already. Nothing was changed.")


class NothingEffective(Refused):
    """What never took effect is not withdrawn; its draft is given up."""

    sentence = N_("%(code)s has no text that is effective or scheduled. Give up its draft instead.")


class NoSuccessor(Refused):
    """The successor is another Document that people can work by."""

    sentence = N_("%(successor)s cannot take its place: name another document that is effective, or leave the field empty.")


class DayIsPast(Refused):
    """Nobody is told today what they should not have worked by yesterday."""

    sentence = N_("The day is past. Choose today or a later day.")


@dataclass(frozen=True, slots=True)
class Leaving:
    """That a Document leaves: from the beginning of which day, why, and the code of what takes its place, or empty."""

    on: date
    reason: str
    successor: str = ""


def withdraw(session: Session, code: str, leaving: Leaving, *, today: date, zone: str, actor_id: int, at: datetime) -> None:
    """Withdraw a Document from a day on; today means from this moment. Search learns it with the commit."""
    locks.take_turn(session)
    document = session.scalars(select(Document).where(Document.code == code)).one_or_none()
    if document is None:
        raise NotFound
    _may_leave(session, document, leaving, today, at)
    moment = max(midnight(leaving.on, zone), at)
    ended = end(session, document, moment, leaving, actor_id=actor_id, at=at)
    rows = session.execute(select(Revision.id, Revision.major, Revision.minor).where(Revision.document_id == document.id))
    search.queue(session, [entry_key(code, major, minor) for key, major, minor in rows if key in ended])


def end(session: Session, document: Document, moment: datetime, leaving: Leaving, *, actor_id: int | None, at: datetime) -> frozenset[int]:
    """End everything that is effective or would be at that moment; a version that was to begin later never does. The ids of what ends."""
    document.withdrawn_at, document.withdrawn_reason = moment, leaving.reason
    document.successor_code = leaving.successor or None
    begun = select(Revision).where(Revision.document_id == document.id, Revision.effective_from.is_not(None))
    revisions = session.scalars(begun.order_by(Revision.effective_from)).all()
    ended = [revision for revision in revisions if revision.effective_until is None or revision.effective_until > moment]
    for revision in ended:
        begins = revision.effective_from is not None and revision.effective_from < moment
        revision.effective_from, revision.effective_until = (revision.effective_from, moment) if begins else (None, None)
        revision.state, revision.next_review = "withdrawn", None
    session.flush()
    after = {"on": leaving.on.isoformat(), "successor": leaving.successor or None}
    journal.record(session, at, actor_id, "document withdrawn", "document", document.code, after=after)
    return frozenset(revision.id for revision in ended)


def _may_leave(session: Session, document: Document, leaving: Leaving, today: date, at: datetime) -> None:
    if document.withdrawn_at is not None:
        raise WithdrawnMeanwhile(code=document.code)
    if leaving.on < today:
        raise DayIsPast
    if not _effective(session, document.code, at, or_later=True):
        raise NothingEffective(code=document.code)
    if leaving.successor and (leaving.successor == document.code or not _effective(session, leaving.successor, at)):
        raise NoSuccessor(successor=leaving.successor)
    submitted = select(Draft.id).where(Draft.document_id == document.id, Draft.state == "submitted")
    if session.scalars(submitted.limit(1)).one_or_none() is not None:
        raise InReview(code=document.code)


def _effective(session: Session, code: str, at: datetime, *, or_later: bool = False) -> bool:
    """Whether a Document has an effective text, or with `or_later` one that is to come."""
    query = select(Revision.id).join(Document, Document.id == Revision.document_id).where(Document.code == code)
    query = query.where(or_(Revision.effective_until.is_(None), Revision.effective_until > at))
    query = query.where(Revision.effective_from.is_not(None) if or_later else Revision.effective_from <= at)
    return session.scalars(query.limit(1)).one_or_none() is not None
