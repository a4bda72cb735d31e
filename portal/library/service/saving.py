"""Saving a draft. Nothing typed is ever lost or overwritten: a save that comes from an older text is kept beside it as a copy, to be merged.

Saves are not journalled, they come every few seconds; who wrote is kept with the draft. Nothing here commits.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.wording import slug
from portal.errors import N_, Conflict, NotFound, Refused
from portal.journal import service as journal
from portal.library.drafts import same
from portal.library.models import Document, Draft, DraftCopy, DraftPicture, Writer
from portal.library.service import locks

LONGEST_TEXT = 900_000
"""Bytes of a text: with its front it is still a file of less than 1 MB, which is what files may have."""
LONGEST_FRONT = 60_000
MOST_PICTURES = 100


class NotOpen(Refused):
    """A text in review, approved or given up is not changed."""

    sentence = N_("This draft is closed: its text was approved or given up. What you typed was not saved; copy it into a new draft.")


class BeingReviewed(Refused):
    """A text in review is not changed."""

    sentence = N_("This text is in review and cannot be changed now. What you typed was not saved; call the text back to change it.")


class TooLong(Refused):
    """More text than a document may have."""

    sentence = N_("The text has %(size)s KB; a document takes up to %(most)s KB. It was not saved: split it, or take something out.")


class FieldsTooLong(Refused):
    """Fields fuller than any document needs."""

    sentence = N_("The fields above the text hold more than 60,000 characters together. Nothing was saved: shorten them.")


class Settled(Conflict):
    """Two people settled one copy."""

    sentence = N_("Somebody else merged this copy or put it away meanwhile. Nothing was changed.")


class TooManyPictures(Refused):
    """A draft takes a hundred pictures."""

    sentence = N_("A draft takes up to 100 pictures. Take out those that the text does not show.")


@dataclass(frozen=True, slots=True)
class Typed:
    """Fields and text as somebody typed them, or as they were before."""

    front: Mapping[str, Any]
    text: str


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft's count of saves after this one; `copy_id` when what was typed is kept beside the draft, because somebody else saved first."""

    seq: int
    copy_id: int | None = None


def save(
    session: Session, draft_id: int, typed: Typed, *, based_on: int, base: Typed, actor_id: int, at: datetime, copy_id: int | None = None
) -> Saved:
    """Save what was typed on the draft as it was at its save `based_on`; when that is not the last one any more, keep it as a copy.

    What says the same as the draft changes nothing. `copy_id` is the copy that the same tab made before: it is brought up to date.
    """
    _fits(typed)
    draft = _open(session, draft_id)
    front = _front(typed.front, draft)
    if draft.text == typed.text and same(draft.front, front):
        return Saved(draft.seq)
    if draft.seq != based_on:
        copy = DraftCopy(draft_id=draft_id, based_on=based_on, by_id=actor_id, at=at, base_front=dict(base.front), base_text=base.text,
                         front=front, text=typed.text)  # fmt: skip
        return Saved(draft.seq, _kept(session, draft, copy, copy_id))
    draft.front, draft.text, draft.seq = front, typed.text, draft.seq + 1
    draft.saved_by, draft.saved_at = actor_id, at
    note_writer(session, draft.id, actor_id, at)
    session.flush()
    return Saved(draft.seq)


def note_writer(session: Session, draft_id: int, person_id: int, at: datetime) -> None:
    """Somebody's words are in the draft; asked with its row locked."""
    if session.get(Writer, (draft_id, person_id)) is None:
        session.add(Writer(draft_id=draft_id, person_id=person_id, since=at))
        session.flush()


def merge(session: Session, copy_id: int, typed: Typed, *, based_on: int, base: Typed, actor_id: int, at: datetime) -> Saved:
    """Save a text made of the draft and a copy; whose copy it was has words in it now. A newer save makes a copy of this too, both wait."""
    copy = _copy(session, copy_id)
    saved = save(session, copy.draft_id, typed, based_on=based_on, base=base, actor_id=actor_id, at=at)
    if saved.copy_id is None:
        note_writer(session, copy.draft_id, copy.by_id, at)
        _settle(session, copy, actor_id, at, merged=True)
    return saved


