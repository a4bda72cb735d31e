"""What the home page shows besides what the library itself says a reader owes and keeps at hand. Each function is one query."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from portal.library.queries.visible import DOCUMENT, REVISION, effective, names_reader, tokens
from portal.people.models import Person, Post, Team
from portal.permissions import Reader

NEW_FOR = timedelta(days=90)
REVIEW_WITHIN = timedelta(days=60)
FEW = 8
POST = Post.__table__


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A text that became effective lately; `is_first` when its Document had none before."""

    code: str
    kind: str
    title: str
    version: str
    summary: str
    since: datetime
    change: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class DueReview:
    """An effective Document to be reviewed soon or since some time, and the post that owns it."""

    code: str
    title: str
    review: date
    owner: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A text that waits in review, for the approver's post; `mine` when the reader holds that."""

    code: str
    title: str
    version: str
    made_at: datetime
    approver: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Foundations:
    """What an instance holds: effective documents, accounts that are not closed, teams."""

    documents: int
    people: int
    teams: int


def new_documents(session: Session, reader: Reader, at: datetime, *, limit: int = FEW) -> tuple[NewDocument, ...]:
    """What became effective in the last 90 days for this reader, the latest first."""
    former = REVISION.alias("former")
    earlier = exists().where(former.c.document_id == DOCUMENT.c.id, former.c.effective_from < REVISION.c.effective_from)
    columns = DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.title, REVISION.c.major, REVISION.c.minor, REVISION.c.summary
    query = select(*columns, REVISION.c.effective_from, REVISION.c.change_note, earlier.label("is_later")).select_from(_documents())
    query = query.where(effective(REVISION), names_reader(REVISION.c.id), REVISION.c.effective_from > at - NEW_FOR)
    rows = session.execute(query.order_by(REVISION.c.effective_from.desc(), DOCUMENT.c.code).limit(limit), _values(reader, at))
    return tuple(
        NewDocument(
            row.code, row.kind, row.title, f"{row.major}.{row.minor}", row.summary, row.effective_from, row.change_note, not row.is_later
        )
        for row in rows
    )


def holds_anything(session: Session, reader: Reader, at: datetime) -> bool:
    """Whether the library holds anything effective for this reader."""
    found = select(REVISION.c.id).where(effective(REVISION), names_reader(REVISION.c.id)).limit(1)
    return session.execute(found, _values(reader, at)).first() is not None


def due_reviews(session: Session, at: datetime, day: date, posts: frozenset[str] | None, *, limit: int = FEW) -> tuple[DueReview, ...]:
    """Documents whose review is overdue or due within 60 days, the earliest first: of all owners, or of these posts (slugs)."""
    query = select(DOCUMENT.c.code, REVISION.c.title, REVISION.c.next_review, POST.c.title.label("owner"))
    query = query.select_from(_documents().join(POST, POST.c.id == REVISION.c.owner_post_id))
    query = query.where(effective(REVISION), REVISION.c.next_review <= day + REVIEW_WITHIN, *_owned(posts))
    rows = session.execute(query.order_by(REVISION.c.next_review, DOCUMENT.c.code).limit(limit), {"at": at})
    return tuple(DueReview(row.code, row.title, row.next_review, row.owner) for row in rows)


def submitted(session: Session, posts: frozenset[str], *, limit: int = FEW) -> tuple[Submitted, ...]:
    """Texts in review, those first that wait for one of these posts (slugs), then the oldest."""
    mine = POST.c.slug.in_(sorted(posts))
    columns = DOCUMENT.c.code, REVISION.c.title, REVISION.c.major, REVISION.c.minor, REVISION.c.made_at, POST.c.title.label("approver")
    query = select(*columns, mine.label("mine")).select_from(_documents().join(POST, POST.c.id == REVISION.c.approver_post_id))
    query = query.where(REVISION.c.state == "in_review").order_by(mine.desc(), REVISION.c.made_at, DOCUMENT.c.code).limit(limit)
    return tuple(
        Submitted(row.code, row.title, f"{row.major}.{row.minor}", row.made_at, row.approver, bool(row.mine))
        for row in session.execute(query)
    )


def foundations(session: Session, at: datetime) -> Foundations:
    """How far an instance is set up."""
    counts = (
        select(func.count(REVISION.c.id)).where(effective(REVISION)).scalar_subquery(),
        select(func.count(Person.id)).where(Person.state != "inactive").scalar_subquery(),
        select(func.count(Team.id)).scalar_subquery(),
    )
    return Foundations(*session.execute(select(*counts), {"at": at}).one())


def _documents() -> Any:
    return DOCUMENT.join(REVISION, REVISION.c.document_id == DOCUMENT.c.id)


def _owned(posts: frozenset[str] | None) -> tuple[Any, ...]:
    return () if posts is None else (POST.c.slug.in_(sorted(posts)),)


def _values(reader: Reader, at: datetime) -> dict[str, Any]:
    return {"at": at, "tokens": tokens(reader)}
