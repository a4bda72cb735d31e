"""Reading the whole record of a Document: some dozen queries, however long its history."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.content.front_matter import Version
from portal.journal import queries as journal
from portal.library.models import (
    Acknowledgement,
    Briefing,
    Comment,
    Decision,
    Document,
    Draft,
    ProblemReport,
    Review,
    Reviewer,
    Revision,
    RevisionImage,
    Round,
    Writer,
)
from portal.library.policy import EDITORIAL
from portal.library.record import Act, Briefed, Confirmed, Decided, Kept, Read, Record, Request, Submission
from portal.library.states import state_of
from portal.people import queries as people
from portal.people.queries.teams import teams

Rows = Mapping[int, list[Any]]


def record(session: Session, code: str, at: datetime, *, veiled: bool) -> Record | None:
    """Everything the register knows of a Document; None when there is none. `veiled`: without who read, reported or was exempted in the journal."""
    document = session.execute(select(Document.__table__).where(Document.code == code)).one_or_none()
    if document is None:
        return None
    of_document = Revision.document_id == document.id
    rows = session.execute(select(Revision.__table__).where(of_document).order_by(Revision.major, Revision.minor, Revision.id)).all()
    kept = _kept(session, rows, at)
    versions = {row.id: f"{row.major}.{row.minor}" for row in rows}
    reviews = _reviews(session, document.id, versions)
    requests = _requests(session, document.id, versions)
    acts = _acts(session, code, [one.id for one in requests], veiled=veiled)
    return Record(
        code=code,
        kind=document.kind,
        made_at=document.made_at,
        agreed_hash=document.agreed_hash or "",
        withdrawn_at=document.withdrawn_at,
        withdrawn_reason=document.withdrawn_reason or "",
        successor=document.successor_code or "",
        revisions=kept,
        reviews=reviews,
        requests=requests,
        journal=acts,
        names=people.names(session, _people(kept, reviews, acts)),
    )


def _kept(session: Session, rows: Collection[Any], at: datetime) -> tuple[Kept, ...]:
    ids = [row.id for row in rows]
    posts = {post.post_id: post.title for post in people.posts(session).values()}
    rounds, pictures = _rounds(session, ids, posts), _by_revision(session, RevisionImage, ids, RevisionImage.path)
    writers, reviewers = _writers(session, ids), _by_revision(session, Reviewer, ids, Reviewer.person_id)
    readings = _by_revision(session, Acknowledgement, ids, Acknowledgement.at, Acknowledgement.id)
    briefings = _briefings(session, ids)
    return tuple(
        Kept(
            version=Version(row.major, row.minor),
            state=state_of(row.state, row.effective_from, row.effective_until, at),
            title=row.title,
            content_hash=row.content_hash,
            made_at=row.made_at,
            made_by=row.made_by,
            approved_at=row.approved_at,
            approved_in=row.approved_in,
            owner=posts[row.owner_post_id],
            approver=posts[row.approver_post_id],
            effective_from=row.effective_from,
            effective_until=row.effective_until,
            change=row.change_note,
            transition=row.transition,
            front=row.front,
            text=row.text,
            pictures={one.path: one.file_hash for one in pictures[row.id]},
            writers=tuple(writers[row.id]),
            reviewers=tuple(one.person_id for one in reviewers[row.id]),
            rounds=tuple(rounds[row.id]),
            readings=tuple(Read(one.at, one.person_id) for one in readings[row.id]),
            briefings=tuple(briefings[row.id]),
        )
        for row in rows
    )


def _by_revision(session: Session, model: Any, ids: Collection[int], *order: Any) -> Rows:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(select(model.__table__).where(model.revision_id.in_(ids)).order_by(*order)):
        found[row.revision_id].append(row)
    return found


def _rounds(session: Session, ids: Collection[int], posts: Mapping[int, str]) -> dict[int, list[Submission]]:
    counted = select(Comment.round_id, func.count().label("number")).where(Comment.revision_id.in_(ids)).group_by(Comment.round_id)
    comments: dict[int, int] = {row.round_id: row.number for row in session.execute(counted)}
    decisions: dict[int, list[Decided]] = defaultdict(list)
    for one in session.scalars(select(Decision).where(Decision.revision_id.in_(ids)).order_by(Decision.id)):
        post = posts[one.post_id] if one.post_id else ""
        decided = Decided(one.at, one.person_id, one.role, post, one.on_behalf_of, one.verdict, one.comment, one.content_hash)
        decisions[one.round_id].append(decided)
    found: dict[int, list[Submission]] = defaultdict(list)
    columns = (Round.id, Round.revision_id, Round.number, Round.version, Round.content_hash, Round.submitted_at, Round.submitted_by,
               Round.ended_at, Round.outcome)  # fmt: skip
    for row in session.execute(select(*columns).where(Round.revision_id.in_(ids)).order_by(Round.number)):
        said = (row.number, row.version, row.content_hash, row.submitted_at, row.submitted_by, row.ended_at, row.outcome or "")
        found[row.revision_id].append(Submission(*said, comments.get(row.id, 0), tuple(decisions[row.id])))
    return found


def _writers(session: Session, ids: Collection[int]) -> dict[int, list[int]]:
    query = select(Draft.revision_id, Writer.person_id).join(Draft, Draft.id == Writer.draft_id).where(Draft.revision_id.in_(ids))
    found: dict[int, list[int]] = defaultdict(list)
    for revision_id, person_id in session.execute(query.distinct().order_by(Writer.person_id)):
        if revision_id is not None:
            found[revision_id].append(person_id)
    return found


def _briefings(session: Session, ids: Collection[int]) -> dict[int, list[Briefed]]:
    team = teams()
    columns = Briefing.revision_id, Briefing.on, team.c.name, Briefing.people, Briefing.by_id
    query = select(*columns).join(team, team.c.team_id == Briefing.team_id).where(Briefing.revision_id.in_(ids))
    found: dict[int, list[Briefed]] = defaultdict(list)
    for revision_id, *said in session.execute(query.order_by(Briefing.on, Briefing.id)):
        found[revision_id].append(Briefed(*said))
    return found


def _reviews(session: Session, document_id: int, versions: Mapping[int, str]) -> tuple[Confirmed, ...]:
    rows = session.scalars(select(Review).where(Review.document_id == document_id).order_by(Review.on, Review.id))
    return tuple(Confirmed(row.on, versions[row.revision_id], row.by_id, row.note) for row in rows)


def _requests(session: Session, document_id: int, versions: Mapping[int, str]) -> tuple[Request, ...]:
    rows = session.scalars(select(ProblemReport).where(ProblemReport.document_id == document_id).order_by(ProblemReport.id))
    return tuple(
        Request(row.id, row.at, versions[row.revision_id], row.anchor, row.state, versions.get(row.settled_by_id or 0, "")) for row in rows
    )


def _acts(session: Session, code: str, requests: Iterable[int], *, veiled: bool) -> tuple[Act, ...]:
    facts = journal.of_objects(session, {"document": [code], "problem": [str(key) for key in requests]})
    return tuple(_act(fact, hidden=veiled and fact.action not in EDITORIAL) for fact in facts)


def _act(fact: journal.Fact, *, hidden: bool) -> Act:
    who, before, after = (None, None, None) if hidden else (fact.actor_id, fact.before, fact.after)
    return Act(fact.id, fact.at, who, fact.action, fact.object_kind, fact.object_key, before, after)


def _people(revisions: Iterable[Kept], reviews: Iterable[Confirmed], acts: Iterable[Act]) -> set[int]:
    """Everybody whom the record names for what they did about the text; who only read it is not among them."""
    found = {one.by for one in reviews} | {act.actor_id for act in acts}
    for kept in revisions:
        found |= {kept.made_by, *kept.writers, *kept.reviewers, *(briefed.by for briefed in kept.briefings)}
        for one in kept.rounds:
            found |= {one.submitted_by, *(d.person_id for d in one.decisions), *(d.on_behalf_of for d in one.decisions)}
    return {one for one in found if one is not None}
