"""Drafts on their way through review, for tests: begun and changed by vera, submitted, approved by paul, who holds the post Head of PMO."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.library.models import Document, Draft, Revision, Round
from portal.library.service import approving, drafting, saving, submitting
from portal.people import service as people
from tests.library.shelf import NOON
from tests.roots import BODY

CHANGED = BODY.replace("each fortnight", "each week")
LATER = NOON + timedelta(minutes=5)


def approver(session: Session, name: str, *, at: datetime = NOON) -> int:
    """One more approver."""
    person_id = people.enrol(session, email=f"{name}@example.org", name=name.title(), at=at, state="active")
    grant = people.grant_role(session, person_id, "approver", actor_id=None, at=at)
    admin = people.enrol(session, email=f"admin-of-{name}@example.org", name="Admin", at=at, state="active")
    people.confirm_role(session, grant, actor_id=admin, at=at)
    return person_id


def hold(session: Session, title: str, person_id: int | None, *, at: datetime = NOON) -> None:
    """Give a post to somebody from the day of the shelf on."""
    (post_id,) = people.ensure_posts(session, {title}).values()
    people.assign_post(session, post_id, person_id, since=date(2026, 1, 5), actor_id=None, at=at)


def drafted(session: Session, code: str, by: int, *, text: str = CHANGED, at: datetime = NOON, **front: Any) -> Draft:
    """The open draft of a document with this text, saved by somebody."""
    draft_id = drafting.begin(session, code, actor_id=by, at=at)
    draft = session.get_one(Draft, draft_id)
    typed = saving.Typed({**draft.front, "change": "R1: weekly, not fortnightly.", **front}, text)
    saving.save(session, draft_id, typed, based_on=draft.seq, base=saving.Typed(draft.front, draft.text), actor_id=by, at=at)
    session.flush()
    return draft


def submit(session: Session, draft: Draft, by: int, *, at: datetime = NOON, zone: str = "UTC") -> Round:
    """Put a draft into review; its round."""
    submitting.submit(session, draft.id, seq=draft.seq, by=submitting.Submitter(by, at, zone))
    return newest_round(session, draft.revision_id or 0)


def submitted(session: Session, code: str, by: int, *, at: datetime = NOON, **front: Any) -> Round:
    """A changed document in review; its round."""
    return submit(session, drafted(session, code, by, at=at, **front), by, at=at)


def decider(person_id: int, at: datetime = LATER, zone: str = "UTC") -> approving.Decider:
    """Who decides, five minutes later unless said."""
    return approving.Decider(person_id, at, zone)


def newest_round(session: Session, revision_id: int) -> Round:
    """The last round of a Revision."""
    return session.scalars(select(Round).where(Round.revision_id == revision_id).order_by(Round.number.desc()).limit(1)).one()


def state(session: Session, code: str = "RSK-STD-01") -> list[tuple[str, str, datetime | None, datetime | None]]:
    """Version, state, begin and end of every Revision of a document, oldest first."""
    query = select(Revision).join(Document, Document.id == Revision.document_id).where(Document.code == code)
    rows = session.scalars(query.order_by(Revision.major, Revision.minor).execution_options(populate_existing=True))
    return [(f"{r.major}.{r.minor}", r.state, r.effective_from, r.effective_until) for r in rows]
