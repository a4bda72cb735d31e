"""What a reader left behind for themselves: bookmarks, what was opened last, what was acknowledged, and what changed since."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, Select, select
from sqlalchemy.orm import Session

from portal.library.models import Acknowledgement, Bookmark, ReadingMark
from portal.library.queries.visible import DOCUMENT, PERSON, REVISION, effective, names_reader, standing, tokens
from portal.permissions import Reader

RECENT = 8


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A Document as it stands today, and when this reader marked it; `version` is today's."""

    code: str
    kind: str
    title: str
    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChangedDocument:
    """A Document that changed since this reader opened it: from which version to which, since when, and the note of the change."""

    code: str
    kind: str
    title: str
    read_version: str
    version: str
    is_major: bool
    since: datetime
    change: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class AcknowledgedVersion:
    """A version this reader acknowledged, and when."""

    code: str
    title: str
    version: str
    at: datetime


def bookmarks(session: Session, reader: Reader, at: datetime) -> tuple[MarkedDocument, ...]:
    """Documents kept at hand, by code, as far as they may still be read; in one query."""
    return _marked(session, _today(Bookmark.__table__).order_by(DOCUMENT.c.code), reader, at)


def recently_read(session: Session, reader: Reader, at: datetime, *, limit: int = RECENT) -> tuple[MarkedDocument, ...]:
    """Documents opened last, the latest first; in one query."""
    mark = ReadingMark.__table__
    return _marked(session, _today(mark).order_by(mark.c.at.desc(), DOCUMENT.c.id).limit(limit), reader, at)


def changed_since_read(session: Session, reader: Reader, at: datetime, *, limit: int = RECENT) -> tuple[ChangedDocument, ...]:
    """Documents whose effective Revision is newer than the one this reader opened last, the latest change first; in one query."""
    mark, opened = ReadingMark.__table__, REVISION.alias("opened")
    columns = (DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.title, REVISION.c.major, REVISION.c.minor, REVISION.c.effective_from,
               REVISION.c.change_note, opened.c.major.label("old_major"), opened.c.minor.label("old_minor"), mark.c.at)  # fmt: skip
    tables = mark.join(opened, opened.c.id == mark.c.revision_id).join(DOCUMENT, DOCUMENT.c.id == mark.c.document_id)
    tables = tables.join(REVISION, REVISION.c.document_id == DOCUMENT.c.id)
    newer = (REVISION.c.major > opened.c.major) | ((REVISION.c.major == opened.c.major) & (REVISION.c.minor > opened.c.minor))
    query = select(*columns).select_from(tables).where(mark.c.person_id == PERSON, effective(REVISION), newer)
    query = query.where(names_reader(REVISION.c.id)).order_by(REVISION.c.effective_from.desc(), DOCUMENT.c.code).limit(limit)
    return tuple(_changed(row) for row in session.execute(query, _values(reader, at)))


def acknowledged(session: Session, reader: Reader) -> tuple[AcknowledgedVersion, ...]:
    """Every version this reader ever acknowledged, the latest first; in one query. One's own record stays, whatever may be read today."""
    done = Acknowledgement.__table__
    tables = done.join(DOCUMENT, DOCUMENT.c.id == done.c.document_id).join(REVISION, REVISION.c.id == done.c.revision_id)
    query = select(DOCUMENT.c.code, REVISION.c.title, REVISION.c.major, REVISION.c.minor, done.c.at).select_from(tables)
    query = query.where(done.c.person_id == reader.person_id).order_by(done.c.at.desc(), done.c.id.desc())
    return tuple(AcknowledgedVersion(row.code, row.title, f"{row.major}.{row.minor}", row.at) for row in session.execute(query))


def _today(mark: FromClause) -> Select[Any]:
    """Documents this reader marked, each with the Revision that stands for it today, where that is for the reader."""
    tables = mark.join(DOCUMENT, DOCUMENT.c.id == mark.c.document_id).join(REVISION, REVISION.c.document_id == DOCUMENT.c.id)
    columns = DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.title, REVISION.c.major, REVISION.c.minor, mark.c.at
    query = select(*columns).select_from(tables).where(mark.c.person_id == PERSON)
    return query.where(REVISION.c.id == standing(DOCUMENT.c.id), names_reader(REVISION.c.id))


def _marked(session: Session, query: Select[Any], reader: Reader, at: datetime) -> tuple[MarkedDocument, ...]:
    rows = session.execute(query, _values(reader, at))
    return tuple(MarkedDocument(row.code, row.kind, row.title, f"{row.major}.{row.minor}", row.at) for row in rows)


def _changed(row: Any) -> ChangedDocument:
    return ChangedDocument(
        code=row.code,
        kind=row.kind,
        title=row.title,
        read_version=f"{row.old_major}.{row.old_minor}",
        version=f"{row.major}.{row.minor}",
        is_major=row.major > row.old_major,
        since=row.effective_from,
        change=row.change_note,
        read_at=row.at,
    )


def _values(reader: Reader, at: datetime) -> dict[str, Any]:
    return {"at": at, "person": reader.person_id, "tokens": tokens(reader)}
