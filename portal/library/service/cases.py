"""What the law of approval needs to know about a text: its writers, its post as held today, who stands in, what was decided. Only reads."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.content.front_matter import Version
from portal.content.wording import post_slug
from portal.library.approval import Capacity, Case, Post
from portal.library.models import Decision, Delegation, Document, Revision, Round, Writer
from portal.people import queries as people
from portal.people.queries.roles import with_role
from portal.settings import queries as settings


@dataclass(frozen=True, slots=True)
class Asked:
    """A text about which is asked: of which kind, to be approved by which post, from which draft, by whom. `round_id` 0: it has no round yet."""

    kind: str
    post_id: int
    draft_id: int | None
    writers: frozenset[int]
    round_id: int = 0


def case_of(session: Session, one: Round, revision: Revision, document: Document, *, at: datetime, zone: str) -> Case:
    """The case of a round."""
    known = frozenset(person_id for person_id in (one.submitted_by, revision.made_by) if person_id is not None)
    asked = Asked(document.kind, revision.approver_post_id, one.draft_id, known, one.id)
    return cases_of(session, [asked], at=at, zone=zone)[0]


def cases_of(session: Session, asked: Sequence[Asked], *, at: datetime, zone: str) -> tuple[Case, ...]:
    """The cases of many texts as things stand at `at`, in the same number of queries for one as for a hundred."""
    day, approvers = day_in(at, zone), frozenset(with_role(session, "approver"))
    policy_post = str(settings.value(session, "policy_approver"))
    wanted = {kind: int(settings.value(session, f"approvals_{kind}")) for kind in sorted({one.kind for one in asked})}
    slugs = {row.post_id: row.slug for row in people.posts(session, {one.post_id for one in asked}).values()}
    posts = _posts(session, slugs, approvers, day)
    given, writers = _given(session, {one.round_id for one in asked}), _writers(session, {one.draft_id for one in asked})
    return tuple(
        Case(
            is_policy=one.kind == "policy",
            post=posts[one.post_id],
            writers=one.writers | writers.get(one.draft_id or 0, frozenset()),
            approvers=approvers,
            wanted=wanted[one.kind],
            given=given.get(one.round_id, {}),
            policy_post=policy_post if one.kind == "policy" and slugs[one.post_id] != post_slug(policy_post) else "",
        )
        for one in asked
    )


def writers_of(session: Session, draft_id: int | None, *others: int | None) -> frozenset[int]:
    """Whose words are in a text: who saved its draft, whose suggestions were taken into it, who made or submitted it."""
    found = _writers(session, {draft_id}).get(draft_id or 0, frozenset())
    return found | {person_id for person_id in others if person_id is not None}


def newest_approved(session: Session, document_id: int) -> Revision | None:
    """The approved Revision with the highest number, one of the future included: what the next number is reckoned from."""
    query = select(Revision).where(Revision.document_id == document_id, Revision.approved_at.is_not(None))
    return session.scalars(query.order_by(Revision.major.desc(), Revision.minor.desc()).limit(1)).one_or_none()


def version_of(revision: Revision) -> Version:
    """The number of a Revision."""
    return Version(revision.major, revision.minor)


def _posts(session: Session, ids: Collection[int], approvers: frozenset[int], day: date) -> dict[int, Post]:
    """The posts as they are held on a day, with those who stand in for their holders."""
    titles = {row.post_id: row.title for row in people.posts(session, ids).values()}
    holders = people.holders(session, ids, day)
    active = select(Delegation.person_id, Delegation.delegate_id).where(Delegation.ended_at.is_(None))
    standing_in: dict[int, set[int]] = defaultdict(set)
    for person_id, delegate_id in session.execute(active.where(Delegation.since <= day, Delegation.until >= day)):
        standing_in[person_id].add(delegate_id)
    found = {}
    for post_id, title in titles.items():
        holder = holders[post_id]
        held = holder and (holder.person_id, holder.name, holder.person_id in approvers, frozenset(standing_in[holder.person_id]))
        found[post_id] = Post(title, *held) if held else Post(title)
    return found


def _given(session: Session, round_ids: Collection[int]) -> dict[int, dict[int, Capacity]]:
    found: dict[int, dict[int, Capacity]] = defaultdict(dict)
    query = select(Decision.round_id, Decision.person_id, Decision.role).where(Decision.verdict == "approved")
    for round_id, person_id, role in session.execute(query.where(Decision.round_id.in_(round_ids))):
        found[round_id][person_id] = Capacity(role)
    return found


def _writers(session: Session, draft_ids: Collection[int | None]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    query = select(Writer.draft_id, Writer.person_id).where(Writer.draft_id.in_([one for one in draft_ids if one]))
    for draft_id, person_id in session.execute(query):
        found[draft_id].add(person_id)
    return {draft_id: frozenset(ids) for draft_id, ids in found.items()}
