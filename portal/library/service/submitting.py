"""Submitting a draft for review, and calling it back. What was submitted stays, whatever becomes of it. Nothing here commits."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.content.check import check
from portal.content.front_matter import DocumentMeta, Version
from portal.content.problems import Problem
from portal.content.source import Source
from portal.errors import N_, Conflict, NotFound, Refused
from portal.journal import service as journal
from portal.library import drafts, rendering
from portal.library.approval import wrong_post
from portal.library.models import Document, Draft, DraftPicture, Reviewer, Revision
from portal.library.policy import entry_key
from portal.library.service import asking, cases, locks, problems, rounds, writing
from portal.library.service.publishing import content_hash, known, surroundings
from portal.notices.service import tell
from portal.people import service as people
from portal.search import service as search


@dataclass(frozen=True)
class Submitter:
    """Who submits, when, in the organisation's zone and language; `picture` gives the bytes kept under a hash."""

    actor_id: int
    at: datetime
    zone: str
    language: str = "en"
    picture: Callable[[str], bytes | None] = lambda _key: None


class HasProblems(Refused):
    """The text has problems; `problems` are all of them, `source` the text they are in."""

    sentence = N_("This text has problems. Nothing was submitted; the list below says what to mend.")

    def __init__(self, found: tuple[Problem, ...], source: Source) -> None:
        super().__init__()
        self.problems, self.source = found, source


class DraftChanged(Conflict):
    """Somebody saved the draft meanwhile."""

    sentence = N_("The draft was saved again after you opened this page. Nothing was submitted; look at it as it is now.")


class NotOpen(Conflict):
    """It was submitted or closed already."""

    sentence = N_("This draft is in review already, or was closed. Nothing was changed.")


class AlreadyWaits(Conflict):
    """Another text of the same Document has this number in review."""

    sentence = N_("Another text of this document already waits in review as version %(version)s. Let that be decided first.")


def submit(session: Session, draft_id: int, *, seq: int, by: Submitter, requests: Collection[int] | None = None) -> Version:
    """Put the draft as saved under `seq` into review; the number it has from now on.

    `requests` are the accepted requests it settles; None leaves those chosen before. Raises HasProblems, DraftChanged, NotOpen, AlreadyWaits,
    or Refused with the law it breaks.
    """
    locks.take_turn(session)
    draft = locks.draft(session, draft_id)
    if draft.state != "open":
        raise NotOpen
    if draft.seq != seq:
        raise DraftChanged
    if by.at < draft.saved_at:
        raise rounds.ClockBehind
    document = session.get_one(Document, draft.document_id)
    filed = source_of(session, draft, document, at=by.at, zone=by.zone, picture=by.picture)
    named = {*rendering.cited(draft.text), *map(str, draft.front.get("templates") or ())}
    if found := check(filed.source, known(session, named)):
        raise HasProblems(found, filed.source)
    meta = filed.source.documents[0].meta
    _laws(session, draft, document, meta, by)
    row = _place(session, draft, meta.version)
    if requests is not None:
        problems.choose(session, draft.id, requests)
    _write(session, draft, row, filed, by)
    return meta.version


@dataclass(frozen=True)
class Filed:
    """A draft as the content root it would be under its next number, and the hashes of its pictures by path."""

    source: Source
    hashes: Mapping[str, str]


def source_of(
    session: Session, draft: Draft, document: Document, *, at: datetime, zone: str, picture: Callable[[str], bytes | None]
) -> Filed:
    """The draft as a file, without pictures whose bytes nobody has."""
    query = select(DraftPicture.path, DraftPicture.file_hash).where(DraftPicture.draft_id == draft.id)
    hashes = {row.path: row.file_hash for row in session.execute(query)}
    shown = {path: content for path, key in hashes.items() if (content := picture(key)) is not None}
    front = {**draft.front, "code": document.code, "kind": document.kind, "withdrawn": None}
    number = next_version(session, draft)
    return Filed(drafts.source_of(front, number, draft.text, shown, on=day_in(at, zone)), hashes)


def revision_of(session: Session, draft_id: int) -> int:
    """The Revision a submitted draft became. NotFound before."""
    revision_id = locks.draft(session, draft_id).revision_id
    if revision_id is None:
        raise NotFound
    return revision_id


def next_version(session: Session, draft: Draft) -> Version:
    """The number a draft would get if it were submitted now."""
    newest = cases.newest_approved(session, draft.document_id)
    return drafts.next_version(cases.version_of(newest) if newest else None, str(draft.front.get("level") or "minor"))