def put_away(session: Session, copy_id: int, *, actor_id: int, at: datetime) -> int:
    """Leave a copy out of the draft; it stays kept, but waits no longer. The draft's id."""
    copy = _copy(session, copy_id)
    _settle(session, copy, actor_id, at, merged=False)
    return copy.draft_id


def add_picture(session: Session, draft_id: int, name: str, ending: str, file_hash: str, *, actor_id: int, at: datetime) -> str:
    """Note a kept picture as one of the draft's; the path by which its text shows it, `images/rsk-std-01-ladder.png`."""
    draft = _open(session, draft_id)
    rows = session.execute(select(DraftPicture.path, DraftPicture.file_hash).where(DraftPicture.draft_id == draft_id))
    held = {row.path: row.file_hash for row in rows}
    if len(held) >= MOST_PICTURES:
        raise TooManyPictures
    stem = f"images/{str(draft.front['code']).lower()}-{slug(name)}"
    path = next(
        p for p in (f"{stem}{f'-{n}' if n else ''}.{ending}" for n in range(MOST_PICTURES + 1)) if held.get(p, file_hash) == file_hash
    )
    if path not in held:
        session.add(DraftPicture(draft_id=draft_id, path=path, file_hash=file_hash, by_id=actor_id, at=at))
        note_writer(session, draft_id, actor_id, at)
        after = {"draft": draft_id, "hash": file_hash}
        journal.record(session, at, actor_id, "picture added", "document", str(draft.front["code"]), after=after)
    return path


def _open(session: Session, draft_id: int) -> Draft:
    """A draft that may be changed, its row locked. What came from a file is merged, never changed."""
    draft = locks.draft(session, draft_id)
    if draft.origin == "file":
        raise NotFound
    if draft.state != "open":
        raise BeingReviewed if draft.state == "submitted" else NotOpen
    return draft


def _fits(typed: Typed) -> None:
    size = len(typed.text.encode())
    if size > LONGEST_TEXT:
        raise TooLong(size=-(-size // 1000), most=LONGEST_TEXT // 1000)
    if len(json.dumps(dict(typed.front), ensure_ascii=False)) > LONGEST_FRONT:
        raise FieldsTooLong


def _front(typed: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
    """What was typed, under the code and kind that the Document was given."""
    return {**typed, "code": draft.front["code"], "kind": draft.front["kind"]}


def _kept(session: Session, draft: Draft, copy: DraftCopy, copy_id: int | None) -> int:
    """The id of the copy that now holds what was typed: one of the same words, or the same tab's, brought up to date, else a new one."""
    query = select(DraftCopy).where(DraftCopy.draft_id == draft.id, DraftCopy.by_id == copy.by_id, DraftCopy.settled_at.is_(None))
    mine = session.scalars(query.with_for_update()).all()
    held = next((one for one in mine if one.text == copy.text and same(one.front, copy.front)), None)
    held = held or next((one for one in mine if one.id == copy_id), None)
    if held is None:
        session.add(held := copy)
    else:
        held.at, held.front, held.text = copy.at, copy.front, copy.text
    session.flush()
    return held.id


def _copy(session: Session, copy_id: int) -> DraftCopy:
    """A copy that still waits, its draft's row locked before its own."""
    found = session.get(DraftCopy, copy_id)
    if found is None:
        raise NotFound
    locks.draft(session, found.draft_id)
    copy = session.get_one(DraftCopy, copy_id, with_for_update=True, populate_existing=True)
    if copy.settled_at is not None:
        raise Settled
    return copy


def _settle(session: Session, copy: DraftCopy, actor_id: int, at: datetime, *, merged: bool) -> None:
    action = "copy merged" if merged else "copy put away"
    copy.settled_at = at
    session.flush()
    query = select(Document.code).join(Draft, Draft.document_id == Document.id).where(Draft.id == copy.draft_id)
    after = {"draft": copy.draft_id, "copy": copy.id, "by": copy.by_id}
    journal.record(session, at, actor_id, action, "document", session.scalars(query).one(), after=after)
