"""Reading notices and addresses of feeds. Nothing here can write."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.notices.kinds import Told
from portal.notices.models import FeedAddress, Notice
from portal.people.queries import key_hash, person_names


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice, and what its sentence needs."""

    id: int
    at: datetime
    told: Told
    is_read: bool


@dataclass(frozen=True, slots=True)
class Pile:
    """A page of somebody's notices, the newest first; how many there are, the number of the newest, and since when their feed has an address."""

    rows: tuple[NoticeRow, ...]
    total: int
    newest: int
    feed_since: datetime | None


def pile(session: Session, person_id: int, *, offset: int = 0, limit: int) -> Pile:
    """What this person was told, in two queries."""
    feed = select(FeedAddress.made_at).where(FeedAddress.person_id == person_id).scalar_subquery()
    counts = select(func.count(), func.max(Notice.id), feed).where(Notice.person_id == person_id)
    total, newest, feed_since = session.execute(counts).one()
    by = person_names("by_person")
    query = select(Notice, by.c.name).outerjoin(by, by.c.person_id == Notice.by_id).where(Notice.person_id == person_id)
    found = session.execute(query.order_by(Notice.at.desc(), Notice.id.desc()).offset(offset).limit(limit))
    rows = (
        NoticeRow(one.id, one.at, Told(one.kind, name or "", one.code, one.title, one.params), one.read_at is not None)
        for one, name in found
    )
    return Pile(tuple(rows), total, newest or 0, feed_since)


def address_of(session: Session, person_id: int, notice_id: int) -> str | None:
    """Where a notice of this person leads, possibly nowhere; None when there is no such notice."""
    return session.scalar(select(Notice.url).where(Notice.id == notice_id, Notice.person_id == person_id))


def feed_owner(session: Session, key: str) -> int | None:
    """Whose feed is at the address with this key."""
    return session.scalar(select(FeedAddress.person_id).where(FeedAddress.key_hash == key_hash(key)))
