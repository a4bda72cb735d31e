"""Who waits for whom. Whatever moves a text between draft, review and effect takes one turn at a time; saving a draft waits only for its row.

Take the turn first, then a Revision's row, then those of its rounds, comments and draft, or two could wait for each other. SQLite has one
writer anyway.
"""

from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import is_postgresql
from portal.errors import NotFound
from portal.library.models import Document, Draft, Revision, Round

Row = TypeVar("Row")
PUBLISHING = 7316010251
"""The number of the lock under which PostgreSQL lets one publish at a time."""


def take_turn(session: Session) -> None:
    """Wait until nobody else publishes, submits, decides or voids; held until the transaction ends."""
    if is_postgresql(session.connection()):
        session.execute(select(func.pg_advisory_xact_lock(PUBLISHING)))


def draft(session: Session, draft_id: int) -> Draft:
    """The draft, its row locked, as it is now."""
    return _found(session.get(Draft, draft_id, with_for_update=True, populate_existing=True))


def round_of(session: Session, round_id: int) -> tuple[Round, Revision, Document]:
    """A round with its Revision and Document, the rows of the first two locked."""
    known = _found(session.get(Round, round_id))
    one, document = revision(session, known.revision_id)
    return _found(session.get(Round, round_id, with_for_update=True, populate_existing=True)), one, document


def revision(session: Session, revision_id: int) -> tuple[Revision, Document]:
    """A Revision with its Document, the Revision's row locked."""
    one = _found(session.get(Revision, revision_id, with_for_update=True, populate_existing=True))
    return one, _found(session.get(Document, one.document_id))


def _found(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
