"""Where drafts come from and how they are given up: new Documents with codes never used before, changes, copies, old texts. Nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.front_matter import Version
from portal.content.wording import hidden_character
from portal.errors import N_, NotFound, Refused
from portal.journal import service as journal
from portal.library.models import Document, Draft, DraftPicture, Revision, RevisionImage, Writer
from portal.library.service import locks
from portal.library.service.cases import newest_approved
from portal.settings import queries as settings
from portal.vocabulary import queries as vocabulary

LETTERS = {"policy": "POL", "standard": "STD", "procedure": "PRC", "guide": "GDE"}
OF_ITS_VERSION = ("version", "effective", "change", "transition", "withdrawn")
"""What a text said about its own version only."""
EMPTY: dict[str, Any] = {
    "summary": "",
    "practices": [],
    "owner": "",
    "approver": "",
    "review_months": 12,
    "audience": ["everyone"],
    "phases": [],
}


class AlreadyDrafted(Refused):
    """A Document has one draft at a time."""

    sentence = N_("There is an open draft of %(code)s already. Finish it or give it up first; it stands under Drafts.")


class NothingToCopy(Refused):
    """No text of the Document was ever approved."""

    sentence = N_("%(code)s has no approved text to begin from.")


class InReview(Refused):
    """A text in review is called back before anything else happens to it."""

    sentence = N_("The text of %(code)s is in review. Call it back first.")


class HiddenCharacter(Refused):
    """A title holds what nobody can see."""

    sentence = N_("The title holds a character that nobody can see (%(character)s). Type the title anew.")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new Document is to be: the area gives its first letters, the kind the next ones."""

    area: str
    kind: str
    title: str


def new(session: Session, wish: Wish, *, actor_id: int, at: datetime) -> int:
    """A new Document with an empty draft; the draft's id. The code is taken at once and for ever."""
    locks.take_turn(session)
    document = _document(session, wish, at)
    front = {"code": document.code, "kind": document.kind, "title": wish.title, **EMPTY, "level": "major"}
    if wish.kind == "policy":
        front["approver"] = settings.value(session, "policy_approver")
    return _draft(session, document, front, "", None, actor_id=actor_id, at=at).id


def begin(session: Session, code: str, *, actor_id: int, at: datetime) -> int:
    """The open draft of a Document, or a new one from its newest approved text, else from what was given up; the draft's id."""
    locks.take_turn(session)
    document = _found(session, code)
    draft = _open(session, document)
    if draft is not None:
        return draft.id
    revision = newest_approved(session, document.id)
    if revision is not None:
        return _from_revision(session, document, revision, actor_id=actor_id, at=at)
    earlier = select(Draft).where(Draft.document_id == document.id, Draft.origin == "browser").order_by(Draft.id.desc()).limit(1)
    given_up = session.scalars(earlier).one_or_none()
    if given_up is None:
        raise NothingToCopy(code=code)
    made = _draft(session, document, given_up.front, given_up.text, None, actor_id=actor_id, at=at)
    _keep_pictures(session, made, _pictures_of_draft(session, given_up.id), actor_id, at)
    return made.id


def restore(session: Session, code: str, version: Version, *, actor_id: int, at: datetime) -> int:
    """A new draft with the text of an old or withdrawn version; its id."""
    locks.take_turn(session)
    document = _found(session, code)
    if _open(session, document) is not None:
        raise AlreadyDrafted(code=code)
    query = select(Revision).where(Revision.document_id == document.id, Revision.major == version.major, Revision.minor == version.minor)
    revision = session.scalars(query.where(Revision.approved_at.is_not(None))).one_or_none()
    if revision is None:
        raise NotFound
    return _from_revision(session, document, revision, actor_id=actor_id, at=at)


def copy(session: Session, code: str, wish: Wish, *, actor_id: int, at: datetime) -> int:
    """A new Document whose draft begins with the newest approved text of another; the draft's id."""
    locks.take_turn(session)
    revision = newest_approved(session, _found(session, code).id)
    if revision is None:
        raise NothingToCopy(code=code)
    document = _document(session, wish, at)
    front = {**_carried(revision.front), "code": document.code, "kind": document.kind, "title": wish.title, "level": "major"}
    begun = f"{code} {revision.major}.{revision.minor}"
    draft = _draft(session, document, front, revision.text, None, actor_id=actor_id, at=at, begun_from=begun)
    _keep_pictures(session, draft, _pictures_of_revision(session, revision.id), actor_id, at)
    return draft.id


