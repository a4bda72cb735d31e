"""The draft of a file beside the text it met: what both began from, what the portal has now, what the file says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.front_matter import Version
from portal.library.models import Document, Draft, Revision

OF_ITS_VERSION = frozenset({"version", "effective", "change", "transition", "withdrawn"})
"""What a Revision says of itself only, and no later text takes over."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the three texts. `version` where it is a Revision; empty all over when there is none."""

    front: Mapping[str, Any]
    text: str
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file's draft, and the two texts it is compared with. `ours` is the portal's draft (`ours_id`, at its save `ours_seq`), else its text."""

    id: int
    code: str
    state: str
    seq: int
    path: str
    at: datetime
    base: Side
    ours: Side
    theirs: Side
    ours_id: int | None
    ours_seq: int
    ours_state: str

    @property
    def title(self) -> str:
        """The title as the file has it."""
        return str(self.theirs.front.get("title") or "")


def file_draft(session: Session, draft_id: int) -> FileDraft | None:
    """The draft of a file, settled or not, with both other texts; None for any other draft."""
    query = select(Draft, Document.code).join(Document, Document.id == Draft.document_id)
    row = session.execute(query.where(Draft.id == draft_id, Draft.origin == "file")).one_or_none()
    if row is None:
        return None
    draft, code = row
    here = select(Draft).where(Draft.document_id == draft.document_id, Draft.origin == "browser", Draft.state != "closed")
    ours = session.scalars(here).one_or_none()
    newest = select(Revision.id).where(Revision.document_id == draft.document_id, Revision.approved_at.is_not(None))
    newest_id = session.scalar(newest.order_by(Revision.major.desc(), Revision.minor.desc()).limit(1))
    return FileDraft(
        id=draft.id,
        code=code,
        state=draft.state,
        seq=draft.seq,
        path=draft.file_path or "",
        at=draft.saved_at,
        base=_revision(session, draft.base_revision_id),
        ours=Side(ours.front, ours.text) if ours else _revision(session, newest_id),
        theirs=Side(draft.front, draft.text),
        ours_id=ours.id if ours else None,
        ours_seq=ours.seq if ours else 1,
        ours_state=ours.state if ours else "",
    )


def _revision(session: Session, revision_id: int | None) -> Side:
    columns = Revision.front, Revision.text, Revision.major, Revision.minor
    row = session.execute(select(*columns).where(Revision.id == revision_id)).one_or_none()
    if row is None:
        return Side({}, "")
    front = {key: value for key, value in row.front.items() if key not in OF_ITS_VERSION}
    return Side(front, row.text, Version(row.major, row.minor))
