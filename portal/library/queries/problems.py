"""Reported problems: the queue of those who answer, one problem, and what a reader reported. Only of Documents the reader may read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.library.models import DraftRequest, ProblemReport, RenderedText
from portal.library.obligation import answer_by
from portal.library.passage import passage
from portal.library.policy import may_answer, posts_of
from portal.library.queries.visible import DAY, DOCUMENT, REVISION, names_reader, standing, tokens
from portal.people import queries as people
from portal.permissions import Permission, Reader

REPORT = ProblemReport.__table__
OWNER = people.held_posts(DAY, "owner")
SEEN, SETTLER = REVISION.alias("seen"), REVISION.alias("settler")
STATES = ("open", "accepted", "answered", "settled", "declined")
SORTS: dict[str, Any] = {
    "number": REPORT.c.id,
    "document": DOCUMENT.c.code,
    "reported": REPORT.c.at,
    "owner": func.lower(OWNER.c.title),
    "answered": REPORT.c.answered_at,
}


@dataclass(frozen=True, slots=True)
class SoughtProblems:
    """Which problems: in one of `STATES`, or all; by words in the code, the title or the report; in which order."""

    state: str = "open"
    text: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A reported problem. `version` is the one it was seen in, `title` and `owner` are today's; `answer_by` the last day to answer.

    `proposal` is how it should read, `settled_in` the version that settled it; both may be empty.
    """

    id: int
    code: str
    title: str
    version: str
    anchor: str
    text: str
    proposal: str
    state: str
    settled_in: str
    by_id: int
    reporter: str
    at: datetime
    owner: str
    owner_slug: str
    holder: str
    answer_by: date
    answer: str
    answerer: str
    answered_at: datetime | None

    def days_late(self, today: date) -> int:
        """Days since the last day to answer while it is open, 0 when it is not late."""
        return 0 if self.state != "open" else max(0, (today - self.answer_by).days)


@dataclass(frozen=True, slots=True)
class ProblemDetail:
    """One problem with the words it is about, and whether this reader may answer it."""

    problem: Problem
    quote: str
    may_answer: bool


def count(session: Session, reader: Reader, sought: SoughtProblems, at: datetime, *, zone: str) -> int:
    """How many problems this reader may answer are sought; in one query."""
    query = _problems().with_only_columns(func.count()).where(_for_answering(reader), *_sought(sought))
    return session.scalar(query, _values(reader, at, zone)) or 0


def queue(
    session: Session, reader: Reader, sought: SoughtProblems, at: datetime, *, zone: str, offset: int = 0, limit: int | None = None
) -> tuple[Problem, ...]:
    """The problems this reader may answer, the oldest first unless sought otherwise; in two queries."""
    column = SORTS.get(sought.sort.removeprefix("-"), REPORT.c.at)
    order = column.desc() if sought.sort.startswith("-") else column.asc()
    query = _problems().where(_for_answering(reader), *_sought(sought)).order_by(order, REPORT.c.id).offset(offset).limit(limit)
    return _named(session, session.execute(query, _values(reader, at, zone)).all(), zone)


def problem(session: Session, reader: Reader, problem_id: int, at: datetime, *, zone: str) -> ProblemDetail | None:
    """One problem, for those who may answer it and for who reported it; None for anybody else. In three queries."""
    mine = REPORT.c.by_id == reader.person_id
    query = _problems().where(REPORT.c.id == problem_id, or_(_for_answering(reader), mine))
    rows = session.execute(query, _values(reader, at, zone)).all()
    if not rows:
        return None
    found = _named(session, rows, zone)[0]
    html = session.scalar(select(RenderedText.html).where(RenderedText.revision_id == rows[0].revision_id)) if found.anchor else ""
    return ProblemDetail(found, passage(html or "", found.anchor), may_answer(reader, found.owner_slug))


def own_problems(session: Session, reader: Reader, at: datetime, *, zone: str) -> tuple[Problem, ...]:
    """What this reader reported, the latest first; in two queries."""
    query = _problems().where(REPORT.c.by_id == reader.person_id).order_by(REPORT.c.id.desc())
    return _named(session, session.execute(query, _values(reader, at, zone)).all(), zone)


def quote_of(session: Session, revision_id: int, anchor: str) -> tuple[str, str]:
    """The anchor and its words, where the Revision has it; else two empty strings."""
    row = session.execute(select(RenderedText.html, RenderedText.anchors).where(RenderedText.revision_id == revision_id)).one()
    return (anchor, passage(row.html, anchor)) if anchor in row.anchors else ("", "")


