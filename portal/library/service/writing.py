"""Writing Revisions and what is derived from them, for files and for the browser; knows no plans and no drafts' states.

A text that waits in review is also kept as a Round, word for word. A waiting Revision is written anew when its text comes again.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
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
    Round,
)
from portal.library.policy import audience_rows, entry_key, months_later
from portal.library.service import effect
from portal.vocabulary.service import cite

FEW = 200
DERIVED = (RenderedText, RevisionAudience, RevisionPractice, RevisionImage, Requirement)


@dataclass(frozen=True)
class NewText:
    """One text to become a Revision. `since` None: it waits in review.

    `revision_id` is the waiting Revision that it is written over, whatever number that had; `draft_id` the draft it was submitted from.
    """

    file: SourceDocument
    content_hash: str
    made: rendering.Made
    images: Mapping[str, str]
    cited: tuple[tuple[str, str], ...]
    since: datetime | None
    until: datetime | None
    revision_id: int | None = None
    draft_id: int | None = None


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
    documents = _documents(session, texts, ink)
    ended = effect.end_at(session, _begins(texts, documents))
    waiting = _waiting(session, texts, documents)
    revisions = [(text, _revision(session, text, documents[text.file.meta.code], waiting, ink)) for text in texts]
    session.flush()
    _take_off(session, [revision.id for revision in waiting.values()], ink)
    _hang_on(session, revisions)
    numbers = _begin_rounds(session, revisions, ink)
    for text, revision in revisions:
        _record(session, text, revision, numbers.get(revision.id), ink)
    session.flush()
    return ended | {revision.id for _, revision in revisions}


def _documents(session: Session, texts: Sequence[NewText], ink: Ink) -> dict[str, Document]:
    """The Documents of these texts by code, made where they are new."""
    codes = {text.file.meta.code: text.file.meta.kind for text in texts}
    query = select(Document) if len(codes) > FEW else select(Document).where(Document.code.in_(codes))
    documents = {document.code: document for document in session.scalars(query)}
    for code in codes.keys() - documents.keys():
        documents[code] = Document(code=code, kind=codes[code], made_at=ink.at)
        session.add(documents[code])
    session.flush()
    return documents


def _begins(texts: Sequence[NewText], documents: Mapping[str, Document]) -> dict[int, datetime]:
    """When the first of the texts of each Document begins, of those that do."""
    begins: dict[int, datetime] = {}
    for text in texts:
        if text.since:
            key = documents[text.file.meta.code].id
            begins[key] = min(begins.get(key, text.since), text.since)
    return begins


def _waiting(session: Session, texts: Sequence[NewText], documents: Mapping[str, Document]) -> dict[tuple[int, int, int], Revision]:
    """By Document and version, the Revisions that were never approved and that these texts are written over."""
    query = select(Revision).where(Revision.approved_at.is_(None), Revision.state != "approved")
    if len(documents) <= FEW:
        query = query.where(Revision.document_id.in_([document.id for document in documents.values()]))
    held = session.scalars(query).all()
    by_id = {revision.id: revision for revision in held}
    by_version = {(revision.document_id, revision.major, revision.minor): revision for revision in held}
    found = {}
    for text in texts:
        version = text.file.meta.version
        key = (documents[text.file.meta.code].id, version.major, version.minor)
        revision = by_id.get(text.revision_id) if text.revision_id else by_version.get(key)
        if revision is not None:
            found[key] = revision
    return found


def _revision(session: Session, text: NewText, document: Document, waiting: Mapping[tuple[int, int, int], Revision], ink: Ink) -> Revision:
    version = text.file.meta.version
    revision = waiting.get((document.id, version.major, version.minor))
    values = _values(text, document, ink)
    if revision is None:
        revision = Revision(**values)
        session.add(revision)
        return revision
    for name, value in values.items():
        setattr(revision, name, value)
    return revision


def _values(text: NewText, document: Document, ink: Ink) -> dict[str, Any]:
    meta = text.file.meta
    return {
        "document_id": document.id,
        "major": meta.version.major,
        "minor": meta.version.minor,
        "state": "approved" if text.since else "in_review",
        "title": meta.title,
        "summary": meta.summary,
        "text": text.file.text,
        "front": front(meta),
        "content_hash": text.content_hash,
        "owner_post_id": ink.posts[meta.owner],
        "approver_post_id": ink.posts[meta.approver],
        "approved_at": text.since and min(text.since, ink.at),
        "approved_in": text.file.path if text.since else "",
        "review_months": meta.review_months,
        "due_days": meta.due_days,
        "change_note": meta.change or "",
        "transition": meta.transition or "",
        "course_code": meta.course,
        "made_at": ink.at,
        "made_by": ink.actor_id,
        "effective_from": text.since,
        "effective_until": text.until,
        "next_review": months_later(ink.day(text.since), meta.review_months) if text.since else None,
    }


def _take_off(session: Session, ids: Sequence[int], ink: Ink) -> None:
    """Take away what hung on Revisions that are written anew, and end the rounds in which their former texts waited."""
    if not ids:
        return
    for model in DERIVED:
        session.execute(delete(model).where(model.revision_id.in_(ids)))
    open_rounds = update(Round).where(Round.revision_id.in_(ids), Round.ended_at.is_(None))
    session.execute(open_rounds.values(ended_at=ink.at, outcome="replaced"))


def _begin_rounds(session: Session, revisions: Sequence[tuple[NewText, Revision]], ink: Ink) -> dict[int, int]:
    """Keep what waits in review from now on, word for word; the number of each Revision's round."""
    waiting = {revision.id: (text, revision) for text, revision in revisions if not text.since}
    if not waiting:
        return {}
    counted = select(Round.revision_id, func.max(Round.number)).where(Round.revision_id.in_(waiting)).group_by(Round.revision_id)
    numbers = dict.fromkeys(waiting, 1) | {key: last + 1 for key, last in session.execute(counted)}
    rows = [
        {"revision_id": key, "draft_id": text.draft_id, "number": numbers[key], "version": str(text.file.meta.version),
         "content_hash": text.content_hash, "submitted_by": ink.actor_id, "submitted_at": ink.at, "front": revision.front,
         "text": text.file.text}
        for key, (text, revision) in waiting.items()
    ]  # fmt: skip
    session.execute(insert(Round), rows)
    return numbers


