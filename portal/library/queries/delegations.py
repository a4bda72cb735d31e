"""Who stands in for whom: a person's own delegations, and those in which that person stands in."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.library.models import Delegation
from portal.people import queries as people


@dataclass(frozen=True, slots=True)
class Standing:
    """One delegation as both see it. `is_mine` when the reader gave it."""

    id: int
    person: str
    delegate: str
    since: date
    until: date
    ended_at: datetime | None
    is_mine: bool

    def is_over(self, today: date) -> bool:
        """Whether it counts no more."""
        return self.ended_at is not None or self.until < today


def delegations(session: Session, person_id: int) -> tuple[Standing, ...]:
    """All delegations by or to this person, the latest first; in two queries."""
    query = select(Delegation).where(or_(Delegation.person_id == person_id, Delegation.delegate_id == person_id))
    rows = session.scalars(query.order_by(Delegation.since.desc(), Delegation.id.desc())).all()
    names = people.names(session, {key for row in rows for key in (row.person_id, row.delegate_id)})
    return tuple(
        Standing(row.id, names[row.person_id], names[row.delegate_id], row.since, row.until, row.ended_at, row.person_id == person_id)
        for row in rows
    )
