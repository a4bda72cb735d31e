"""The register of controlled documents: one row a Revision, with its state at a moment, its owner and approver, and when it is reviewed next.

A reader finds what is or was effective for them; those who control texts also what is drafted, in review and scheduled.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.library.models import KINDS
from portal.library.queries.visible import AT, DAY, DOCUMENT, REVISION, began, names_reader, sees_every_state, standing, tokens
from portal.library.states import State
from portal.people import queries as people
from portal.permissions import Reader

OWNER, APPROVER = people.held_posts(DAY, "owner"), people.held_posts(DAY, "approver")
state_now: ColumnElement[str] = case(
    (REVISION.c.effective_from.is_(None), REVISION.c.state),
    (REVISION.c.effective_from > AT, State.SCHEDULED.value),
    (or_(REVISION.c.effective_until.is_(None), REVISION.c.effective_until > AT), State.EFFECTIVE.value),
    (REVISION.c.state == "withdrawn", State.WITHDRAWN.value),
    else_=State.SUPERSEDED.value,
)
"""`library.states.state_of`, said in SQL; a test compares the two."""
NEXT_REVIEW = case((state_now == State.EFFECTIVE.value, REVISION.c.next_review))
KIND_ORDER = case(*((DOCUMENT.c.kind == kind, number) for number, kind in enumerate(KINDS)))
SORTS: dict[str, Any] = {
    "code": DOCUMENT.c.code,
    "kind": KIND_ORDER,
    "title": func.lower(REVISION.c.title),
    "version": REVISION.c.major * 10000 + REVISION.c.minor,
    "state": state_now,
    "owner": func.lower(OWNER.c.title),
    "approver": func.lower(APPROVER.c.title),
    "effective": REVISION.c.effective_from,
    "review": NEXT_REVIEW,
}


@dataclass(frozen=True, slots=True)
class SoughtDocuments:
    """Which rows: words in code or title, kind, state (empty: all but superseded), the owner's post (a slug), only overdue or only unheld ones."""

    text: str = ""
    kind: str = ""
    state: str = ""
    owner: str = ""
    only: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the register. Days are the organisation's; `holder` is empty while nobody holds the post.

    `in_files`: approved in the files it came from, not in the portal.
    """

    code: str
    kind: str
    title: str
    version: str
    state: State
    owner: str
    holder: str
    approver: str
    approver_holder: str
    approved: date | None
    in_files: bool
    effective: date | None
    until: date | None
    next_review: date | None
    days_overdue: int


def count(session: Session, reader: Reader, sought: SoughtDocuments, at: datetime, *, zone: str) -> int:
    """How many rows are sought; in one query."""
    query = _rows(reader).with_only_columns(func.count()).where(*_sought(sought))
    return session.scalar(query, _values(reader, at, zone)) or 0


def entries(
    session: Session, reader: Reader, sought: SoughtDocuments, at: datetime, *, zone: str, offset: int = 0, limit: int | None = None
) -> tuple[Entry, ...]:
    """The rows sought, by code and version unless sought otherwise, rows without a value last; in one query."""
    column = SORTS.get(sought.sort.removeprefix("-"), DOCUMENT.c.code)
    order = (column.desc() if sought.sort.startswith("-") else column.asc()).nulls_last()
    query = _rows(reader).where(*_sought(sought)).order_by(order, DOCUMENT.c.code, REVISION.c.major, REVISION.c.minor)
    rows = session.execute(query.offset(offset).limit(limit), _values(reader, at, zone))
    return tuple(_entry(row, day_in(at, zone), zone) for row in rows)


def owners(session: Session, reader: Reader, at: datetime, *, zone: str) -> tuple[tuple[str, str], ...]:
    """The posts that own something this reader finds here: slug and title; in one query."""
    query = _rows(reader).with_only_columns(OWNER.c.slug, OWNER.c.title).distinct().order_by(OWNER.c.title)
    return tuple((row.slug, row.title) for row in session.execute(query, _values(reader, at, zone)))


def _rows(reader: Reader) -> Select[Any]:
    columns = (
        DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.title, REVISION.c.major, REVISION.c.minor, state_now.label("state_now"),
        REVISION.c.approved_at, REVISION.c.approved_in, REVISION.c.effective_from, REVISION.c.effective_until, NEXT_REVIEW.label("next_review"),
        OWNER.c.title.label("owner"), OWNER.c.holder_name.label("holder"),
        APPROVER.c.title.label("approver"), APPROVER.c.holder_name.label("approver_holder"),
    )  # fmt: skip
    tables = DOCUMENT.join(REVISION, REVISION.c.document_id == DOCUMENT.c.id)
    tables = tables.join(OWNER, OWNER.c.post_id == REVISION.c.owner_post_id).join(
        APPROVER, APPROVER.c.post_id == REVISION.c.approver_post_id
    )
    query = select(*columns).select_from(tables)
    if sees_every_state(reader):
        return query
    return query.where(began(REVISION), names_reader(REVISION.c.id), names_reader(standing(DOCUMENT.c.id)))


def _sought(sought: SoughtDocuments) -> Iterable[ColumnElement[bool]]:
    yield state_now == sought.state if sought.state else state_now != State.SUPERSEDED.value
    for word in sought.text.split():
        yield or_(DOCUMENT.c.code.icontains(word, autoescape=True), REVISION.c.title.icontains(word, autoescape=True))
    if sought.kind:
        yield DOCUMENT.c.kind == sought.kind
    if sought.owner:
        yield OWNER.c.slug == sought.owner
    if sought.only == "overdue":
        yield NEXT_REVIEW < DAY
    if sought.only == "unheld":
        yield OWNER.c.holder_name.is_(None)


def _entry(row: Any, today: date, zone: str) -> Entry:
    review = row.next_review
    return Entry(
        code=row.code,
        kind=row.kind,
        title=row.title,
        version=f"{row.major}.{row.minor}",
        state=State(row.state_now),
        owner=row.owner,
        holder=row.holder or "",
        approver=row.approver,
        approver_holder=row.approver_holder or "",
        approved=day_in(row.approved_at, zone) if row.approved_at else None,
        in_files=bool(row.approved_in),
        effective=day_in(row.effective_from, zone) if row.effective_from else None,
        until=day_in(row.effective_until, zone) if row.effective_until else None,
        next_review=review,
        days_overdue=max(0, (today - review).days) if review else 0,
    )


def _values(reader: Reader, at: datetime, zone: str) -> dict[str, Any]:
    return {"at": at, "day": day_in(at, zone), "tokens": tokens(reader)}