def call_back(session: Session, revision_id: int, *, actor_id: int, at: datetime) -> int:
    """Take a text out of review before it is decided; the id of its draft, which is open again. Raises NotInReview."""
    locks.take_turn(session)
    revision, document = locks.revision(session, revision_id)
    one = rounds.newest(session, revision_id)
    if one is None or one.ended_at is not None or one.draft_id is None:
        raise rounds.NotInReview
    if at < one.submitted_at:
        raise rounds.ClockBehind
    rounds.end(session, one, revision, "called_back", at)
    after = {"version": one.version, "round": one.number}
    journal.record(session, at, actor_id, "revision called back", "document", document.code, {"state": "in_review"}, after)
    return one.draft_id


def _laws(session: Session, draft: Draft, document: Document, meta: DocumentMeta, by: Submitter) -> None:
    """What no file can be checked for: a note of every change, no day in the past, an approver who can approve it."""
    is_first = meta.version == Version(1, 0)
    if not is_first and not (meta.change or "").strip():
        raise Refused(N_("Say in a sentence or two what changed; readers see it beside the version."))
    if meta.effective < day_in(by.at, by.zone):
        raise Refused(N_("The day on which it should take effect has passed. Choose a later one, or none."))
    post_id = people.ensure_posts(session, {meta.approver}, at=by.at, actor_id=by.actor_id)[meta.approver]
    asked = cases.Asked(document.kind, post_id, draft.id, frozenset({by.actor_id}))
    (case,) = cases.cases_of(session, [asked], at=by.at, zone=by.zone)
    if obstacle := wrong_post(case):
        raise Refused(obstacle.sentence, **obstacle.params)


def _place(session: Session, draft: Draft, version: Version) -> Revision | None:
    """The Revision to write over: one of this number that waits for nothing, else the draft's own, else one that was given up; None: a new one."""
    query = select(Revision).where(Revision.document_id == draft.document_id, Revision.approved_at.is_(None))
    never_approved = session.scalars(query.order_by(Revision.id)).all()
    same = next((one for one in never_approved if cases.version_of(one) == version), None)
    own = next((one for one in never_approved if one.id == draft.revision_id), None)
    if same is not None and same is not own:
        others = select(Draft.id).where(Draft.revision_id == same.id, Draft.state != "closed", Draft.id != draft.id)
        if same.state == "in_review" or session.scalars(others).first() is not None:
            raise AlreadyWaits(version=version)
        return same
    return own or next((one for one in never_approved if one.state == "withdrawn"), None)


def _write(session: Session, draft: Draft, row: Revision | None, filed: Filed, by: Submitter) -> None:
    """Write Revision and round, close the draft to changes, and tell those who are asked."""
    meta = filed.source.documents[0].meta
    former = [entry_key(meta.code, row.major, row.minor)] if row is not None else []
    is_first = cases.newest_approved(session, draft.document_id) is None
    own = {meta.code: meta.title} if is_first else {}
    around = surroundings(session, own, language=by.language, codes=rendering.cited(draft.text))
    text = _text(draft, row, filed, around)
    posts = people.ensure_posts(session, {meta.owner, meta.approver}, at=by.at, actor_id=by.actor_id)
    written = writing.write(session, [text], writing.Ink(by.at, by.actor_id, posts, partial(day_in, zone=by.zone)))
    (draft.revision_id,) = written
    draft.state = "submitted"
    session.flush()
    again = frozenset[int]()
    if is_first:
        again = writing.render_again(session, surroundings(session, own, language=by.language), by.at, meta.code)
    search.queue(session, [*former, *writing.entry_keys(session, written | again)])
    _tell(session, draft, meta, by)


def _text(draft: Draft, row: Revision | None, filed: Filed, around: rendering.Surroundings) -> writing.NewText:
    file = filed.source.documents[0]
    key = content_hash(file, filed.source)
    shown = {use.path: filed.hashes[use.path] for use in file.parsed.images}
    made = rendering.make(file.parsed, rendering.cited(file.text), key, shown, around)
    links = tuple((code, anchor or "") for code, anchor, _ in file.parsed.links)
    return writing.NewText(file, key, made, shown, links, None, None, row.id if row else None, draft.id)


def _tell(session: Session, draft: Draft, meta: DocumentMeta, by: Submitter) -> None:
    """Ask those who can give the approval that is wanted, and the reviewers, who see the text again."""
    revision = session.get_one(Revision, draft.revision_id)
    by_post = cases.Asked(meta.kind, revision.approver_post_id, draft.id, frozenset({by.actor_id}))
    (case,) = cases.cases_of(session, [by_post], at=by.at, zone=by.zone)
    reviewers = set(session.scalars(select(Reviewer.person_id).where(Reviewer.revision_id == revision.id)))
    where: dict[str, Any] = {"code": meta.code, "title": meta.title, "url": f"/reviews/{revision.id}"}
    tell(session, asking.wanted(case) | reviewers, "review_asked", at=by.at, by=by.actor_id, **where)
