"""Drafts for those who may see them: the list, one with its state, the copies that wait beside it, its pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from portal.content.front_matter import Version
from portal.library.drafts import next_version
from portal.library.models import Document, Draft, DraftCopy, DraftPicture, Revision, Writer
from portal.people import queries as people

DRAFT, COPY, PICTURE, WRITER = Draft.__table__, DraftCopy.__table__, DraftPicture.__table__, Writer.__table__
DOCUMENT, REVISION = Document.__table__, Revision.__table__
TITLE = DRAFT.c.front["title"].as_string()
SORTS: dict[str, ColumnElement[Any]] = {
    "code": DOCUMENT.c.code,
    "title": func.lower(TITLE),
    "state": DRAFT.c.state,
    "saved": DRAFT.c.saved_at,
}


@dataclass(frozen=True, slots=True)
class SoughtDrafts:
    """Which drafts: one's own, all that are worked on, or those that are closed; by words in code or title; in which order."""

    which: str = "all"
    text: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in the list. `state` is open, returned, submitted or closed; `copies` wait to be merged."""

    id: int
    code: str
    kind: str
    title: str
    state: str
    origin: str
    version: Version
    saved_by: str
    saved_at: datetime
    copies: int


@dataclass(frozen=True, slots=True)
class WaitingCopy:
    """What somebody typed and nobody has merged yet."""

    id: int
    by_id: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftDetail:
    """One draft as it is now. `version` is the number it would get; `before` the newest approved one; `review_id` of the Revision in review."""

    id: int
    document_id: int
    code: str
    kind: str
    state: str
    origin: str
    seq: int
    front: Mapping[str, Any]
    text: str
    before: Version | None
    saved_by_id: int | None
    saved_by: str
    saved_at: datetime
    is_withdrawn: bool
    revision_id: int | None
    copies: tuple[WaitingCopy, ...]

    @property
    def version(self) -> Version:
        """The number its text would be submitted under."""
        return next_version(self.before, str(self.front.get("level")))

    @property
    def title(self) -> str:
        """The title as typed so far."""
        return str(self.front.get("title") or "")


@dataclass(frozen=True, slots=True)
class CopyDetail:
    """A copy with what it began from. `is_settled` once it was merged or put away."""

    id: int
    draft_id: int
    by_id: int
    by: str
    at: datetime
    is_settled: bool
    base_front: Mapping[str, Any]
    base_text: str
    front: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a draft stands right now: enough to tell whether somebody else saved."""

    seq: int
    state: str
    saved_by_id: int | None
    saved_by: str
    saved_at: datetime


def count(session: Session, person_id: int, sought: SoughtDrafts) -> int:
    """How many drafts are sought; one query."""
    query = select(func.count()).select_from(DRAFT.join(DOCUMENT, DOCUMENT.c.id == DRAFT.c.document_id))
    return session.scalar(query.where(*_sought(person_id, sought))) or 0


def lines(session: Session, person_id: int, sought: SoughtDrafts, *, offset: int = 0, limit: int | None = None) -> tuple[DraftLine, ...]:
    """The drafts sought, the latest saved first unless sought otherwise; one query."""
    column = SORTS.get(sought.sort.removeprefix("-"))
    order = [DRAFT.c.saved_at.desc()] if column is None else [column.desc() if sought.sort.startswith("-") else column.asc()]
    names = people.person_names()
    query = _lines().add_columns(names.c.name.label("saved_name"))
    tables = DRAFT.join(DOCUMENT, DOCUMENT.c.id == DRAFT.c.document_id).outerjoin(names, names.c.person_id == DRAFT.c.saved_by)
    query = query.select_from(tables).where(*_sought(person_id, sought)).order_by(*order, DRAFT.c.id).offset(offset).limit(limit)
    return tuple(_line(row) for row in session.execute(query))


