"""Notices that were seen, and notices that are old."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, update
from sqlalchemy.orm import Session

from portal.errors import NotFound
from portal.notices.models import Notice
from portal.notices.service.feeds import end_of_leavers

READ_FOR = timedelta(days=90)
KEPT_FOR = timedelta(days=731)
"""What was read is kept for 90 days, anything else for 24 months."""


def opened(session: Session, person_id: int, notice_id: int, *, at: datetime) -> str:
    """Note that a person opened a notice of theirs, the first time; where it leads, possibly nowhere. NotFound for anybody else's."""
    change = update(Notice).where(Notice.id == notice_id, Notice.person_id == person_id)
    url: str | None = session.scalar(change.values(read_at=func.coalesce(Notice.read_at, at)).returning(Notice.url))
    if url is None:
        raise NotFound
    return url


def read_all(session: Session, person_id: int, *, newest: int, at: datetime) -> int:
    """Mark a person's notices as read, up to the newest one that was on the page; how many were unread."""
    unread = update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None), Notice.id <= newest)
    return len(session.scalars(unread.values(read_at=at).returning(Notice.id)).all())


def settled(session: Session, kinds: Collection[str], url: str, *, at: datetime, person_id: int | None = None) -> int:
    """Mark as read what waited there for somebody, or for everybody, since it waits no longer; how many were unread."""
    unread = update(Notice).where(Notice.kind.in_(kinds), Notice.url == url, Notice.read_at.is_(None))
    if person_id is not None:
        unread = unread.where(Notice.person_id == person_id)
    return len(session.scalars(unread.values(read_at=at).returning(Notice.id)).all())


def forget(session: Session, *, at: datetime) -> int:
    """Delete what is old, and addresses of feeds whose owners have left; how many. Something told `once` may be told again when it still holds after that."""
    old = delete(Notice).where(or_(Notice.read_at < at - READ_FOR, Notice.at < at - KEPT_FOR))
    return len(session.scalars(old.returning(Notice.id)).all()) + end_of_leavers(session, at=at)
