"""Approved texts as they were written: with their front matter, pictures and hashes, for those who give them back as files."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.content.front_matter import Version
from portal.content.source import HISTORY
from portal.library.exporting import Written
from portal.library.models import RevisionImage
from portal.library.queries.visible import DOCUMENT, REVISION, began

IMAGE = RevisionImage.__table__


def written(session: Session, at: datetime, *, zone: str, history: bool) -> tuple[Written, ...]:
    """The current text of every Document that ever had an approved one, by code; with `history` those before it, too, the oldest first."""
    latest = case((began(REVISION), REVISION.c.effective_from)).desc().nulls_last()
    columns = (DOCUMENT.c.code, DOCUMENT.c.withdrawn_at, DOCUMENT.c.withdrawn_reason, DOCUMENT.c.successor_code, *REVISION.c)
    query = select(*columns).join(REVISION, REVISION.c.document_id == DOCUMENT.c.id)
    query = query.where(REVISION.c.approved_at.is_not(None), REVISION.c.effective_from.is_not(None))
    rows = session.execute(query.order_by(DOCUMENT.c.code, latest, REVISION.c.major, REVISION.c.minor), {"at": at}).all()
    documents: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        documents[row.code].append(row)
    pictures = _pictures(session)
    return tuple(one for held in documents.values() for one in _of_document(held, pictures, zone, history=history))


def _of_document(rows: list[Any], pictures: Mapping[int, Mapping[str, str]], zone: str, *, history: bool) -> list[Written]:
    current = rows[0]
    before = [row for row in rows if (row.major, row.minor) < (current.major, current.minor)] if history else []
    file = next((row.approved_in for row in rows if row.approved_in and not row.approved_in.startswith(HISTORY)), "")
    return [
        Written(
            code=row.code,
            version=Version(row.major, row.minor),
            front={**row.front, "withdrawn": _withdrawn(row, zone) if row is current else None},
            text=row.text,
            content_hash=row.content_hash,
            pictures=pictures[row.id],
            file=file,
            current=row is current,
        )
        for row in (*sorted(before, key=lambda row: (row.major, row.minor)), current)
    ]


def _withdrawn(row: Any, zone: str) -> dict[str, Any] | None:
    """That the Document left, as a file says it."""
    if row.withdrawn_at is None:
        return None
    return {"on": day_in(row.withdrawn_at, zone), "reason": row.withdrawn_reason, "successor": row.successor_code}


def _pictures(session: Session) -> Mapping[int, Mapping[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in session.execute(select(IMAGE.c.revision_id, IMAGE.c.path, IMAGE.c.file_hash)):
        found[row.revision_id][row.path] = row.file_hash
    return found