@dataclass(frozen=True, slots=True)
class Request:
    """An accepted request as it is offered on a draft of its Document; `chosen` when that draft is to settle it."""

    id: int
    anchor: str
    text: str
    proposal: str
    answer: str
    version: str
    chosen: bool


def requests_of(session: Session, document_id: int, draft_id: int | None = None) -> tuple[Request, ...]:
    """The accepted requests that wait for a new version of this Document, the oldest first, and which of them the draft took up; in one query."""
    took = DraftRequest.__table__.alias("took")
    tables = REPORT.join(SEEN, SEEN.c.id == REPORT.c.revision_id)
    tables = tables.outerjoin(took, (took.c.problem_id == REPORT.c.id) & (took.c.draft_id == (draft_id or 0)))
    columns = REPORT.c.id, REPORT.c.anchor, REPORT.c.text, REPORT.c.proposal, REPORT.c.answer, SEEN.c.major, SEEN.c.minor, took.c.draft_id
    query = select(*columns).select_from(tables).where(REPORT.c.document_id == document_id, REPORT.c.state == "accepted")
    return tuple(
        Request(key, anchor, text, proposal, answer or "", f"{major}.{minor}", took_up is not None)
        for key, anchor, text, proposal, answer, major, minor, took_up in session.execute(query.order_by(REPORT.c.id))
    )


def _problems() -> Select[Any]:
    """Every problem of a Document that the reader may read today."""
    columns = (
        REPORT.c.id, REPORT.c.revision_id, REPORT.c.anchor, REPORT.c.text, REPORT.c.by_id, REPORT.c.at, REPORT.c.answer, REPORT.c.answered_by,
        REPORT.c.answered_at, REPORT.c.proposal, REPORT.c.state, SETTLER.c.major.label("settler_major"),
        SETTLER.c.minor.label("settler_minor"), DOCUMENT.c.code, REVISION.c.title, SEEN.c.major, SEEN.c.minor, OWNER.c.title.label("owner"),
        OWNER.c.slug.label("owner_slug"), OWNER.c.holder_name,
    )  # fmt: skip
    tables = REPORT.join(DOCUMENT, DOCUMENT.c.id == REPORT.c.document_id).join(SEEN, SEEN.c.id == REPORT.c.revision_id)
    tables = tables.join(REVISION, REVISION.c.document_id == DOCUMENT.c.id).join(OWNER, OWNER.c.post_id == REVISION.c.owner_post_id)
    tables = tables.outerjoin(SETTLER, SETTLER.c.id == REPORT.c.settled_by_id)
    query = select(*columns).select_from(tables)
    return query.where(REVISION.c.id == standing(DOCUMENT.c.id), names_reader(REVISION.c.id))


def _for_answering(reader: Reader) -> ColumnElement[bool]:
    """All problems for those who sort them, else those of Documents whose owner's post the reader holds."""
    if reader.may(Permission.LIBRARY_TRIAGE, ""):
        return REPORT.c.id.is_not(None)
    return OWNER.c.slug.in_(sorted(posts_of(reader)))


def _sought(sought: SoughtProblems) -> Iterable[ColumnElement[bool]]:
    if sought.state in STATES:
        yield REPORT.c.state == sought.state
    for word in sought.text.split():
        yield or_(*(column.icontains(word, autoescape=True) for column in (DOCUMENT.c.code, REVISION.c.title, REPORT.c.text)))


def _values(reader: Reader, at: datetime, zone: str) -> dict[str, Any]:
    return {"at": at, "day": day_in(at, zone), "tokens": tokens(reader)}


def _named(session: Session, rows: Iterable[Any], zone: str) -> tuple[Problem, ...]:
    found = list(rows)
    names = people.names(session, {row.by_id for row in found} | {row.answered_by for row in found if row.answered_by})
    return tuple(_problem(row, names, zone) for row in found)


def _problem(row: Any, names: dict[int, str], zone: str) -> Problem:
    return Problem(
        id=row.id,
        code=row.code,
        title=row.title,
        version=f"{row.major}.{row.minor}",
        anchor=row.anchor,
        text=row.text,
        proposal=row.proposal,
        state=row.state,
        settled_in=f"{row.settler_major}.{row.settler_minor}" if row.settler_major is not None else "",
        by_id=row.by_id,
        reporter=names.get(row.by_id, ""),
        at=row.at,
        owner=row.owner,
        owner_slug=row.owner_slug,
        holder=row.holder_name or "",
        answer_by=answer_by(day_in(row.at, zone)),
        answer=row.answer or "",
        answerer=names.get(row.answered_by, ""),
        answered_at=row.answered_at,
    )
