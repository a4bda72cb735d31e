"""What the files of a Revision are made from: its control data, its text, its pictures, the titles it links to.

Files are the same for everybody who may have them, so a title is given away only where the Document linked to is open to everyone.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.library.models import RenderedText, RevisionAudience, RevisionImage, RevisionPractice
from portal.library.queries.visible import AT, DAY, DOCUMENT, REVISION, effective, standing
from portal.library.states import State, state_of
from portal.people import queries as people
from portal.permissions import EVERYONE
from portal.vocabulary import queries as vocabulary

OWNER, APPROVER = people.held_posts(DAY, "owner"), people.held_posts(DAY, "approver")
SUCCESSOR = REVISION.alias("successor")
TEXT = RenderedText.__table__


@dataclass(frozen=True, slots=True)
class Controlled:
    """The control data of a Revision at a moment. `stamp` changes whenever the text, or a title or term it shows, does.

    `superseded_by` is the version that took its place; `formats` the files a template offers. Days are the organisation's.
    """

    revision_id: int
    code: str
    kind: str
    title: str
    summary: str
    version: str
    state: State
    owner: str
    owner_holder: str
    approver: str
    approver_holder: str
    effective: date | None
    until: date | None
    next_review: date | None
    made_at: datetime
    change: str
    transition: str
    stamp: str
    practices: tuple[str, ...]
    formats: tuple[str, ...]
    superseded_by: str
    withdrawn_reason: str
    successor_code: str


def controlled(session: Session, revision_id: int, at: datetime, *, zone: str) -> Controlled:
    """One Revision that exists, in two queries."""
    return _controlled(session, REVISION.c.id == revision_id, at, zone)[0]


def all_effective(session: Session, at: datetime, *, zone: str) -> tuple[Controlled, ...]:
    """Every effective Revision by code, in two queries."""
    return _controlled(session, effective(REVISION), at, zone)


def text_of(session: Session, revision_id: int) -> str:
    """The Markdown of a Revision, without its front matter."""
    return str(session.execute(select(REVISION.c.text).where(REVISION.c.id == revision_id)).scalar_one())


def images_of(session: Session, revision_id: int) -> dict[str, str]:
    """The pictures of a Revision: from the path written in its text to the hash of the bytes kept."""
    image = RevisionImage.__table__
    rows = session.execute(select(image.c.path, image.c.file_hash).where(image.c.revision_id == revision_id).order_by(image.c.path))
    return {row.path: row.file_hash for row in rows}


def open_titles(session: Session, codes: Collection[str], at: datetime) -> dict[str, str]:
    """The titles of those Documents of which everyone may read what stands for them today."""
    audience = RevisionAudience.__table__
    tables = DOCUMENT.join(REVISION, REVISION.c.document_id == DOCUMENT.c.id).join(audience, audience.c.revision_id == REVISION.c.id)
    query = select(DOCUMENT.c.code, REVISION.c.title).select_from(tables).where(DOCUMENT.c.code.in_(sorted(codes)))
    query = query.where(REVISION.c.id == standing(DOCUMENT.c.id), audience.c.token == EVERYONE)
    return {row.code: row.title for row in session.execute(query, {"at": at})}


def _controlled(session: Session, which: ColumnElement[bool], at: datetime, zone: str) -> tuple[Controlled, ...]:
    rows = session.execute(_query().where(which).order_by(DOCUMENT.c.code), {"at": at, "day": day_in(at, zone)}).all()
    practices = _practices(session, [row.id for row in rows])
    return tuple(_made(row, practices[row.id], at, zone) for row in rows)


def _query() -> Select[Any]:
    columns = (
        REVISION.c.id, DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.title, REVISION.c.summary, REVISION.c.major, REVISION.c.minor,
        REVISION.c.state, OWNER.c.title.label("owner"), OWNER.c.holder_name.label("owner_holder"), APPROVER.c.title.label("approver"),
        APPROVER.c.holder_name.label("approver_holder"), REVISION.c.effective_from, REVISION.c.effective_until, REVISION.c.next_review,
        REVISION.c.made_at, REVISION.c.change_note, REVISION.c.transition, TEXT.c.made_from, REVISION.c.content_hash, REVISION.c.front,
        SUCCESSOR.c.major.label("next_major"), SUCCESSOR.c.minor.label("next_minor"), DOCUMENT.c.withdrawn_reason, DOCUMENT.c.successor_code,
    )  # fmt: skip
    tables = DOCUMENT.join(REVISION, REVISION.c.document_id == DOCUMENT.c.id).join(TEXT, TEXT.c.revision_id == REVISION.c.id)
    tables = tables.join(OWNER, OWNER.c.post_id == REVISION.c.owner_post_id).join(
        APPROVER, APPROVER.c.post_id == REVISION.c.approver_post_id
    )
    follows = (SUCCESSOR.c.document_id == DOCUMENT.c.id) & (SUCCESSOR.c.effective_from == REVISION.c.effective_until)
    return select(*columns).select_from(tables.outerjoin(SUCCESSOR, follows & (SUCCESSOR.c.effective_from <= AT)))


def _practices(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    served, titles = RevisionPractice.__table__, vocabulary.practice_titles()
    query = select(served.c.revision_id, titles.c.code, titles.c.title).join(titles, titles.c.code == served.c.practice_code)
    found: dict[int, list[str]] = defaultdict(list)
    for row in session.execute(query.where(served.c.revision_id.in_(ids)).order_by(served.c.place)):
        found[row.revision_id].append(f"{row.code} {row.title}")
    return found


def _made(row: Any, practices: list[str], at: datetime, zone: str) -> Controlled:
    state = state_of(row.state, row.effective_from, row.effective_until, at)
    return Controlled(
        revision_id=row.id,
        code=row.code,
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        version=f"{row.major}.{row.minor}",
        state=state,
        owner=row.owner,
        owner_holder=row.owner_holder or "",
        approver=row.approver,
        approver_holder=row.approver_holder or "",
        effective=day_in(row.effective_from, zone) if row.effective_from else None,
        until=day_in(row.effective_until, zone) if row.effective_until else None,
        next_review=row.next_review if state is State.EFFECTIVE else None,
        made_at=row.made_at,
        change=row.change_note,
        transition=row.transition,
        stamp=f"{row.content_hash} {row.made_from}",
        practices=tuple(practices),
        formats=tuple(row.front.get("formats", ())),
        superseded_by=f"{row.next_major}.{row.next_minor}" if row.next_major is not None else "",
        withdrawn_reason=row.withdrawn_reason or "",
        successor_code=row.successor_code or "",
    )
