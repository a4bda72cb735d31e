"""Deciding about a text in review, and taking an approval back before its day. Nothing here commits.

Whoever decides names the round and the hash of the text they saw; when either is no longer the one, nothing is decided.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.clock import day_in, midnight
from portal.errors import N_, Conflict, Refused
from portal.journal import service as journal
from portal.library import approval
from portal.library.approval import Capacity, Case
from portal.library.models import Decision, Document, Draft, DraftPicture, Reviewer, Revision, RevisionImage, Round
from portal.library.policy import months_later
from portal.library.service import cases, effect, locks, rounds, writing
from portal.library.service.announcing import announce
from portal.library.service.publishing import surroundings
from portal.library.service.rounds import Matter
from portal.notices.service import tell
from portal.search import service as search


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, when, in the organisation's zone and language."""

    actor_id: int
    at: datetime
    zone: str
    language: str = "en"


class MayNotDecide(Refused):
    """The law of approval says no; the sentence says why."""


class NeedsComment(Refused):
    """A return says what to mend."""

    sentence = N_("Say what is to be changed; whoever wrote the text reads it.")


class DayIsPast(Refused):
    """A text begins today at the earliest."""

    sentence = N_("That day has passed. Choose today, which means at once, or a later day.")


class BeginsTooEarly(Refused):
    """A later text never begins before an earlier one."""

    sentence = N_("Version %(version)s takes effect on %(day)s, so this text begins after that day. Choose a later one.")


class NewerApproved(Conflict):
    """A text with a higher number was approved meanwhile."""

    sentence = N_(
        "Version %(version)s of this document was approved meanwhile. Return this text, so that it is submitted anew on top of that."
    )


class Leaving(Refused):
    """The Document is to end."""

    sentence = N_("This document is to be withdrawn on %(day)s. A new text begins once it has been, at once, or not at all.")


class CannotBeVoided(Refused):
    """Only an approval whose day has not come is taken back."""

    sentence = N_("This text is effective already, or another version is to follow it. Begin a new draft instead.")


class AnotherDraft(Conflict):
    """One draft a Document."""

    sentence = N_("Another draft of this document is open. Close it first; then this approval can be taken back.")


def approve(session: Session, round_id: int, *, content_hash: str, by: Decider, begins: date | None = None, comment: str = "") -> bool:
    """Approve a round; True when that was the last approval wanted, and the text is or will be effective.

    `begins` counts with the last approval: None or today is at once, a later day its midnight. Raises NoLongerThis, MayNotDecide, DayIsPast,
    BeginsTooEarly, NewerApproved, Leaving, ClockBehind.
    """
    locks.take_turn(session)
    matter = rounds.open_round(session, round_id, content_hash, by.at)
    one, revision, document = matter.round, matter.revision, matter.document
    case = cases.case_of(session, one, revision, document, at=by.at, zone=by.zone)
    capacity = _capacity(approval.may_approve(case, by.actor_id))
    since = _begin(session, revision, document, begins, by)
    _decide(session, matter, case, by, capacity=capacity, verdict="approved", comment=comment)
    is_last = cases.case_of(session, one, revision, document, at=by.at, zone=by.zone).lacking == 0
    after = {"version": one.version, "hash": one.content_hash, "round": one.number, "role": capacity.value,
             "on_behalf_of": case.post.holder if capacity is Capacity.DELEGATE else None,
             "effective_from": since.isoformat() if is_last else None}  # fmt: skip
    journal.record(session, by.at, by.actor_id, "revision approved", "document", document.code, {"state": "in_review"}, after)
    if is_last:
        _take_effect(session, matter, since, by)
    return is_last


def return_(session: Session, round_id: int, *, content_hash: str, by: Decider, comment: str) -> int | None:
    """Send a text back to whoever wrote it; the id of its draft, None for a file's. Raises NeedsComment, NoLongerThis, MayNotDecide."""
    locks.take_turn(session)
    matter = rounds.open_round(session, round_id, content_hash, by.at)
    one, revision, document = matter.round, matter.revision, matter.document
    case = cases.case_of(session, one, revision, document, at=by.at, zone=by.zone)
    capacity = _capacity(approval.may_return(case, by.actor_id))
    if not comment.strip():
        raise NeedsComment
    _decide(session, matter, case, by, capacity=capacity, verdict="returned", comment=comment)
    rounds.end(session, one, revision, "returned", by.at)
    after = {"version": one.version, "hash": one.content_hash, "round": one.number, "role": capacity.value}
    journal.record(session, by.at, by.actor_id, "revision returned", "document", document.code, {"state": "in_review"}, after)
    where = {"code": document.code, "title": revision.title, "url": f"/reviews/{revision.id}"}
    tell(session, case.writers, "returned", at=by.at, by=by.actor_id, **where)
    return one.draft_id


def void(session: Session, revision_id: int, *, by: Decider) -> int:
    """Take back an approval whose day has not come, so that its text can be edited; the id of the open draft.

    What was to end goes on. Call it before locking a draft. Raises CannotBeVoided, AnotherDraft.
    """
    locks.take_turn(session)
    revision, document = locks.revision(session, revision_id)
    since, title = revision.effective_from, revision.title
    if revision.state != "approved" or since is None or since <= by.at or revision.effective_until is not None:
        raise CannotBeVoided
    one = rounds.newest(session, revision_id)
    draft = _reopened(session, revision, one, by)
    revision.state, revision.approved_at, revision.approved_in = "draft", None, ""
    revision.next_review = revision.announced_at = None
    if one is not None:
        one.ended_at, one.outcome = by.at, "voided"
    goes_on = effect.undo(session, revision, document)
    before = {"state": "approved", "effective_from": since.isoformat()}
    after = {"version": f"{revision.major}.{revision.minor}", "hash": revision.content_hash, "round": one.number if one else None}
    journal.record(session, by.at, by.actor_id, "revision voided", "document", document.code, before, after)
    _follow(session, document, goes_on | {revision.id}, title, by)
    return draft.id


