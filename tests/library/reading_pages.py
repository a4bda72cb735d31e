"""What tests of the reading pages share: a browser's question and its answer as text, and readings that a test counts."""

from datetime import UTC, datetime
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.db import Database
from portal.library.models import Document, ReadingMark, Revision
from portal.people.models import Post
from portal.people.service import posts
from tests.library.shelf import NEW
from tests.roots import BODY, document

SUMMER = datetime(2026, 7, 1, 9, tzinfo=UTC)
"""Half a year after the shelf took effect, and after the second version of the standard did."""
SECOND = {"version": "2.0", "effective": "2026-06-01", "must_read": ["position:TEM"], **NEW}
OTHER_TEXT = BODY.replace("each fortnight", "each week")


def second(**more: Any) -> tuple[str, str]:
    """The standard of the shelf in its second version, with one rule changed."""
    return document("RSK-STD-01", "Risk management", body=OTHER_TEXT, **{**SECOND, **more})


def text_of(browser: FlaskClient, address: str, status: int = 200) -> str:
    """A page as one line of text, and that it was answered so."""
    answer = browser.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return " ".join(answer.get_data(as_text=True).split())


def wait_in_review(session: Session, code: str) -> None:
    """Put a Document's only Revision back into review."""
    of_it = Revision.document_id == select(Document.id).where(Document.code == code).scalar_subquery()
    session.execute(update(Revision).where(of_it).values(state="in_review", effective_from=None, approved_at=None))


def hold(session: Session, title: str, person_id: int) -> None:
    """Give a post to a person, from the beginning of 2026."""
    post_id = session.scalars(select(Post.id).where(Post.title == title)).one()
    posts.assign(
        session, post_id, person_id, since=datetime(2026, 1, 1, tzinfo=UTC).date(), actor_id=None, at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def marks(database: Database, person_id: int) -> list[tuple[str, datetime]]:
    """Which versions a person opened last, and when."""
    query = select(Revision.major, Revision.minor, ReadingMark.at).join(ReadingMark, ReadingMark.revision_id == Revision.id)
    with database.reading() as session:
        rows = session.execute(query.where(ReadingMark.person_id == person_id).order_by(ReadingMark.at))
        return [(f"{major}.{minor}", at) for major, minor, at in rows]
