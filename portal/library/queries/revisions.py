"""The written texts of Revisions, for those who compare them, and the pictures Revisions show."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.library.models import Reviewer, RevisionImage
from portal.library.queries.visible import DOCUMENT, REVISION, began, names_reader, sees_every_state, standing, tokens
from portal.permissions import Reader

IMAGE = RevisionImage.__table__


def texts(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The Markdown of these Revisions by id; one query. The caller has found them among those the reader may open."""
    query = select(REVISION.c.id, REVISION.c.text).where(REVISION.c.id.in_(ids))
    return {row.id: row.text for row in session.execute(query)}


def picture_endings(session: Session, file_hash: str, reader: Reader, at: datetime) -> frozenset[str]:
    """How the texts name a picture, `svg`, as far as this reader may open, or is asked to review, a Revision that shows it; empty for none; one query."""
    tables = IMAGE.join(REVISION, REVISION.c.id == IMAGE.c.revision_id).join(DOCUMENT, DOCUMENT.c.id == REVISION.c.document_id)
    query = select(IMAGE.c.path).distinct().select_from(tables).where(IMAGE.c.file_hash == file_hash)
    if not sees_every_state(reader):
        read = began(REVISION) & names_reader(REVISION.c.id) & names_reader(standing(DOCUMENT.c.id))
        invited = exists().where(Reviewer.revision_id == REVISION.c.id, Reviewer.person_id == reader.person_id).correlate(REVISION)
        query = query.where(or_(read, invited))
    paths = session.scalars(query, {"at": at, "tokens": tokens(reader)})
    return frozenset(path.rsplit(".", 1)[-1].lower() for path in paths)
