"""Proving that what is derived from the texts is what it would be if made now, and making it anew. Nothing here commits.

A version that has ended keeps the titles it was rendered with; where those have changed since, it cannot be compared and is only counted.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from portal.library import rendering
from portal.library.models import Document, RenderedText, Revision, RevisionImage
from portal.library.policy import entry_key
from portal.library.service.publishing import surroundings
from portal.search import service as search

PARTS = ("html", "plain", "contents", "sections", "anchors", "made_from")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one Revision's rendering stands: `differing` names the parts that are not what they would be if made now; empty when it is equal.

    `earlier` when it was made from titles or a glossary that have changed since, and has ended.
    """

    revision_id: int
    code: str
    version: str
    differing: tuple[str, ...]
    earlier: bool


@dataclass(frozen=True, slots=True)
class BadPicture:
    """A picture whose bytes are `missing` or `damaged`."""

    code: str
    version: str
    path: str
    what: str


def compare(session: Session, language: str = "en") -> Iterator[Comparison]:
    """Every rendering against what it would be now, by code and version; one at a time, so that a large library fits in memory."""
    for row, made in _anew(session, language):
        differing = tuple(part for part in PARTS if getattr(row, part) != getattr(made, part))
        is_earlier = bool(row.ended) and "made_from" in differing
        yield Comparison(row.id, row.code, f"{row.major}.{row.minor}", () if is_earlier else differing, is_earlier)


def rebuild(session: Session, language: str = "en") -> int:
    """Render every Revision again, old ones with the titles of today; how many changed. Search learns it after the commit."""
    changed: list[dict[str, Any]] = []
    keys = []
    for row, made in _anew(session, language):
        if any(getattr(row, part) != getattr(made, part) for part in PARTS):
            changed.append({"revision_id": row.id} | {part: getattr(made, part) for part in PARTS})
            keys.append(entry_key(row.code, row.major, row.minor))
    if changed:
        session.execute(update(RenderedText), changed)
        search.queue(session, keys)
    return len(changed)


def bad_pictures(session: Session, get: Callable[[str], bytes | None]) -> tuple[BadPicture, ...]:
    """Every picture of a Revision whose bytes `get` has not, or that are not what their hash says."""
    query = select(RevisionImage.path, RevisionImage.file_hash, Document.code, Revision.major, Revision.minor)
    query = query.join(Revision, Revision.id == RevisionImage.revision_id).join(Document, Document.id == Revision.document_id)
    rows = session.execute(query.order_by(Document.code, Revision.major, Revision.minor, RevisionImage.path)).all()
    found = {key: _condition(key, get(key)) for key in {row.file_hash for row in rows}}
    return tuple(BadPicture(r.code, f"{r.major}.{r.minor}", r.path, found[r.file_hash]) for r in rows if found[r.file_hash])


def _anew(session: Session, language: str) -> Iterator[tuple[Any, rendering.Made]]:
    around, images = surroundings(session, language=language), _images(session)
    ended = case((Revision.state == "in_review", False), else_=Revision.effective_until.is_not(None))
    columns = Revision.id, Document.code, Revision.major, Revision.minor, Revision.text, Revision.content_hash, ended.label("ended")
    query = select(*columns, *(getattr(RenderedText, part) for part in PARTS)).join(Document, Document.id == Revision.document_id)
    query = query.join(RenderedText, RenderedText.revision_id == Revision.id).order_by(Document.code, Revision.major, Revision.minor)
    for row in session.execute(query.execution_options(yield_per=50)):
        yield row, rendering.make(row.text, rendering.cited(row.text), row.content_hash, images[row.id], around)


def _images(session: Session) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in session.execute(select(RevisionImage.revision_id, RevisionImage.path, RevisionImage.file_hash)):
        found[row.revision_id][row.path] = row.file_hash
    return found


def _condition(key: str, content: bytes | None) -> str:
    if content is None:
        return "missing"
    return "" if hashlib.sha256(content).hexdigest() == key else "damaged"
