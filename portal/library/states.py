"""What a Revision is at a moment: draft, in review, approved, scheduled, effective, superseded or withdrawn. Effective is a question. Pure."""

from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """The states of `product.md`; `scheduled` is approved with a date to come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    EFFECTIVE = "effective"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


WAITING = frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED, State.SCHEDULED})
"""Not effective yet: nobody works by it."""


def state_of(stored: str, since: datetime | None, until: datetime | None, at: datetime) -> State:
    """The state at `at` of a Revision stored as `stored`, effective from `since` until just before `until`."""
    if since is None:
        return State(stored)
    if at < since:
        return State.SCHEDULED
    if until is None or at < until:
        return State.EFFECTIVE
    return State.WITHDRAWN if stored == "withdrawn" else State.SUPERSEDED


def days_left(due: date, today: date) -> int:
    """Days until `due`; negative once it is past."""
    return (due - today).days