def draft(session: Session, draft_id: int) -> DraftDetail | None:
    """One draft with the copies that wait; in three queries."""
    query = select(DRAFT, DOCUMENT.c.code, DOCUMENT.c.kind, DOCUMENT.c.withdrawn_at, _newest("major"), _newest("minor"))
    row = session.execute(
        query.join_from(DRAFT, DOCUMENT, DOCUMENT.c.id == DRAFT.c.document_id).where(DRAFT.c.id == draft_id)
    ).one_or_none()
    if row is None:
        return None
    waiting = select(COPY.c.id, COPY.c.by_id, COPY.c.at).where(COPY.c.draft_id == draft_id, COPY.c.settled_at.is_(None))
    copies = session.execute(waiting.order_by(COPY.c.at, COPY.c.id)).all()
    names = people.names(session, {copy.by_id for copy in copies} | ({row.saved_by} if row.saved_by else set()))
    return DraftDetail(
        id=row.id,
        document_id=row.document_id,
        code=row.code,
        kind=row.kind,
        state=row.state,
        origin=row.origin,
        seq=row.seq,
        front=row.front,
        text=row.text,
        before=_version(row),
        saved_by_id=row.saved_by,
        saved_by=names.get(row.saved_by, ""),
        saved_at=row.saved_at,
        is_withdrawn=row.withdrawn_at is not None,
        revision_id=row.revision_id,
        copies=tuple(WaitingCopy(copy.id, copy.by_id, names.get(copy.by_id, ""), copy.at) for copy in copies),
    )


def standing(session: Session, draft_id: int) -> Standing | None:
    """Where a draft stands; one query, since it is asked again and again while somebody types."""
    names = people.person_names()
    query = select(DRAFT.c.seq, DRAFT.c.state, DRAFT.c.saved_by, DRAFT.c.saved_at, names.c.name).where(DRAFT.c.id == draft_id)
    row = session.execute(query.select_from(DRAFT.outerjoin(names, names.c.person_id == DRAFT.c.saved_by))).one_or_none()
    return None if row is None else Standing(row.seq, row.state, row.saved_by, row.name or "", row.saved_at)


def copy(session: Session, copy_id: int) -> CopyDetail | None:
    """One copy, settled or not; two queries."""
    row = session.execute(select(COPY).where(COPY.c.id == copy_id)).one_or_none()
    if row is None:
        return None
    names = people.names(session, {row.by_id})
    return CopyDetail(row.id, row.draft_id, row.by_id, names.get(row.by_id, ""), row.at, row.settled_at is not None,
                      row.base_front, row.base_text, row.front, row.text)  # fmt: skip


def base_text(session: Session, draft_id: int) -> str:
    """The approved text that a draft began from; empty for one that began with none."""
    query = select(REVISION.c.text).join_from(DRAFT, REVISION, REVISION.c.id == DRAFT.c.base_revision_id).where(DRAFT.c.id == draft_id)
    return session.scalar(query) or ""


def pictures(session: Session, draft_id: int) -> dict[str, str]:
    """The hashes of a draft's pictures by the path its text shows them by; one query."""
    query = select(PICTURE.c.path, PICTURE.c.file_hash).where(PICTURE.c.draft_id == draft_id).order_by(PICTURE.c.path)
    return {row.path: row.file_hash for row in session.execute(query)}


def _sought(person_id: int, sought: SoughtDrafts) -> Iterable[ColumnElement[bool]]:
    if sought.which == "mine":
        yield exists().where(WRITER.c.draft_id == DRAFT.c.id, WRITER.c.person_id == person_id)
    yield DRAFT.c.state == "closed" if sought.which == "closed" else DRAFT.c.state != "closed"
    for word in sought.text.split():
        yield DOCUMENT.c.code.icontains(word, autoescape=True) | TITLE.icontains(word, autoescape=True)


def _lines() -> Select[Any]:
    waiting = select(func.count()).where(COPY.c.draft_id == DRAFT.c.id, COPY.c.settled_at.is_(None)).correlate(DRAFT).scalar_subquery()
    level = DRAFT.c.front["level"].as_string()
    columns = (DRAFT.c.id, DOCUMENT.c.code, DOCUMENT.c.kind, TITLE.label("title"), DRAFT.c.state, DRAFT.c.origin, DRAFT.c.saved_at,
               level.label("level"), waiting.label("copies"), _newest("major"), _newest("minor"))  # fmt: skip
    return select(*columns)


def _newest(part: str) -> ColumnElement[Any]:
    """A part of the number of the newest approved Revision of the draft's Document."""
    inner = REVISION.alias()
    query = select(inner.c[part]).where(inner.c.document_id == DRAFT.c.document_id, inner.c.approved_at.is_not(None))
    query = query.order_by(inner.c.major.desc(), inner.c.minor.desc()).limit(1)
    return query.correlate(DRAFT).scalar_subquery().label(f"newest_{part}")


def _version(row: Any) -> Version | None:
    return None if row.newest_major is None else Version(row.newest_major, row.newest_minor)


def _line(row: Any) -> DraftLine:
    version = next_version(_version(row), row.level or "")
    return DraftLine(
        row.id, row.code, row.kind, row.title or "", row.state, row.origin, version, row.saved_name or "", row.saved_at, row.copies
    )
