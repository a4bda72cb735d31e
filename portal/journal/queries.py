"""Reading the journal. What a person may see of it is decided by the caller, inside the query."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import false, func, or_, select
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


def of_objects(session: Session, objects: Mapping[str, Collection[str]]) -> tuple[Fact, ...]:
    """Every row about these objects, keys by kind, the oldest first; one query."""
    about = [(JournalRow.object_kind == kind) & JournalRow.object_key.in_(sorted(keys)) for kind, keys in objects.items() if keys]
    rows = session.scalars(select(JournalRow).where(or_(false(), *about)).order_by(JournalRow.id))
    return tuple(_fact(row) for row in rows)


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
    return tuple(_fact(row) for row in rows), total


def _fact(row: JournalRow) -> Fact:
    return Fact(row.id, row.at, row.actor_id, row.action, row.object_kind, row.object_key, row.before, row.after, row.request_id)