def _hang_on(session: Session, revisions: Sequence[tuple[NewText, Revision]]) -> None:
    """Write what hangs on Revisions table by table, and what they cite; nothing is read back."""
    tables: dict[type[Base], list[dict[str, Any]]] = {}
    for text, revision in revisions:
        for model, row in _hanging(text, revision):
            tables.setdefault(model, []).append(row)
    for model, rows in tables.items():
        session.execute(insert(model), rows)
    current = [text for text, _ in revisions if text.since and text.until is None]
    cite(session, "document", {text.file.meta.code: effect.cited(text.cited, text.file.meta.templates) for text in current})


def _hanging(text: NewText, revision: Revision) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    meta, key = text.file.meta, {"revision_id": revision.id}
    yield RenderedText, key | vars(text.made)
    yield from ((RevisionAudience, key | {"token": token}) for token in audience_rows(meta.audience, meta.owner, meta.approver))
    for place, code in enumerate(dict.fromkeys(meta.practices)):
        yield RevisionPractice, key | {"practice_code": code, "place": place}
    yield from ((RevisionImage, key | {"path": path, "file_hash": file_hash}) for path, file_hash in text.images.items())
    if text.since:
        yield from ((Requirement, row) for row in effect.required(revision, {"must_read": meta.must_read}, text.since))


def _record(session: Session, text: NewText, revision: Revision, number: int | None, ink: Ink) -> None:
    meta = text.file.meta
    action = "revision published" if text.since else "revision submitted"
    after = {
        "version": str(meta.version),
        "hash": text.content_hash,
        "file": "" if text.draft_id else text.file.path,
        "round": number,
        "approver_post": revision.approver_post_id,
        "effective_from": text.since.isoformat() if text.since else None,
    }
    journal.record(session, ink.at, ink.actor_id, action, "document", meta.code, after=after)


def front(meta: DocumentMeta) -> dict[str, Any]:
    """The front matter as stored with the Revision: what the file said, in plain values."""
    values = asdict(meta)
    values["version"] = str(meta.version)
    values["effective"] = meta.effective.isoformat()
    if meta.withdrawn:
        values["withdrawn"] = {**values["withdrawn"], "on": meta.withdrawn.on.isoformat()}
    return values


def render_again(session: Session, around: rendering.Surroundings, at: datetime, code: str = "") -> frozenset[int]:
    """Make anew the rendering of Revisions that are or may become current after `at`, where it was made from something else; their ids.

    With `code` only of those that link to it.
    """
    query = select(Revision.id, Revision.text, Revision.content_hash, RenderedText.made_from)
    query = query.join(RenderedText, RenderedText.revision_id == Revision.id)
    query = query.where(or_(Revision.effective_until.is_(None), Revision.effective_until > at))
    if code:
        query = query.where(Revision.text.contains(f"[[{code}", autoescape=True))
    changed: list[dict[str, Any]] = []
    for key, text, content_hash, made_from in session.execute(query.order_by(Revision.id)):
        cited = rendering.cited(text)
        if made_from != rendering.made_from(content_hash, cited, around):
            images = select(RevisionImage.path, RevisionImage.file_hash).where(RevisionImage.revision_id == key)
            shown = {row.path: row.file_hash for row in session.execute(images)} if "![" in text else {}
            changed.append({"revision_id": key} | vars(rendering.make(text, cited, content_hash, shown, around)))
    if changed:
        session.execute(update(RenderedText), changed)
    return frozenset(row["revision_id"] for row in changed)


def entry_keys(session: Session, ids: Collection[int]) -> list[str]:
    """What search calls these Revisions."""
    query = select(Document.code, Revision.major, Revision.minor).join(Document, Document.id == Revision.document_id)
    return [entry_key(*row) for row in session.execute(query.where(Revision.id.in_(ids)).order_by(Revision.id))]
