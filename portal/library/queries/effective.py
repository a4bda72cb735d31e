"""Which Revision of each Document is effective at a moment: for commands and the demo, not for a reader's page."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.library.queries.visible import DOCUMENT, REVISION, effective


@dataclass(frozen=True, slots=True)
class EffectiveRevision:
    """The ids and numbers of an effective Revision, who owns it, and when the Document is to be reviewed next."""

    code: str
    kind: str
    document_id: int
    revision_id: int
    major: int
    minor: int
    owner_post_id: int
    next_review: date | None


def effective_revisions(session: Session, at: datetime, code: str = "") -> dict[str, EffectiveRevision]:
    """Every Document effective at that moment, or only the one of that code, by code."""
    columns = (DOCUMENT.c.code, DOCUMENT.c.kind, DOCUMENT.c.id.label("document_id"), REVISION.c.id.label("revision_id"),
               REVISION.c.major, REVISION.c.minor, REVISION.c.owner_post_id, REVISION.c.next_review)  # fmt: skip
    query = select(*columns).join(REVISION, REVISION.c.document_id == DOCUMENT.c.id).where(effective(REVISION)).order_by(DOCUMENT.c.code)
    if code:
        query = query.where(DOCUMENT.c.code == code)
    return {row.code: EffectiveRevision(*row) for row in session.execute(query, {"at": at})}