def give_up(session: Session, draft_id: int, *, actor_id: int, at: datetime) -> str:
    """Close a draft that is not in review; the code of its Document, whose effective text stays as it is."""
    draft = locks.draft(session, draft_id)
    document = session.get_one(Document, draft.document_id)
    if draft.state == "submitted":
        raise InReview(code=document.code)
    if draft.state == "closed":
        return document.code
    draft.state = "closed"
    revision = session.get(Revision, draft.revision_id) if draft.revision_id else None
    if revision is not None and revision.state == "draft":
        revision.state = "withdrawn"
    session.flush()
    journal.record(session, at, actor_id, "draft given up", "document", document.code, after={"draft": draft.id, "saves": draft.seq})
    return document.code


def _found(session: Session, code: str) -> Document:
    document = session.scalars(select(Document).where(Document.code == code)).one_or_none()
    if document is None:
        raise NotFound
    return document


def _open(session: Session, document: Document) -> Draft | None:
    query = select(Draft).where(Draft.document_id == document.id, Draft.origin == "browser", Draft.state != "closed")
    return session.scalars(query).one_or_none()


def _document(session: Session, wish: Wish, at: datetime) -> Document:
    """A Document of its own code. Called in turn: two at once get two codes."""
    character = hidden_character(wish.title)
    if character:
        raise HiddenCharacter(character=character)
    if wish.kind not in {*LETTERS, "template"} or wish.area not in {area.code for area in vocabulary.areas(session)}:
        raise NotFound
    prefix = f"{wish.area}-{LETTERS[wish.kind]}-" if wish.kind in LETTERS else "TPL-"
    used = session.scalars(select(Document.code).where(Document.code.startswith(prefix, autoescape=True)))
    number = max((int(code.removeprefix(prefix)) for code in used), default=0) + 1
    document = Document(code=f"{prefix}{number:02d}", kind=wish.kind, made_at=at)
    session.add(document)
    session.flush()
    return document


def _from_revision(session: Session, document: Document, revision: Revision, *, actor_id: int, at: datetime) -> int:
    front = {**_carried(revision.front), "level": "minor"}
    begun = f"{revision.major}.{revision.minor}"
    draft = _draft(session, document, front, revision.text, revision.id, actor_id=actor_id, at=at, begun_from=begun)
    _keep_pictures(session, draft, _pictures_of_revision(session, revision.id), actor_id, at)
    return draft.id


def _carried(front: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in front.items() if key not in OF_ITS_VERSION}


def _draft(
    session: Session, document: Document, front: Mapping[str, Any], text: str, base_id: int | None, *,
    actor_id: int, at: datetime, begun_from: str = "",
) -> Draft:  # fmt: skip
    """The row, its first writer if nothing came from elsewhere, and the journal's line."""
    draft = Draft(document_id=document.id, base_revision_id=base_id, made_by=actor_id, made_at=at, saved_by=actor_id, saved_at=at,
                  front=dict(front), text=text)  # fmt: skip
    session.add(draft)
    session.flush()
    session.add(Writer(draft_id=draft.id, person_id=actor_id, since=at))
    session.flush()
    journal.record(session, at, actor_id, "draft begun", "document", document.code, after={"draft": draft.id, "from": begun_from or None})
    return draft


def _pictures_of_revision(session: Session, revision_id: int) -> dict[str, str]:
    query = select(RevisionImage.path, RevisionImage.file_hash).where(RevisionImage.revision_id == revision_id)
    return {row.path: row.file_hash for row in session.execute(query)}


def _pictures_of_draft(session: Session, draft_id: int) -> dict[str, str]:
    query = select(DraftPicture.path, DraftPicture.file_hash).where(DraftPicture.draft_id == draft_id)
    return {row.path: row.file_hash for row in session.execute(query)}


def _keep_pictures(session: Session, draft: Draft, pictures: Mapping[str, str], actor_id: int, at: datetime) -> None:
    session.add_all(DraftPicture(draft_id=draft.id, path=path, file_hash=key, by_id=actor_id, at=at) for path, key in pictures.items())
    session.flush()
