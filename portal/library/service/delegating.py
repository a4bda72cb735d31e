"""Standing in: who approves in somebody's place while they are away. Nothing here commits."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.errors import N_, NotAllowed, NotFound, Refused
from portal.journal import service as journal
from portal.library.models import Delegation
from portal.library.service import locks
from portal.notices.service import tell
from portal.people.queries.roles import with_role

LONGEST = timedelta(days=366)


class NotAnApprover(Refused):
    """Who stands in could approve by themselves, too."""

    sentence = N_("Only an approver can stand in for you. Choose somebody who has that role.")


class NotYourself(Refused):
    """Nobody stands in for themselves."""

    sentence = N_("Choose somebody else: nobody stands in for themselves.")


class WrongDays(Refused):
    """From today on, for a year at most."""

    sentence = N_("The first day is today or later, the last day not before it, and the whole no longer than a year.")


class Overlaps(Refused):
    """One person at a time."""

    sentence = N_("Somebody stands in for you on some of these days already. End that first, or choose other days.")


def delegate(session: Session, person_id: int, delegate_id: int, *, since: date, until: date, at: datetime, zone: str) -> int:
    """Let an approver stand in for another from a day to a day, both included; the number of the delegation. The delegate is told."""
    locks.take_turn(session)
    approvers = with_role(session, "approver")
    if person_id not in approvers:
        raise NotAllowed
    if delegate_id == person_id:
        raise NotYourself
    if delegate_id not in approvers:
        raise NotAnApprover
    if not day_in(at, zone) <= since <= until or until - since > LONGEST:
        raise WrongDays
    running = select(Delegation.id).where(Delegation.person_id == person_id, Delegation.ended_at.is_(None))
    if session.scalars(running.where(Delegation.since <= until, Delegation.until >= since)).first() is not None:
        raise Overlaps
    made = Delegation(person_id=person_id, delegate_id=delegate_id, since=since, until=until, made_by=person_id, made_at=at)
    session.add(made)
    session.flush()
    after = {"person": person_id, "delegate": delegate_id, "since": since.isoformat(), "until": until.isoformat()}
    journal.record(session, at, person_id, "delegation made", "delegation", made.id, after=after)
    tell(session, [delegate_id], "delegated", at=at, by=person_id, url="/reviews/delegation", since=since, until=until)
    return made.id


def end(session: Session, delegation_id: int, *, actor_id: int, at: datetime) -> None:
    """End a delegation before its last day; by the one or the other. NotFound for anybody else; nothing happens when it is ended already."""
    locks.take_turn(session)
    found = session.get(Delegation, delegation_id, populate_existing=True)
    if found is None or actor_id not in {found.person_id, found.delegate_id}:
        raise NotFound
    if found.ended_at is None:
        found.ended_at = at
        after = {"person": found.person_id, "delegate": found.delegate_id}
        journal.record(session, at, actor_id, "delegation ended", "delegation", found.id, None, after)
