"""What readers do with Documents: acknowledge, bookmark, be exempt; and what may be asked of them. Nothing here commits.

Bookmarks and reading marks are a reader's own and are not journalled: an append-only row would keep for ever who opened what.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.db import is_postgresql
from portal.errors import N_, Conflict, NotFound, Refused
from portal.journal import service as journal
from portal.library.models import Acknowledgement, Bookmark, Document, Exemption, ReadingMark, Requirement, Revision, RevisionAudience
from portal.library.policy import months_later
from portal.notices.service import settled
from portal.permissions import Reader

LONGEST_EXEMPTION = 12
REQUIRABLE = frozenset({"policy", "standard", "procedure"})


class ChangedMeanwhile(Conflict):
    """The Revision that was read is not effective any more."""

    sentence = N_("It changed while you read. Nothing was recorded: read the text that is effective now.")


class NotYetEffective(Refused):
    """The Revision has no effect yet."""

    sentence = N_("This version is not effective yet. It can be acknowledged from its first day on.")


class NotOnesOwn(Refused):
    """Nobody exempts oneself."""

    sentence = N_("Nobody exempts themselves. Ask your line manager or the PMO.")


class ExemptionTooLong(Refused):
    """An exemption ends within twelve months."""

    sentence = N_("An exemption lasts at least until today and at most 12 months.")


class NotRequirable(Refused):
    """Guides and templates help; they are never required reading."""

    sentence = N_("Only policies, standards and procedures can be required reading.")


def latest_exemption(day: date) -> date:
    """The last day an exemption given on `day` may have."""
    return months_later(day, LONGEST_EXEMPTION) - timedelta(1)


def acknowledge(session: Session, reader: Reader, code: str, major: int, minor: int, *, at: datetime) -> bool:
    """Record that this reader has read this Revision; False when this major version was acknowledged before.

    One row a Document, major version and person, however many ask at once. NotFound for a Revision that is not for the reader,
    ChangedMeanwhile for one that has ended; a publisher who ends it in this moment waits, or is waited for.
    """
    query = select(Revision).join(Document, Document.id == Revision.document_id).where(Document.code == code, _is_for(reader))
    query = query.where(Revision.major == major, Revision.minor == minor).with_for_update(read=True, of=Revision)
    revision = session.scalars(query).one_or_none()
    if revision is None:
        raise NotFound
    if revision.effective_from is None or revision.effective_from > at:
        raise NotYetEffective
    if revision.effective_until is not None and revision.effective_until <= at:
        raise ChangedMeanwhile
    row = {"document_id": revision.document_id, "major": major, "person_id": reader.person_id, "revision_id": revision.id, "at": at}
    made = _insert(session, Acknowledgement).values(**row).on_conflict_do_nothing().returning(Acknowledgement.id)
    if session.scalar(made) is None:
        return False
    journal.record(session, at, reader.person_id, "document acknowledged", "document", code, after={"version": f"{major}.{minor}"})
    settled(session, ("must_read", "reading_overdue"), f"/library/{code.lower()}", at=at, person_id=reader.person_id)
    return True


def bookmark(session: Session, reader: Reader, code: str, *, at: datetime) -> None:
    """Keep a Document at hand; once is as good as twice. NotFound for one that is not for the reader."""
    row = {"person_id": reader.person_id, "document_id": _document_for(session, reader, code, at), "at": at}
    session.execute(_insert(session, Bookmark).values(**row).on_conflict_do_nothing())


def unbookmark(session: Session, reader: Reader, code: str) -> None:
    """Keep it no more, whether or not it may still be read."""
    document_id = select(Document.id).where(Document.code == code).scalar_subquery()
    session.execute(delete(Bookmark).where(Bookmark.person_id == reader.person_id, Bookmark.document_id == document_id))


def mark_read(session: Session, person_id: int, document_id: int, revision_id: int, *, at: datetime) -> None:
    """Note which Revision of a Document this person opened last. The caller has shown it, so may have it."""
    row = {"person_id": person_id, "document_id": document_id, "revision_id": revision_id, "at": at}
    newer = {"revision_id": revision_id, "at": at}
    session.execute(
        _insert(session, ReadingMark).values(**row).on_conflict_do_update(index_elements=["person_id", "document_id"], set_=newer)
    )


def exempt(session: Session, code: str, person_id: int, *, reason: str, until: date, actor_id: int, at: datetime, zone: str) -> None:
    """Spare a person the reading of a Document until the day before `until`, twelve months at most; the reason is shown to the person.

    The caller has asked whether the actor may do this for the person's team. A second exemption takes the place of the first.
    """
    if actor_id == person_id:
        raise NotOnesOwn
    day = day_in(at, zone)
    if not day < until <= latest_exemption(day) + timedelta(1):
        raise ExemptionTooLong
    document_id = _document(session, code)
    held = _exemption(session, document_id, person_id)
    before = {"until": _iso(held.until)} if held else None
    values = {"reason": reason, "granted_by": actor_id, "granted_at": at, "until": until}
    row = _insert(session, Exemption).values(document_id=document_id, person_id=person_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["document_id", "person_id"], set_=values))
    journal.record(session, at, actor_id, "reader exempted", "document", code, before, {"person": person_id, "until": _iso(until)})


def end_exemption(session: Session, code: str, person_id: int, *, actor_id: int, at: datetime, zone: str) -> None:
    """End an exemption today: the reading is owed anew from today on. NotFound when there is none to end."""
    day = day_in(at, zone)
    held = _exemption(session, _document(session, code), person_id)
    if held is None or (held.until is not None and held.until <= day):
        raise NotFound
    if actor_id == person_id:
        raise NotOnesOwn
    before, held.until = {"until": _iso(held.until)}, day
    journal.record(session, at, actor_id, "exemption ended", "document", code, before, {"person": person_id, "until": _iso(day)})


def require(session: Session, code: str, token: str, *, due_days: int, source: str, actor_id: int | None, at: datetime) -> bool:
    """Ask a reading of `position:<CODE>` or `team:<slug>` from outside the Document (a curriculum, an assignment: `source`).

    False when this source asks it already. NotRequirable for guides and templates.
    """
    if not token.startswith(("position:", "team:")):
        raise ValueError(token)
    document = session.scalars(select(Document).where(Document.code == code).with_for_update()).one_or_none()
    if document is None:
        raise NotFound
    if document.kind not in REQUIRABLE:
        raise NotRequirable
    same = {"document_id": document.id, "revision_id": None, "token": token, "source": source}
    if session.scalars(select(Requirement).filter_by(**same)).first() is not None:
        return False
    session.add(Requirement(**same, due_days=due_days, since=at))
    after = {"token": token, "due_days": due_days, "source": source}
    journal.record(session, at, actor_id, "reading required", "document", code, after=after)
    return True


def _insert(session: Session, model: Any) -> Any:
    dialect = postgresql if is_postgresql(session.connection()) else sqlite
    return dialect.insert(model)


def _is_for(reader: Reader) -> Any:
    return exists().where(RevisionAudience.revision_id == Revision.id, RevisionAudience.token.in_(reader.audience))


def _document(session: Session, code: str) -> int:
    found = session.scalar(select(Document.id).where(Document.code == code))
    if found is None:
        raise NotFound
    return found


def _document_for(session: Session, reader: Reader, code: str, at: datetime) -> int:
    """The id of a Document whose Revision of today, or the last one it had, is for this reader."""
    query = select(Document.id, _is_for(reader).label("open")).join(Revision, Revision.document_id == Document.id)
    query = query.where(Document.code == code, Revision.effective_from <= at).order_by(Revision.effective_from.desc()).limit(1)
    found = session.execute(query).first()
    if found is None or not found.open:
        raise NotFound
    return int(found.id)


def _exemption(session: Session, document_id: int, person_id: int) -> Exemption | None:
    query = select(Exemption).where(Exemption.document_id == document_id, Exemption.person_id == person_id)
    return session.scalars(query.with_for_update()).one_or_none()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
