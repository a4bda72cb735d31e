"""Texts of files that met another text in the portal: kept as drafts, and settled there. Nothing is overwritten, and nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.content.source import Source, SourceDocument
from portal.errors import N_, Conflict, NotFound
from portal.journal import service as journal
from portal.library.models import Document, Draft, DraftCopy, DraftPicture, Revision, Writer
from portal.library.rules import Plan, Row
from portal.library.service import drafting, locks, publishing, saving
from portal.library.service.publishing import Publisher
from portal.library.service.registered import register
from portal.library.service.saving import Saved, Typed
from portal.library.service.writing import front
from portal.notices.service import tell
from portal.people import queries as people


class Outcome(StrEnum):
    """What became of a file's text: a new draft, one instead of an earlier file's, or it is there already, to be changed or in review."""

    MADE = "made"
    REPLACED = "replaced"
    THERE = "there"
    IN_REVIEW = "in_review"


@dataclass(frozen=True, slots=True)
class Kept:
    """The draft that holds the text of a file in conflict."""

    code: str
    draft_id: int
    outcome: Outcome


def keep(session: Session, source: Source, todo: Plan, by: Publisher) -> tuple[Kept, ...]:
    """Keep the text of every file whose Document changed in the portal, too, as its draft; nothing else of the plan is written."""
    if todo.refused or not todo.conflicts:
        raise ValueError("drafts of files are kept of a plan with conflicts and without refusals")
    publishing.take_turn(session, source, todo, by)
    agreed = {code: held.agreed for code, held in register(session).items()}
    return tuple(_keep(session, row, source, agreed.get(row.code), by) for row in todo.conflicts)


@dataclass(frozen=True, slots=True)
class Join:
    """A text made of a file's draft, as it was at its save `seq`, and of the portal's, as that was at its save `based_on`."""

    typed: Typed
    base: Typed
    seq: int
    based_on: int


def merge(session: Session, draft_id: int, join: Join, *, actor_id: int, at: datetime) -> tuple[int, Saved]:
    """Save a text made of both as the portal's draft, begun where there is none, with the file's pictures; the file's draft is settled.

    The id of the portal's draft. When somebody saved that meanwhile, the text is kept beside it as a copy, and the file's draft waits on.
    """
    locks.take_turn(session)
    theirs = locks.draft(session, draft_id)
    document = session.get_one(Document, theirs.document_id)
    ours_id = drafting.begin(session, document.code, actor_id=actor_id, at=at)
    saved = saving.save(session, ours_id, join.typed, based_on=join.based_on, base=join.base, actor_id=actor_id, at=at)
    if saved.copy_id is None:
        put_away(session, draft_id, seq=join.seq, settled=True, actor_id=actor_id, at=at)
        _take_over(session, theirs, ours_id, at)
    return ours_id, saved


def _take_over(session: Session, theirs: Draft, ours_id: int, at: datetime) -> None:
    """The pictures of a file's draft are the portal's, where it has none under that path, and so are those whose words are in it."""
    held = set(session.scalars(select(DraftPicture.path).where(DraftPicture.draft_id == ours_id)))
    for picture in session.scalars(select(DraftPicture).where(DraftPicture.draft_id == theirs.id)):
        if picture.path not in held:
            session.add(DraftPicture(draft_id=ours_id, path=picture.path, file_hash=picture.file_hash, by_id=picture.by_id, at=at))
    for person_id in session.scalars(select(Writer.person_id).where(Writer.draft_id == theirs.id)):
        saving.note_writer(session, ours_id, person_id, at)
    session.flush()


def put_away(session: Session, draft_id: int, *, seq: int, settled: bool, actor_id: int, at: datetime) -> str:
    """Close a file's draft; the Document's code. When `settled`, the portal's text knows of the file's: the same file brings no draft again.

    Conflict when another file replaced it meanwhile.
    """
    draft = locks.draft(session, draft_id)
    if draft.origin != "file":
        raise NotFound
    if draft.state != "open" or draft.seq != seq:
        raise Conflict(N_("This draft changed meanwhile: a newer file came, or somebody settled it. Look at it again."))
    document = session.get_one(Document, draft.document_id)
    draft.state = "closed"
    if settled:
        document.agreed_hash = draft.file_hash
    session.flush()
    after = {"draft": draft.id, "origin": "file", "hash": draft.file_hash, "settled": settled}
    journal.record(session, at, actor_id, "draft given up", "document", document.code, after=after)
    return document.code


def _keep(session: Session, row: Row, source: Source, agreed: str | None, by: Publisher) -> Kept:
    document = session.scalars(select(Document).where(Document.code == row.code)).one()
    waiting = select(Draft).where(Draft.document_id == document.id, Draft.origin == "file", Draft.state != "closed")
    draft = session.scalars(waiting.with_for_update()).one_or_none()
    if draft is not None and draft.state == "submitted":
        return Kept(row.code, draft.id, Outcome.IN_REVIEW)
    if draft is not None and draft.file_hash == row.content_hash:
        return Kept(row.code, draft.id, Outcome.THERE)
    outcome = Outcome.REPLACED if draft else Outcome.MADE
    if draft is None:
        base = select(Revision.id).where(Revision.document_id == document.id, Revision.content_hash == agreed)
        base_id = session.scalar(base.order_by(Revision.id.desc()).limit(1))
        draft = Draft(document_id=document.id, origin="file", base_revision_id=base_id, seq=0, made_by=by.actor_id, made_at=by.at)
    else:
        _keep_what_was_typed(session, draft, by)
    _write(session, draft, row, source, by)
    _tell(session, document, draft, by)
    after = {"draft": draft.id, "origin": "file", "file": row.path, "version": row.version, "hash": row.content_hash}
    action = "draft begun" if outcome is Outcome.MADE else "draft replaced"
    journal.record(session, by.at, by.actor_id, action, "document", row.code, after=after)
    return Kept(row.code, draft.id, outcome)


def _write(session: Session, draft: Draft, row: Row, source: Source, by: Publisher) -> None:
    file = row.file
    if file is None:
        raise ValueError("a row in conflict carries its file")
    draft.seq += 1
    draft.saved_by, draft.saved_at = None, by.at
    draft.file_path, draft.file_hash = row.path, row.content_hash
    draft.front, draft.text = _front(session, draft.document_id, file), file.text
    session.add(draft)
    session.flush()
    session.execute(delete(DraftPicture).where(DraftPicture.draft_id == draft.id))
    for path in sorted({use.path for use in file.parsed.images} & source.images.keys()):
        kept = by.keep_image(source.images[path])
        session.add(DraftPicture(draft_id=draft.id, path=path, file_hash=kept, by_id=by.actor_id, at=by.at))
    if by.actor_id is not None:
        session.merge(Writer(draft_id=draft.id, person_id=by.actor_id, since=by.at))
    session.flush()


def _front(session: Session, document_id: int, file: SourceDocument) -> dict[str, Any]:
    """What the file says of itself, as drafts say it."""
    said: Mapping[str, Any] = front(file.meta)
    approved = select(Revision.major).where(Revision.document_id == document_id, Revision.approved_at.is_not(None))
    newest = session.scalar(approved.order_by(Revision.major.desc()).limit(1))
    level = "major" if newest is not None and file.meta.version.major > newest else "minor"
    return {key: value for key, value in said.items() if key not in {"version", "withdrawn"}} | {"level": level}


def _keep_what_was_typed(session: Session, draft: Draft, by: Publisher) -> None:
    """Somebody changed the file's draft in the portal before the next file came: their words are kept beside it."""
    if draft.saved_by is not None:
        kept = DraftCopy(draft_id=draft.id, based_on=draft.seq, by_id=draft.saved_by, at=by.at, front=draft.front, text=draft.text)
        session.add(kept)


def _tell(session: Session, document: Document, draft: Draft, by: Publisher) -> None:
    """Tell the owner of the Document, and those who write it."""
    newest = select(Revision.owner_post_id, Revision.made_by).where(Revision.document_id == document.id)
    post_id, made_by = session.execute(newest.order_by(Revision.major.desc(), Revision.minor.desc()).limit(1)).one_or_none() or (0, None)
    held = people.holders(session, [post_id], day_in(by.at, by.zone))[post_id]
    writers = select(Writer.person_id).join(Draft, Draft.id == Writer.draft_id)
    told = {*session.scalars(writers.where(Draft.document_id == document.id, Draft.state != "closed")), made_by, held and held.person_id}
    told = {one for one in told if one is not None}
    url = f"/drafts/{draft.id}/three-way"
    tell(session, told, "draft_from_file", at=by.at, by=by.actor_id, code=document.code, title=draft.front["title"], url=url)
