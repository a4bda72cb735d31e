"""Periodic review: which documents are to be looked at again and when, and which reviews were recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.library.models import ProblemReport, Review
from portal.library.policy import may_confirm, months_later, posts_of
from portal.library.queries.visible import DAY, DOCUMENT, REVISION, effective, names_reader, tokens
from portal.people import queries as people
from portal.permissions import Permission, Reader

OWNER, BY = people.held_posts(DAY, "owner"), people.person_names("looked_by")
REVIEW, REPORT = Review.__table__, ProblemReport.__table__
SOON = timedelta(days=60)
LAST = select(func.max(REVIEW.c.on)).where(REVIEW.c.document_id == DOCUMENT.c.id).correlate(DOCUMENT).scalar_subquery()
OPEN = select(func.count()).where(REPORT.c.document_id == DOCUMENT.c.id, REPORT.c.state.in_(("open", "accepted")))
WAITING = OPEN.correlate(DOCUMENT).scalar_subquery()
SORTS: dict[str, Any] = {
    "document": DOCUMENT.c.code,
    "owner": func.lower(OWNER.c.title),
    "review": REVISION.c.next_review,
    "last": LAST,
    "waiting": WAITING,
}


@dataclass(frozen=True, slots=True)
class SoughtReviews:
    """Which documents: `soon` those due within sixty days or overdue, `overdue`, or `all`; by words in code, title or owner; in which order."""

    show: str = "soon"
    text: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class ToReview:
    """An effective text with the day it is to be looked at again, its owner, the last review, and how many problems and requests wait.

    `may_confirm`: whether this reader says how it ended; `latest`: the last day a next review may have if it is confirmed today.
    """

    document_id: int
    code: str
    title: str
    version: str
    owner: str
    holder: str
    next_review: date | None
    last: date | None
    waiting: int
    may_confirm: bool
    latest: date

    def days_overdue(self, today: date) -> int:
        """Days since the day it was to be looked at; 0 before."""
        return max(0, (today - self.next_review).days) if self.next_review else 0


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review that confirmed a text unchanged. `by` is empty when the system recorded it."""

    on: date
    version: str
    by: str
    note: str


def count(session: Session, reader: Reader, sought: SoughtReviews, at: datetime, *, zone: str) -> int:
    """How many documents are sought; in one query."""
    query = _documents().with_only_columns(func.count()).where(_for_confirming(reader), *_sought(sought, day_in(at, zone)))
    return session.scalar(query, _values(reader, at, zone)) or 0


def to_review(
    session: Session, reader: Reader, sought: SoughtReviews, at: datetime, *, zone: str, offset: int = 0, limit: int | None = None
) -> tuple[ToReview, ...]:
    """The documents sought of the posts this reader holds, or of all for those who draft, the earliest due first; in one query."""
    column = SORTS.get(sought.sort.removeprefix("-"), REVISION.c.next_review)
    order = (column.desc() if sought.sort.startswith("-") else column.asc()).nulls_last()
    query = _documents().where(_for_confirming(reader), *_sought(sought, day_in(at, zone))).order_by(order, DOCUMENT.c.code)
    rows = session.execute(query.offset(offset).limit(limit), _values(reader, at, zone))
    return tuple(_to_review(row, reader, day_in(at, zone)) for row in rows)


def one_to_review(session: Session, reader: Reader, code: str, at: datetime, *, zone: str) -> ToReview | None:
    """One effective document that the reader may read; in one query."""
    row = session.execute(_documents().where(DOCUMENT.c.code == code), _values(reader, at, zone)).one_or_none()
    return None if row is None else _to_review(row, reader, day_in(at, zone))


def past_reviews(session: Session, document_id: int) -> tuple[PastReview, ...]:
    """The reviews recorded of a document, the latest first; in one query. The caller has asked whether the reader may know of it."""
    tables = REVIEW.join(REVISION, REVISION.c.id == REVIEW.c.revision_id).outerjoin(BY, BY.c.person_id == REVIEW.c.by_id)
    query = select(REVIEW.c.on, REVISION.c.major, REVISION.c.minor, BY.c.name, REVIEW.c.note).select_from(tables)
    rows = session.execute(query.where(REVIEW.c.document_id == document_id).order_by(REVIEW.c.on.desc(), REVIEW.c.id.desc()))
    return tuple(PastReview(on, f"{major}.{minor}", name or "", note) for on, major, minor, name, note in rows)


def _documents() -> Select[Any]:
    """Every effective text the reader may read."""
    columns = (
        DOCUMENT.c.id, DOCUMENT.c.code, REVISION.c.title, REVISION.c.major, REVISION.c.minor, REVISION.c.next_review, REVISION.c.review_months,
        OWNER.c.title.label("owner"), OWNER.c.slug.label("owner_slug"), OWNER.c.holder_name, LAST.label("last"), WAITING.label("waiting"),
    )  # fmt: skip
    tables = DOCUMENT.join(REVISION, REVISION.c.document_id == DOCUMENT.c.id).join(OWNER, OWNER.c.post_id == REVISION.c.owner_post_id)
    return select(*columns).select_from(tables).where(effective(REVISION), names_reader(REVISION.c.id))


def _for_confirming(reader: Reader) -> ColumnElement[bool]:
    """All documents for those who draft, else those of the posts the reader holds."""
    if reader.may(Permission.LIBRARY_DRAFT, ""):
        return DOCUMENT.c.id.is_not(None)
    return OWNER.c.slug.in_(sorted(posts_of(reader)))


def _sought(sought: SoughtReviews, today: date) -> Iterable[ColumnElement[bool]]:
    if sought.show == "soon":
        yield REVISION.c.next_review <= today + SOON
    if sought.show == "overdue":
        yield REVISION.c.next_review < today
    for word in sought.text.split():
        yield or_(*(column.icontains(word, autoescape=True) for column in (DOCUMENT.c.code, REVISION.c.title, OWNER.c.title)))


def _values(reader: Reader, at: datetime, zone: str) -> dict[str, Any]:
    return {"at": at, "day": day_in(at, zone), "tokens": tokens(reader)}


def _to_review(row: Any, reader: Reader, today: date) -> ToReview:
    return ToReview(
        document_id=row.id,
        code=row.code,
        title=row.title,
        version=f"{row.major}.{row.minor}",
        owner=row.owner,
        holder=row.holder_name or "",
        next_review=row.next_review,
        last=row.last,
        waiting=row.waiting,
        may_confirm=may_confirm(reader, row.owner_slug, row.holder_name or ""),
        latest=months_later(today, row.review_months),
    )
