"""Writing Revisions and what is derived from them. Used by publishing only; knows no files and no plans."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from portal.content.front_matter import DocumentMeta
from portal.content.source import SourceDocument
from portal.db import Base
from portal.journal import service as journal
from portal.library import rendering
from portal.library.models import (
    Document,
    RenderedText,
    Requirement,
    Revision,
    RevisionAudience,
    RevisionImage,
    RevisionPractice,
)
from portal.library.policy import audience_rows, months_later
from portal.vocabulary.service import Cited, cite


@dataclass(frozen=True)
class NewText:
    """One text to become a Revision. `since` None: it waits in review."""

    file: SourceDocument
    content_hash: str
    made: rendering.Made
    images: Mapping[str, str]
    cited: tuple[tuple[str, str], ...]
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class Ink:
    """What every row written needs: when, by whom (None: the system), posts by title, and the organisation's calendar day of a moment."""

    at: datetime
    actor_id: int | None
    posts: Mapping[str, int]
    day: Callable[[datetime], date]


def write(session: Session, texts: Sequence[NewText], ink: Ink) -> frozenset[int]:
    """Write all texts: documents first, then Revisions, then what hangs on them, so that a thousand cost a handful of statements.

    Gives the ids of the Revisions that were written or that end because of them."""
    documents = {d.code: d for d in session.scalars(select(Document))}
    for text in texts:
        meta = text.file.meta
        if meta.code not in documents:
            documents[meta.code] = Document(code=meta.code, kind=meta.kind, made_at=ink.at)
            session.add(documents[meta.code])
    session.flush()
    ended = _end_predecessors(session, texts, documents)
    _forget_waiting(session, texts, documents)
    revisions = [(text, _revision(session, text, documents[text.file.meta.code], ink)) for text in texts]
    session.flush()
    _hang_on(session, revisions)
    for text, revision in revisions:
        _record(session, text, revision, ink)
    session.flush()
    return ended | {revision.id for _, revision in revisions}


def _end_predecessors(session: Session, texts: Sequence[NewText], documents: Mapping[str, Document]) -> frozenset[int]:
    """The Revision that is effective, or scheduled, ends at the instant the first of its successors begins."""
    begins: dict[int, datetime] = {}
    for text in texts:
        if text.since:
            key = documents[text.file.meta.code].id
            begins[key] = min(begins.get(key, text.since), text.since)
    if not begins:
        return frozenset()
    query = select(Revision).where(Revision.effective_from.is_not(None), Revision.effective_until.is_(None))
    ended = [revision for revision in session.scalars(query) if revision.document_id in begins]
    for revision in ended:
        revision.effective_until = begins[revision.document_id]
    session.flush()
    return frozenset(revision.id for revision in ended)


def _revision(session: Session, text: NewText, document: Document, ink: Ink) -> Revision:
    meta = text.file.meta
    revision = Revision(
        document_id=document.id,
        major=meta.version.major,
        minor=meta.version.minor,
        state="approved" if text.since else "in_review",
        title=meta.title,
        summary=meta.summary,
        text=text.file.text,
        front=front(meta),
        content_hash=text.content_hash,
        owner_post_id=ink.posts[meta.owner],
        approver_post_id=ink.posts[meta.approver],
        approved_at=text.since and min(text.since, ink.at),
        approved_in=text.file.path if text.since else "",
        review_months=meta.review_months,
        due_days=meta.due_days,
        change_note=meta.change or "",
        transition=meta.transition or "",
        course_code=meta.course,
        made_at=ink.at,
        made_by=ink.actor_id,
        effective_from=text.since,
        effective_until=text.until,
        next_review=months_later(ink.day(text.since), meta.review_months) if text.since else None,
    )
    session.add(revision)
    return revision


