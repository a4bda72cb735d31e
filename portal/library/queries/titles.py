"""What Documents are called, for those who may read them: links of other rooms to the library."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.library.queries.visible import DOCUMENT, REVISION, names_reader, standing, tokens
from portal.permissions import Reader


def titles(session: Session, reader: Reader, codes: Collection[str], at: datetime) -> dict[str, str]:
    """Titles by code of those Documents that this reader may open today, superseded and withdrawn ones too; in one query."""
    tables = DOCUMENT.join(REVISION, REVISION.c.id == standing(DOCUMENT.c.id))
    query = select(DOCUMENT.c.code, REVISION.c.title).select_from(tables)
    query = query.where(DOCUMENT.c.code.in_(sorted(codes)), names_reader(REVISION.c.id))
    return {row.code: row.title for row in session.execute(query, {"at": at, "tokens": tokens(reader)})}
