"""The Revision that stands for a Document today, as a reader may see it: what forms and files about a Document begin with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.content.front_matter import Version
from portal.library.queries.visible import DOCUMENT, REVISION, began, names_reader, sees_every_state, standing, tokens
from portal.permissions import Reader


@dataclass(frozen=True, slots=True)
class Shown:
    """One Revision of a Document that this reader may see; `stored` is its state in the table."""

    document_id: int
    revision_id: int
    code: str
    kind: str
    title: str
    version: str
    stored: str
    effective_from: datetime | None
    effective_until: datetime | None

    def is_effective(self, at: datetime) -> bool:
        """Whether it is what counts at that moment."""
        begun = self.effective_from is not None and self.effective_from <= at
        return begun and (self.effective_until is None or at < self.effective_until)


def standing_for(session: Session, reader: Reader, code: str, at: datetime) -> Shown | None:
    """The Revision that stands for a Document: effective, or the last one it had; None when there is none for this reader."""
    query = _shown(reader).where(DOCUMENT.c.code == code, REVISION.c.id == standing(DOCUMENT.c.id))
    return _first(session, query, reader, at)


def version_for(session: Session, reader: Reader, code: str, version: Version, at: datetime) -> Shown | None:
    """One Revision by its version, effective today or once; those who control texts also get drafts and what is scheduled."""
    query = _shown(reader).where(DOCUMENT.c.code == code, REVISION.c.major == version.major, REVISION.c.minor == version.minor)
    return _first(session, query, reader, at)


def _shown(reader: Reader) -> Select[Any]:
    columns = (DOCUMENT.c.id.label("document_id"), DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.id.label("revision_id"),
               REVISION.c.title, REVISION.c.major, REVISION.c.minor, REVISION.c.state, REVISION.c.effective_from,
               REVISION.c.effective_until)  # fmt: skip
    query = select(*columns).select_from(DOCUMENT.join(REVISION, REVISION.c.document_id == DOCUMENT.c.id))
    if sees_every_state(reader):
        return query
    return query.where(began(REVISION), names_reader(REVISION.c.id), names_reader(standing(DOCUMENT.c.id)))


def _first(session: Session, query: Select[Any], reader: Reader, at: datetime) -> Shown | None:
    row = session.execute(query, {"at": at, "tokens": tokens(reader)}).first()
    if row is None:
        return None
    return Shown(
        row.document_id,
        row.revision_id,
        row.code,
        row.kind,
        row.title,
        f"{row.major}.{row.minor}",
        row.state,
        row.effective_from,
        row.effective_until,
    )
