"""The private address of a person's feed: whoever knows it reads what that person may read, without signing in. Only its hash is kept."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.journal import service as journal
from portal.notices.models import FeedAddress
from portal.people.queries import active_people, key_hash


def make_feed_address(session: Session, person_id: int, *, at: datetime) -> str:
    """Make a new key and return it, the only time it is known; the one before stops working."""
    key = secrets.token_urlsafe(32)
    session.merge(FeedAddress(person_id=person_id, key_hash=key_hash(key), made_at=at))
    journal.record(session, at, person_id, "feed address made", "person", person_id)
    return key


def end_of_leavers(session: Session, *, at: datetime) -> int:
    """End the addresses of people whose accounts are closed, so that none works again when somebody comes back; how many."""
    active = active_people()
    gone = delete(FeedAddress).where(FeedAddress.person_id.not_in(select(active.c.person_id))).returning(FeedAddress.person_id)
    ids = session.scalars(gone).all()
    for person_id in ids:
        journal.record(session, at, None, "feed address ended", "person", person_id)
    return len(ids)


def end_feed_address(session: Session, person_id: int, *, at: datetime) -> bool:
    """Let the address stop working; False when there was none."""
    ended = session.scalar(delete(FeedAddress).where(FeedAddress.person_id == person_id).returning(FeedAddress.person_id))
    if ended is None:
        return False
    journal.record(session, at, person_id, "feed address ended", "person", person_id)
    return True
