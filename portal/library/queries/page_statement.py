"""The one statement behind a reading page: a Revision with everything shown around its text, in one row; and the text itself, in another.

Built once, when the module is loaded. Lists come as JSON; the audience rule stands in each of them.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    String,
    bindparam,
    case,
    cast,
    exists,
    func,
    null,
    or_,
    select,
)

from portal.db import Prepared
from portal.library.models import (
    Acknowledgement,
    Bookmark,
    Exemption,
    ReadingMark,
    RenderedText,
    Requirement,
    RevisionPractice,
)
from portal.library.queries.readings import OF_ONE
from portal.library.queries.visible import (
    DAY,
    DOCUMENT,
    PERSON,
    REVISION,
    TOKENS,
    began,
    effective,
    is_one_of,
    json_list,
    json_rows,
    names_reader,
    standing,
)
from portal.people import queries as people
from portal.vocabulary import queries as vocabulary

D, R = DOCUMENT.alias("document"), REVISION.alias("shown")
TEXT = RenderedText.__table__
CODE, MAJOR, MINOR = bindparam("code", type_=String()), bindparam("major", type_=Integer()), bindparam("minor", type_=Integer())
OWNER = people.held_posts(DAY, "owner")
APPROVER = people.held_posts(DAY, "approver")
MARK, MARKED = ReadingMark.__table__.alias("mark"), REVISION.alias("marked")


def _history(every_state: bool) -> ScalarSelect[Any]:
    other = REVISION.alias("other")
    columns = (other.c.id, other.c.major, other.c.minor, other.c.state, other.c.effective_from, other.c.effective_until,
               other.c.change_note, other.c.transition)  # fmt: skip
    query = select(json_rows(*columns)).where(other.c.document_id == D.c.id)
    if not every_state:
        query = query.where(began(other), names_reader(other.c.id))
    return query.correlate_except(other).scalar_subquery()


def _practices() -> ScalarSelect[Any]:
    served, title = RevisionPractice.__table__.alias("served"), vocabulary.practice_titles()
    query = select(json_rows(served.c.place, title.c.code, title.c.title, title.c.area_code, title.c.area_title))
    query = query.join_from(served, title, title.c.code == served.c.practice_code).where(served.c.revision_id == R.c.id)
    return query.correlate_except(served, title).scalar_subquery()


def neighbours(name: str, *, citing: bool) -> ScalarSelect[Any]:
    """Effective Documents this reader may read which cite this one, or which this one cites."""
    link, document, revision = vocabulary.citations(f"{name}_link"), DOCUMENT.alias(f"{name}_document"), REVISION.alias(f"{name}_revision")
    here, there = (link.c.document_code, link.c.key) if citing else (link.c.key, link.c.document_code)
    formats: ColumnElement[Any] = null() if citing else case((document.c.kind == "template", revision.c.front["formats"]))
    columns = (document.c.code, document.c.kind, revision.c.title, revision.c.major, revision.c.minor, formats)
    others = select(there).where(link.c.kind == "document", here == D.c.code, there != D.c.code).correlate_except(link)
    query = select(json_rows(*columns)).join_from(document, revision, revision.c.document_id == document.c.id)
    query = query.where(document.c.code.in_(others), effective(revision), names_reader(revision.c.id))
    return query.correlate_except(document, revision).scalar_subquery()


citing_json = neighbours("citing", citing=True)


def _must_read() -> ScalarSelect[Any]:
    asked, position, team = Requirement.__table__.alias("asked"), vocabulary.position_titles(), people.team_names()
    token = asked.c.token
    query = select(json_rows(token, func.coalesce(position.c.title, team.c.name, token)))
    query = query.select_from(asked).outerjoin(position, cast("position:", String) + position.c.code == token)
    query = query.outerjoin(team, cast("team:", String) + team.c.slug == token).where(asked.c.document_id == D.c.id)
    query = query.where(or_(asked.c.revision_id == R.c.id, asked.c.revision_id.is_(None)))
    return query.correlate_except(asked, position, team).scalar_subquery()


def _successor() -> ScalarSelect[Any]:
    document, revision = DOCUMENT.alias("next_document"), REVISION.alias("next_revision")
    query = select(json_rows(document.c.code, revision.c.title)).join_from(document, revision, revision.c.document_id == document.c.id)
    query = query.where(document.c.code == D.c.successor_code, revision.c.id == standing(document.c.id), names_reader(revision.c.id))
    return query.correlate_except(document, revision).scalar_subquery()


def _mine() -> tuple[ColumnElement[Any], ...]:
    """What this reader did with the Document: acknowledged it, kept it at hand, is exempt."""
    done, known = Acknowledgement.__table__.alias("done"), REVISION.alias("known")
    read = select(json_rows(known.c.major, known.c.minor, done.c.at)).join_from(done, known, known.c.id == done.c.revision_id)
    read = read.where(done.c.document_id == D.c.id, done.c.person_id == PERSON).correlate_except(done, known)
    kept, spared = Bookmark.__table__.alias("kept"), Exemption.__table__.alias("spared")
    marks = select(func.count()).select_from(kept).where(kept.c.document_id == D.c.id, kept.c.person_id == PERSON).correlate_except(kept)
    exempt = select(json_rows(spared.c.reason, spared.c.until)).where(spared.c.document_id == D.c.id, spared.c.person_id == PERSON)
    exempt = exempt.where(or_(spared.c.until.is_(None), spared.c.until > DAY)).correlate_except(spared)
    return (
        read.scalar_subquery().label("acknowledged"),
        marks.scalar_subquery().label("bookmarked"),
        exempt.scalar_subquery().label("exempt"),
    )


OWED = OF_ONE.subquery("owed")


def _owed() -> ColumnElement[Any]:
    """Everything this reader must read, where this Document is part of it and not acknowledged: six in thirty days is a law about them all."""
    asked, done = Requirement.__table__.alias("asks"), Acknowledgement.__table__.alias("did")
    asks = exists().where(asked.c.document_id == D.c.id, or_(asked.c.revision_id == R.c.id, asked.c.revision_id.is_(None)))
    asks = asks.where(is_one_of(asked.c.token, TOKENS)).correlate_except(asked)
    did = exists().where(done.c.document_id == D.c.id, done.c.major == R.c.major, done.c.person_id == PERSON).correlate_except(done)
    all_owed = select(json_rows(*OWED.c)).scalar_subquery()
    return case((asks & ~did & effective(R), all_owed)).label("owed")


def _shown(every_state: bool) -> dict[str, ColumnElement[Any]]:
    """What the page shows to every reader who sees the same documents: sent as one JSON list in this order."""
    return {
        "next_review": R.c.next_review, "withdrawn_at": D.c.withdrawn_at, "withdrawn_reason": D.c.withdrawn_reason,
        "summary": R.c.summary, "approved_at": R.c.approved_at, "approved_in": R.c.approved_in, "course_code": R.c.course_code, "front": R.c.front,
        "made_from": TEXT.c.made_from, "owner": OWNER.c.title, "owner_name": OWNER.c.holder_name, "owner_email": OWNER.c.holder_email,
        "approver": APPROVER.c.title, "history": _history(every_state), "practices": _practices(),
        "cites": neighbours("cited", citing=False), "cited_by": citing_json, "must_read": _must_read(), "successor": _successor(),
    }  # fmt: skip


SHOWN = tuple(_shown(every_state=False))


def _statement(wanted: ColumnElement[bool], *, every_state: bool) -> Select[Any]:
    columns = (
        D.c.id.label("document_id"), R.c.id, D.c.code, D.c.kind, R.c.title, R.c.major, R.c.minor, R.c.state,
        R.c.effective_from, R.c.effective_until, json_list(*_shown(every_state).values()).label("shown"), *_mine(), _owed(),
        MARK.c.revision_id.label("mark_revision"), MARKED.c.major.label("mark_major"), MARKED.c.minor.label("mark_minor"),
        MARK.c.at.label("mark_at"),
    )  # fmt: skip
    query = select(*columns).select_from(_tables()).where(D.c.code == CODE, wanted)
    return query if every_state else query.where(names_reader(R.c.id))


def _tables() -> FromClause:
    tables = D.join(R, R.c.document_id == D.c.id).join(TEXT, TEXT.c.revision_id == R.c.id)
    tables = tables.join(OWNER, OWNER.c.post_id == R.c.owner_post_id).join(APPROVER, APPROVER.c.post_id == R.c.approver_post_id)
    tables = tables.outerjoin(MARK, (MARK.c.document_id == D.c.id) & (MARK.c.person_id == PERSON))
    return tables.outerjoin(MARKED, MARKED.c.id == MARK.c.revision_id)


OF_TODAY = {every: Prepared(_statement(R.c.id == standing(D.c.id, every_state=every), every_state=every)) for every in (False, True)}
OF_VERSION = {
    True: Prepared(_statement((R.c.major == MAJOR) & (R.c.minor == MINOR), every_state=True)),
    False: Prepared(_statement((R.c.major == MAJOR) & (R.c.minor == MINOR) & began(R) & names_reader(standing(D.c.id)), every_state=False)),
}
THIS, LAST = REVISION.alias("this"), REVISION.alias("last")
WRITTEN_BEFORE = (
    select(LAST.c.text)
    .where(LAST.c.document_id == THIS.c.document_id, LAST.c.effective_from.is_not(None))
    .where(or_(LAST.c.major < THIS.c.major, (LAST.c.major == THIS.c.major) & (LAST.c.minor < THIS.c.minor)))
    .order_by(LAST.c.major.desc(), LAST.c.minor.desc())
    .limit(1)
    .correlate_except(LAST)
    .scalar_subquery()
)
THE_TEXT = Prepared(
    select(TEXT.c.html, TEXT.c.contents, TEXT.c.anchors, THIS.c.text.label("written"), WRITTEN_BEFORE.label("written_before"))
    .join_from(TEXT, THIS, THIS.c.id == TEXT.c.revision_id)
    .where(TEXT.c.revision_id == bindparam("revision", type_=Integer()))
)