def _capacity(answer: approval.Answer) -> Capacity:
    if answer.capacity is None:
        raise MayNotDecide(answer.sentence, **answer.params)
    return answer.capacity


def _begin(session: Session, revision: Revision, document: Document, begins: date | None, by: Decider) -> datetime:
    """The instant the text is to begin, if the law of dates allows it."""
    today = day_in(by.at, by.zone)
    if begins is not None and begins < today:
        raise DayIsPast
    since = by.at if begins is None or begins == today else midnight(begins, by.zone)
    if document.withdrawn_at is not None and (document.withdrawn_at > by.at or since > by.at):
        raise Leaving(day=day_in(document.withdrawn_at, by.zone).isoformat())
    newest = cases.newest_approved(session, document.id)
    if newest is not None and cases.version_of(newest) > cases.version_of(revision):
        raise NewerApproved(version=cases.version_of(newest))
    latest = select(func.max(Revision.effective_from)).where(Revision.document_id == document.id)
    begun = session.scalar(latest)
    if newest is not None and begun is not None and begun >= since:
        raise BeginsTooEarly(version=cases.version_of(newest), day=day_in(begun, by.zone).isoformat())
    return since


def _decide(session: Session, matter: Matter, case: Case, by: Decider, *, capacity: Capacity, verdict: str, comment: str) -> None:
    one, revision = matter.round, matter.revision
    session.add(
        Decision(
            revision_id=revision.id,
            round_id=one.id,
            person_id=by.actor_id,
            post_id=None if capacity is Capacity.APPROVER else revision.approver_post_id,
            on_behalf_of=case.post.holder if capacity is Capacity.DELEGATE else None,
            role=capacity.value,
            verdict=verdict,
            comment=comment.strip(),
            content_hash=one.content_hash,
            at=by.at,
        )
    )
    session.flush()


def _take_effect(session: Session, matter: Matter, since: datetime, by: Decider) -> None:
    """Make the text approved, from `since` on; what it ends, ends then."""
    one, revision, document = matter.round, matter.revision, matter.document
    newest = cases.newest_approved(session, document.id)
    title = newest.title if newest else revision.title
    revision.state, revision.approved_at = "approved", by.at
    revision.next_review = months_later(day_in(since, by.zone), revision.review_months)
    one.ended_at, one.outcome = by.at, "approved"
    document.withdrawn_at = document.withdrawn_reason = document.successor_code = None
    ended = effect.begin(session, revision, document, since)
    draft = locks.draft(session, one.draft_id) if one.draft_id else None
    if draft is not None:
        draft.state = "closed"
    session.flush()
    _follow(session, document, ended | {revision.id}, title, by)
    rounds.nobody_waits(session, revision.id, by.at)
    told = cases.writers_of(session, one.draft_id, one.submitted_by, revision.made_by)
    reviewers = set(session.scalars(select(Reviewer.person_id).where(Reviewer.revision_id == revision.id)))
    where = {"code": document.code, "title": revision.title, "version": one.version, "url": f"/reviews/{revision.id}"}
    tell(session, told | reviewers, "approved", at=by.at, by=by.actor_id, **where)
    announce(session, by.at, zone=by.zone)


def _follow(session: Session, document: Document, touched: frozenset[int], former_title: str, by: Decider) -> None:
    """Let search know, and texts that link here learn a new title."""
    newest = cases.newest_approved(session, document.id)
    again = frozenset[int]()
    if newest is not None and newest.title != former_title:
        again = writing.render_again(session, surroundings(session, language=by.language), by.at, document.code)
    search.queue(session, writing.entry_keys(session, touched | again))


def _reopened(session: Session, revision: Revision, one: Round | None, by: Decider) -> Draft:
    """The draft the text came from, open again; one made of the text where a file brought it."""
    found = locks.draft(session, one.draft_id) if one and one.draft_id else None
    others = select(Draft.id).where(Draft.document_id == revision.document_id, Draft.state != "closed")
    if session.scalars(others.where(Draft.origin == (found.origin if found else "browser"))).first() is not None:
        raise AnotherDraft
    if found is not None:
        found.state = "open"
        return found
    level = "minor" if revision.minor else "major"
    front = {key: value for key, value in revision.front.items() if key not in {"version", "withdrawn"}} | {"level": level}
    made = Draft(document_id=revision.document_id, revision_id=revision.id, made_by=by.actor_id, made_at=by.at, saved_by=by.actor_id,
                 saved_at=by.at, front=front, text=revision.text)  # fmt: skip
    session.add(made)
    session.flush()
    pictures = select(RevisionImage.path, RevisionImage.file_hash).where(RevisionImage.revision_id == revision.id)
    session.add_all(
        DraftPicture(draft_id=made.id, path=p, file_hash=key, by_id=by.actor_id, at=by.at) for p, key in session.execute(pictures)
    )
    return made
