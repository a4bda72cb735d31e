"""Telling people that a version is effective, once, whoever notices it first: an approval, a publish or the chore. Nothing here commits.

Effective is a question of time and needs no announcement; this is only how people learn of it, and how requests are settled.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import events
from portal.clock import day_in
from portal.journal import service as journal
from portal.library.models import Document, DraftRequest, ProblemReport, Revision, Round, Writer
from portal.library.obligation import Due
from portal.notices.service import tell
from portal.people import queries as people

OLD_NEWS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TookEffect:
    """These Revisions, by id, are effective and news: whoever must read them is to be told. `zone` is the organisation's."""

    revision_ids: frozenset[int]
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Announced:
    """A Revision that took effect and was not announced, as notices name it."""

    revision_id: int
    code: str
    title: str
    version: str
    since: datetime
    until: datetime | None
    made_at: datetime
    made_by: int | None
    from_file: bool
    owner_post_id: int

    def is_news(self, first: datetime | None, at: datetime) -> bool:
        """False for what the instance's first files (made at `first`) brought, what took effect a day before it was written, what has ended."""
        came_first = self.from_file and self.made_at == first
        has_ended = self.until is not None and self.until <= at
        return not came_first and not has_ended and self.since >= self.made_at - OLD_NEWS


def announce(session: Session, at: datetime, *, zone: str) -> int:
    """Announce every Revision that took effect by `at` and was not announced: mark it, settle its requests, tell people if it is news; how many.

    However many do this at once, each Revision is announced by one of them.
    """
    found = _waiting(session, at)
    if not found:
        return 0
    ids = [one.revision_id for one in found]
    session.execute(update(Revision).where(Revision.id.in_(ids)).values(announced_at=at))
    _settle(session, {one.revision_id: one for one in found}, at)
    first = session.scalar(select(func.min(Revision.made_at)))
    news = [one for one in found if one.is_news(first, at)]
    if news:
        _tell_owners_and_writers(session, news, at, zone)
        events.emit(session, TookEffect(frozenset(one.revision_id for one in news), at, zone))
    return len(found)


def pass_over(session: Session, at: datetime) -> int:
    """Mark as announced whatever took effect by `at` and tell nobody: of a past that was made, not lived."""
    waiting = update(Revision).where(Revision.effective_from <= at, Revision.announced_at.is_(None))
    return len(session.scalars(waiting.values(announced_at=at).returning(Revision.id)).all())


def ask_to_read(session: Session, owing: Mapping[Due, Collection[int]], *, at: datetime) -> int:
    """Tell people which reading they owe and by when; how many notices."""
    return sum(
        tell(session, ids, "must_read", at=at, code=due.code, title=due.title, url=_page(due.code), version=due.version, due=due.day,
             once=f"must_read:{due.revision_id}")
        for due, ids in owing.items()
    )  # fmt: skip


def _waiting(session: Session, at: datetime) -> list[Announced]:
    columns = Revision.id, Document.code, Revision.title, Revision.major, Revision.minor, Revision.effective_from, Revision.effective_until
    query = select(*columns, Revision.made_at, Revision.made_by, Revision.approved_in, Revision.owner_post_id)
    query = query.join(Document, Document.id == Revision.document_id)
    query = query.where(Revision.effective_from <= at, Revision.announced_at.is_(None)).order_by(Revision.effective_from, Revision.id)
    found = session.execute(query.with_for_update(of=Revision, skip_locked=True))
    return [
        Announced(key, code, title, f"{major}.{minor}", since, until, made_at, made_by, bool(path), post)
        for key, code, title, major, minor, since, until, made_at, made_by, path, post in found
        if since is not None
    ]


def _tell_owners_and_writers(session: Session, news: Sequence[Announced], at: datetime, zone: str) -> None:
    held = people.holders(session, {one.owner_post_id for one in news}, day_in(at, zone))
    wrote = select(Round.revision_id, Writer.person_id).join(Writer, Writer.draft_id == Round.draft_id).where(Round.outcome == "approved")
    pairs = session.execute(wrote.where(Round.revision_id.in_([one.revision_id for one in news]))).all()
    for one in news:
        holder = held[one.owner_post_id]
        whom = {person for revision, person in pairs if revision == one.revision_id} | ({one.made_by} if one.made_by else set())
        tell(session, whom | ({holder.person_id} if holder else set()), "effective", at=at, code=one.code, title=one.title,
             url=_page(one.code), version=one.version, effective=day_in(one.since, zone), once=f"effective:{one.revision_id}")  # fmt: skip


def _settle(session: Session, by_id: Mapping[int, Announced], at: datetime) -> None:
    """The accepted requests that the approved draft took up are settled; who reported them is told with the version."""
    query = select(ProblemReport, Round.revision_id).join(DraftRequest, DraftRequest.problem_id == ProblemReport.id)
    query = query.join(Round, Round.draft_id == DraftRequest.draft_id).where(Round.outcome == "approved", Round.revision_id.in_(by_id))
    query = query.where(ProblemReport.state == "accepted")
    found = session.execute(query.order_by(ProblemReport.id).with_for_update(of=ProblemReport)).all()
    for problem, revision_id in {problem.id: (problem, revision_id) for problem, revision_id in found}.values():
        one = by_id[revision_id]
        problem.state, problem.settled_by_id = "settled", revision_id
        after = {"state": "settled", "document": one.code, "version": one.version}
        journal.record(session, at, None, "request settled", "problem", problem.id, {"state": "accepted"}, after)
        tell(session, [problem.by_id], "suggestion_settled", at=at, code=one.code, title=one.title, version=one.version,
             url=f"/problems/{problem.id}", once=f"settled:{problem.id}")  # fmt: skip


def _page(code: str) -> str:
    return f"/library/{code.lower()}"
