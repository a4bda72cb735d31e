"""Texts in review: the list of what waits, and one with its rounds, decisions, reviewers and comments.

Those who see drafts see every one; anybody else those to which they are invited. The list and the page share that rule.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import Session

from portal.content.front_matter import Version
from portal.library.models import Comment, Decision, Reviewer, Revision, RevisionImage, Round
from portal.library.queries.visible import DOCUMENT, REVISION
from portal.library.reviewed import Answer, Remark
from portal.people import queries as people
from portal.permissions import Permission, Reader

ROUND = Round.__table__
SUBMITTER = people.person_names("submitter")


@dataclass(frozen=True, slots=True)
class Line:
    """An open round: what is asked for since when, by whom; `is_invited` and `is_through` are the reader's own; `open` counts comments."""

    revision_id: int
    round_id: int
    draft_id: int | None
    code: str
    kind: str
    title: str
    version: str
    number: int
    since: datetime
    submitter: str
    submitted_by: int | None
    made_by: int | None
    post_id: int
    is_invited: bool
    is_through: bool
    open: int


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One submission, and how it ended."""

    id: int
    number: int
    version: str
    since: datetime
    submitter: str
    ended_at: datetime | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody decided about a round, as what."""

    round: int
    name: str
    role: str
    post: str
    on_behalf_of: str
    verdict: str
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Invited:
    """A reviewer: through with the newest round or not; `has_left` when the account is closed."""

    person_id: int
    name: str
    at: datetime
    is_through: bool
    has_left: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A text with its newest round. `front`, `text` and `content_hash` are those submitted in it."""

    revision_id: int
    code: str
    kind: str
    title: str
    version: Version
    state: str
    effective_from: datetime | None
    effective_until: datetime | None
    document_id: int
    post_id: int
    made_by: int | None
    change_note: str
    transition: str
    round: RoundLine
    submitted_by: int | None
    draft_id: int | None
    content_hash: str
    front: Mapping[str, Any]
    text: str
    is_invited: bool


def open_reviews(session: Session, reader: Reader) -> tuple[Line, ...]:
    """All open rounds this reader may see, the oldest first; in one query."""
    mine = Reviewer.__table__.alias("mine")
    waiting = select(func.count()).where(Comment.revision_id == REVISION.c.id, Comment.state == "open", Comment.parent_id.is_(None))
    columns = (
        REVISION.c.id, ROUND.c.id.label("round_id"), ROUND.c.draft_id, DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.title, ROUND.c.version,
        ROUND.c.number, ROUND.c.submitted_at, func.coalesce(SUBMITTER.c.name, ""), ROUND.c.submitted_by, REVISION.c.made_by,
        REVISION.c.approver_post_id, mine.c.person_id.is_not(None), func.coalesce(mine.c.done_round == ROUND.c.id, False),
        waiting.correlate(REVISION).scalar_subquery(),
    )  # fmt: skip
    own = (mine.c.revision_id == REVISION.c.id) & (mine.c.person_id == reader.person_id)
    query = (
        _rounds(*columns).outerjoin(mine, own).where(ROUND.c.ended_at.is_(None), _sees(reader)).order_by(ROUND.c.submitted_at, ROUND.c.id)
    )
    return tuple(Line(*row) for row in session.execute(query))


def find(session: Session, reader: Reader, revision_id: int) -> Review | None:
    """A text that was ever in review, with its newest round; None for those who may not see it. In one query."""
    columns = (
        DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.title, REVISION.c.major, REVISION.c.minor, REVISION.c.state, REVISION.c.effective_from,
        REVISION.c.effective_until, REVISION.c.document_id, REVISION.c.approver_post_id, REVISION.c.made_by, REVISION.c.change_note,
        REVISION.c.transition, ROUND, SUBMITTER.c.name, _invited(reader).label("is_invited"),
    )  # fmt: skip
    query = _rounds(*columns).where(REVISION.c.id == revision_id, _sees(reader)).order_by(ROUND.c.number.desc()).limit(1)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    version = Version.parse(row.version)
    newest = RoundLine(row.id, row.number, row.version, row.submitted_at, row.name or "", row.ended_at, row.outcome or "")
    return Review(revision_id, row.code, row.kind, row.title, version, row.state, row.effective_from, row.effective_until, row.document_id,
                  row.approver_post_id, row.made_by, row.change_note, row.transition, newest, row.submitted_by, row.draft_id,
                  row.content_hash, row.front, row.text, bool(row.is_invited))  # fmt: skip


def rounds(session: Session, revision_id: int) -> tuple[RoundLine, ...]:
    """All rounds of a text, the latest first."""
    columns = ROUND.c.id, ROUND.c.number, ROUND.c.version, ROUND.c.submitted_at, SUBMITTER.c.name, ROUND.c.ended_at, ROUND.c.outcome
    query = select(*columns).select_from(ROUND.outerjoin(SUBMITTER, SUBMITTER.c.person_id == ROUND.c.submitted_by))
    rows = session.execute(query.where(ROUND.c.revision_id == revision_id).order_by(ROUND.c.number.desc()))
    return tuple(RoundLine(*row[:4], row.name or "", row.ended_at, row.outcome or "") for row in rows)


def decisions(session: Session, revision_id: int) -> tuple[Decided, ...]:
    """Everything decided about a text, the latest first."""
    query = select(Decision, Round.number).join(Round, Round.id == Decision.round_id).where(Decision.revision_id == revision_id)
    rows = session.execute(query.order_by(Decision.at.desc(), Decision.id.desc())).all()
    names = people.names(session, {key for one, _ in rows for key in (one.person_id, one.on_behalf_of) if key})
    posts = people.posts(session, {one.post_id for one, _ in rows if one.post_id}) if rows else {}
    return tuple(
        Decided(number, names.get(one.person_id, ""), one.role, posts[one.post_id].title if one.post_id else "",
                names.get(one.on_behalf_of or 0, ""), one.verdict, one.comment, one.at)
        for one, number in rows
    )  # fmt: skip


def reviewers(session: Session, revision_id: int, round_id: int) -> tuple[Invited, ...]:
    """Who is invited, by name; people who have left are shown as such."""
    rows = session.scalars(select(Reviewer).where(Reviewer.revision_id == revision_id)).all()
    ids = {row.person_id for row in rows}
    names, active = people.names(session, ids), people.active_people()
    here = set(session.scalars(select(active.c.person_id).where(active.c.person_id.in_(ids))))
    found = (
        Invited(r.person_id, names.get(r.person_id, ""), r.invited_at, r.done_round == round_id, r.person_id not in here) for r in rows
    )
    return tuple(sorted(found, key=lambda one: (one.name, one.person_id)))


def remarks(session: Session, revision_id: int) -> tuple[Remark, ...]:
    """All comments on a text with their answers, in the order they were made; in two queries."""
    query = select(Comment, Round.number).join(Round, Round.id == Comment.round_id).where(Comment.revision_id == revision_id)
    rows = session.execute(query.order_by(Comment.id)).all()
    names = people.names(session, {key for one, _ in rows for key in (one.by_id, one.settled_by) if key})
    answers: dict[int, list[Answer]] = defaultdict(list)
    for one, _ in rows:
        if one.parent_id is not None:
            answers[one.parent_id].append(Answer(one.id, names.get(one.by_id, ""), one.at, one.text))
    return tuple(
        Remark(one.id, names.get(one.by_id, ""), one.at, number, one.anchor, one.quote, one.text, one.suggestion, one.state,
               names.get(one.settled_by or 0, ""), tuple(answers[one.id]))
        for one, number in rows if one.parent_id is None
    )  # fmt: skip


def revision_of(session: Session, comment_id: int) -> int | None:
    """The text a comment is about."""
    return session.scalar(select(Comment.revision_id).where(Comment.id == comment_id))


def approved_before(session: Session, document_id: int, version: Version | None = None) -> tuple[Version, str, Mapping[str, Any]] | None:
    """Number, words and front matter of the newest approved text of a Document, or of the newest before that version."""
    query = select(Revision.major, Revision.minor, Revision.text, Revision.front).where(Revision.document_id == document_id)
    if version is not None:
        smaller = (Revision.major == version.major) & (Revision.minor < version.minor)
        query = query.where(or_(Revision.major < version.major, smaller))
    query = query.where(Revision.approved_at.is_not(None)).order_by(Revision.major.desc(), Revision.minor.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else (Version(row.major, row.minor), row.text, row.front)


def pictures(session: Session, revision_id: int) -> dict[str, str]:
    """The hashes of the pictures a text shows, by path."""
    rows = session.execute(select(RevisionImage.path, RevisionImage.file_hash).where(RevisionImage.revision_id == revision_id))
    return {row.path: row.file_hash for row in rows}


def _rounds(*columns: Any) -> Select[Any]:
    tables = ROUND.join(REVISION, REVISION.c.id == ROUND.c.revision_id).join(DOCUMENT, DOCUMENT.c.id == REVISION.c.document_id)
    return select(*columns).select_from(tables.outerjoin(SUBMITTER, SUBMITTER.c.person_id == ROUND.c.submitted_by))


def _invited(reader: Reader) -> ColumnElement[bool]:
    return exists().where(Reviewer.revision_id == REVISION.c.id, Reviewer.person_id == reader.person_id).correlate(REVISION)


def _sees(reader: Reader) -> ColumnElement[bool]:
    """The rule: those who see drafts, and those who are invited to this one."""
    return true() if reader.may(Permission.LIBRARY_DRAFTS) else _invited(reader)
