"""The beginning and the end of a review: which round is open, and what its end makes of Revision and draft. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import N_, Conflict, Refused
from portal.library.models import Document, Draft, Revision, Round
from portal.library.service import locks
from portal.notices.service import settled


class NoLongerThis(Conflict):
    """The text is no longer the one that was looked at."""

    sentence = N_(
        "This text is not in review any more, or it was submitted anew while you read it. Nothing was decided; read it as it stands now."
    )


class NotInReview(Conflict):
    """There is nothing to decide."""

    sentence = N_("This text is not in review any more. Nothing was changed.")


class ClockBehind(Refused):
    """The server's clock was set back."""

    sentence = N_("The clock of the server stands before what was done last on this text. Nothing was changed; tell an administrator.")


@dataclass(frozen=True)
class Matter:
    """A round with the Revision and the Document it is about."""

    round: Round
    revision: Revision
    document: Document


def open_round(session: Session, round_id: int, content_hash: str, at: datetime) -> Matter:
    """The round with its Revision and its Document, locked, while it is open and the text is still the one with this hash."""
    one, revision, document = locks.round_of(session, round_id)
    if one.ended_at is not None or revision.state != "in_review" or content_hash not in {one.content_hash} & {revision.content_hash}:
        raise NoLongerThis
    if at < one.submitted_at:
        raise ClockBehind
    return Matter(one, revision, document)


def newest(session: Session, revision_id: int) -> Round | None:
    """The last round of a Revision."""
    return session.scalars(select(Round).where(Round.revision_id == revision_id).order_by(Round.number.desc()).limit(1)).one_or_none()


def end(session: Session, one: Round, revision: Revision, outcome: str, at: datetime) -> Draft | None:
    """End a round without an approval: the Revision is a draft again, and its draft, if it came from one, is open; that draft."""
    one.ended_at, one.outcome = at, outcome
    revision.state = "draft"
    draft = locks.draft(session, one.draft_id) if one.draft_id else None
    if draft is not None:
        draft.state = "open"
    session.flush()
    nobody_waits(session, revision.id, at)
    return draft


def nobody_waits(session: Session, revision_id: int, at: datetime) -> None:
    """Nobody is asked for a decision or a comment on this text any more."""
    settled(session, ("review_asked", "review_waits", "file_waits"), f"/reviews/{revision_id}", at=at)
