"""Reminding people of what waits for them: readings that are overdue, reviews that wait, documents due for their periodic review.

Each is told once, by its `once`, however often this is run. Nothing here commits.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.library.models import Document, Reviewer, Revision, Round
from portal.library.obligation import Due, working_days
from portal.library.service import asking
from portal.library.service.cases import case_of
from portal.notices.service import tell
from portal.people import queries as people
from portal.settings import queries as settings

AHEAD = timedelta(days=30)


def remind(session: Session, overdue: Mapping[Due, Collection[int]], *, at: datetime, zone: str) -> int:
    """Remind everybody of everything that is so at this moment; how many notices. `overdue`: who owes which readings past their day."""
    return _overdue(session, overdue, at) + _waiting(session, at, zone) + _due_for_review(session, at, zone)


def _overdue(session: Session, overdue: Mapping[Due, Collection[int]], at: datetime) -> int:
    """Once a person, document and duty: not again for a minor version, anew for a major one."""
    return sum(
        tell(session, ids, "reading_overdue", at=at, code=due.code, title=due.title, url=f"/library/{due.code.lower()}", due=due.day,
             once=f"reading_overdue:{due.code}@{due.version.partition('.')[0]}:{due.begins}")
        for due, ids in overdue.items()
    )  # fmt: skip


def _waiting(session: Session, at: datetime, zone: str) -> int:
    """Every `review_reminder_days` working days while a round is open, those whose approval or comment is wanted."""
    patience, told = int(settings.value(session, "review_reminder_days")), 0
    query = select(Round, Revision, Document).join(Revision, Revision.id == Round.revision_id)
    query = query.join(Document, Document.id == Revision.document_id).where(Round.ended_at.is_(None), Revision.state == "in_review")
    for one, revision, document in session.execute(query.order_by(Round.id)).all():
        since = day_in(one.submitted_at, zone)
        times = working_days(since, day_in(at, zone)) // patience
        if times:
            wanted = asking.wanted(case_of(session, one, revision, document, at=at, zone=zone)) | _reviewers(session, one)
            told += tell(session, wanted, "review_waits", at=at, code=document.code, title=revision.title, since=since,
                         url=f"/reviews/{revision.id}", once=f"review_waits:{one.id}:{times}")  # fmt: skip
    return told


def _reviewers(session: Session, one: Round) -> frozenset[int]:
    """Those invited who have not said that they are through with this round."""
    query = select(Reviewer.person_id).where(Reviewer.revision_id == one.revision_id)
    return frozenset(session.scalars(query.where(or_(Reviewer.done_round.is_(None), Reviewer.done_round != one.id))))


def _due_for_review(session: Session, at: datetime, zone: str) -> int:
    """The holder of the owner's post, thirty days before a document is to be looked at again, and once more when that day has passed."""
    today, told = day_in(at, zone), 0
    query = select(Document.code, Revision.id, Revision.title, Revision.next_review, Revision.owner_post_id)
    query = query.join(Revision, Revision.document_id == Document.id).where(Revision.next_review <= today + AHEAD)
    query = query.where(Revision.effective_from <= at, or_(Revision.effective_until.is_(None), Revision.effective_until > at))
    rows = session.execute(query.order_by(Revision.next_review, Document.code)).all()
    held = people.holders(session, {row.owner_post_id for row in rows}, today)
    for row in rows:
        holder = held[row.owner_post_id]
        if holder and row.next_review:
            told += tell(session, [holder.person_id], "review_due", at=at, code=row.code, title=row.title, due=row.next_review,
                         url=f"/library/{row.code.lower()}/reviews", once=_once(row.id, row.next_review, today))  # fmt: skip
    return told


def _once(revision_id: int, due: date, today: date) -> str:
    return f"review_due:{revision_id}:{due}" + (":overdue" if due < today else "")
