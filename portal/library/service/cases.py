"""What the law of approval needs to know about a text: its writers, its post as held today, who stands in, what was decided. Only reads."""

from collections.abc import Collection
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


def case_of(session: Session, one: Round, revision: Revision, document: Document, *, at: datetime, zone: str) -> Case:
    """The case of a round."""
    given = select(Decision.person_id, Decision.role).where(Decision.round_id == one.id, Decision.verdict == "approved")
    so_far = {person_id: Capacity(role) for person_id, role in session.execute(given)}
    writers = writers_of(session, one.draft_id, one.submitted_by, revision.made_by)
    return case_for(session, document.kind, revision.approver_post_id, writers, given=so_far, at=at, zone=zone)


def case_for(
    session: Session,
    kind: str,
    post_id: int,
    writers: Collection[int],
    *,
    at: datetime,
    zone: str,
    given: dict[int, Capacity] | None = None,
) -> Case:
    """The case of a text of that kind, to be approved by that post, as things stand at `at`."""
    approvers, policy_post = with_role(session, "approver"), str(settings.value(session, "policy_approver"))
    title, slug = next((row.title, row.slug) for row in people.posts(session, [post_id]).values())
    is_policy = kind == "policy"
    return Case(
        is_policy=is_policy,
        post=_post(session, post_id, title, frozenset(approvers), day_in(at, zone)),
        writers=frozenset(writers),
        approvers=frozenset(approvers),
        wanted=int(settings.value(session, f"approvals_{kind}")),
        given=given or {},
        policy_post=policy_post if is_policy and slug != post_slug(policy_post) else "",
    )


def writers_of(session: Session, draft_id: int | None, *others: int | None) -> frozenset[int]:
    """Whose words are in a text: who saved its draft, whose suggestions were taken into it, who made or submitted it."""
    found = {person_id for person_id in others if person_id is not None}
    if draft_id is not None:
        found |= set(session.scalars(select(Writer.person_id).where(Writer.draft_id == draft_id)))
    return frozenset(found)


def newest_approved(session: Session, document_id: int) -> Revision | None:
    """The approved Revision with the highest number, one of the future included: what the next number is reckoned from."""
    query = select(Revision).where(Revision.document_id == document_id, Revision.approved_at.is_not(None))
    return session.scalars(query.order_by(Revision.major.desc(), Revision.minor.desc()).limit(1)).one_or_none()


def version_of(revision: Revision) -> Version:
    """The number of a Revision."""
    return Version(revision.major, revision.minor)


def delegates_of(session: Session, person_id: int, day: date) -> frozenset[int]:
    """Who stands in for somebody on that day."""
    query = select(Delegation.delegate_id).where(Delegation.person_id == person_id, Delegation.ended_at.is_(None))
    return frozenset(session.scalars(query.where(Delegation.since <= day, Delegation.until >= day)))


def _post(session: Session, post_id: int, title: str, approvers: frozenset[int], day: date) -> Post:
    holder = people.holders(session, [post_id], day)[post_id]
    if holder is None:
        return Post(title)
    return Post(title, holder.person_id, holder.name, holder.person_id in approvers, delegates_of(session, holder.person_id, day))
