"""Reading the journal. What a person may see of it is decided by the caller, inside the query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.journal.models import JournalRow


@dataclass(frozen=True)
class Fact:
    """One journal row as read."""

    id: int
    at: datetime
    actor_id: int | None
    action: str
    object_kind: str
    object_key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str | None


@dataclass(frozen=True)
class Wanted:
    """Which rows: by kinds of object, one object, one actor, a span of time."""

    kinds: tuple[str, ...] = ()
    object_key: str = ""
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def facts(session: Session, wanted: Wanted, *, offset: int = 0, limit: int = 50) -> tuple[tuple[Fact, ...], int]:
    """The newest rows first, and how many there are in all."""
    query = select(JournalRow)
    if wanted.kinds:
        query = query.where(JournalRow.object_kind.in_(wanted.kinds))
    if wanted.object_key:
        query = query.where(JournalRow.object_key == wanted.object_key)
    if wanted.actor_id is not None:
        query = query.where(JournalRow.actor_id == wanted.actor_id)
    if wanted.since:
        query = query.where(JournalRow.at >= wanted.since)
    if wanted.until:
        query = query.where(JournalRow.at < wanted.until)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(query.order_by(JournalRow.id.desc()).offset(offset).limit(limit))
    return tuple(Fact(r.id, r.at, r.actor_id, r.action, r.object_kind, r.object_key, r.before, r.after, r.request_id) for r in rows), total