def _forget_waiting(session: Session, texts: Sequence[NewText], documents: Mapping[str, Document]) -> None:
    """A text of the same version still in review is replaced by the file's newer text."""
    new = {(documents[text.file.meta.code].id, text.file.meta.version.major, text.file.meta.version.minor) for text in texts}
    query = select(Revision.id, Revision.document_id, Revision.major, Revision.minor).where(Revision.state == "in_review")
    ids = [key for key, *version in session.execute(query) if tuple(version) in new]
    if ids:
        for model in (RenderedText, RevisionAudience, RevisionPractice, RevisionImage, Requirement):
            session.execute(delete(model).where(model.revision_id.in_(ids)))
        session.execute(delete(Revision).where(Revision.id.in_(ids)))


def _hang_on(session: Session, revisions: Sequence[tuple[NewText, Revision]]) -> None:
    """Write what hangs on Revisions table by table, and what they cite; nothing is read back."""
    tables: dict[type[Base], list[dict[str, Any]]] = {}
    for text, revision in revisions:
        for model, row in _hanging(text, revision):
            tables.setdefault(model, []).append(row)
    for model, rows in tables.items():
        session.execute(insert(model), rows)
    current = [text for text, _ in revisions if text.until is None]
    cite(session, "document", {text.file.meta.code: _cited(text) for text in current})


def _hanging(text: NewText, revision: Revision) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    meta, key = text.file.meta, {"revision_id": revision.id}
    yield RenderedText, key | vars(text.made)
    yield from ((RevisionAudience, key | {"token": token}) for token in audience_rows(meta.audience, meta.owner, meta.approver))
    for place, code in enumerate(dict.fromkeys(meta.practices)):
        yield RevisionPractice, key | {"practice_code": code, "place": place}
    yield from ((RevisionImage, key | {"path": path, "file_hash": file_hash}) for path, file_hash in text.images.items())
    for token in meta.must_read if text.since else ():
        required = {"token": token, "due_days": meta.due_days, "since": text.since, "source": "document"}
        yield Requirement, key | {"document_id": revision.document_id} | required


def _cited(text: NewText) -> list[Cited]:
    return [Cited(*pair) for pair in text.cited] + [Cited(code) for code in text.file.meta.templates]


def _record(session: Session, text: NewText, revision: Revision, ink: Ink) -> None:
    meta = text.file.meta
    action = "revision published" if text.since else "revision submitted"
    after = {"version": str(meta.version), "hash": text.content_hash, "file": text.file.path, "approver_post": revision.approver_post_id,
             "effective_from": text.since.isoformat() if text.since else None}  # fmt: skip
    journal.record(session, ink.at, ink.actor_id, action, "document", meta.code, after=after)


def front(meta: DocumentMeta) -> dict[str, Any]:
    """The front matter as stored with the Revision: what the file said, in plain values."""
    values = asdict(meta)
    values["version"] = str(meta.version)
    values["effective"] = meta.effective.isoformat()
    if meta.withdrawn:
        values["withdrawn"] = {**values["withdrawn"], "on": meta.withdrawn.on.isoformat()}
    return values


def render_again(session: Session, around: rendering.Surroundings, at: datetime) -> frozenset[int]:
    """Make anew the rendering of Revisions that are or may become current after `at`, where it was made from something else; their ids."""
    query = select(Revision.id, Revision.text, Revision.content_hash, RenderedText.made_from)
    query = query.join(RenderedText, RenderedText.revision_id == Revision.id)
    query = query.where(or_(Revision.effective_until.is_(None), Revision.effective_until > at))
    changed: list[dict[str, Any]] = []
    for key, text, content_hash, made_from in session.execute(query):
        cited = rendering.cited(text)
        if made_from != rendering.made_from(content_hash, cited, around):
            images = select(RevisionImage.path, RevisionImage.file_hash).where(RevisionImage.revision_id == key)
            shown = {row.path: row.file_hash for row in session.execute(images)} if "![" in text else {}
            changed.append({"revision_id": key} | vars(rendering.make(text, cited, content_hash, shown, around)))
    if changed:
        session.execute(update(RenderedText), changed)
    return frozenset(row["revision_id"] for row in changed)
