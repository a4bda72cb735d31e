"""Briefings: a text was talked through with people who have no account. Nobody's acknowledgement, and counted beside them. Nothing here commits."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.errors import N_, NotFound, Refused
from portal.journal import service as journal
from portal.library.models import Briefing, Document, Revision, RevisionAudience
from portal.library.policy import TEAM_LEAD, managed
from portal.library.service.reading import ChangedMeanwhile
from portal.people.queries.teams import TeamAnsweredFor, teams_answered_for
from portal.permissions import Reader

MOST = 1000


class WrongBriefingDay(Refused):
    """A briefing is on a text that was effective, and it is over."""

    sentence = N_("A briefing on version %(version)s was on %(first)s at the earliest, the day it took effect, and today at the latest.")


class WrongNumber(Refused):
    """Nobody, or a crowd."""

    sentence = N_("A briefing has between 1 and 1000 people.")


def teams_of(session: Session, reader: Reader, at: datetime, *, zone: str) -> tuple[TeamAnsweredFor, ...]:
    """The teams whose briefings this reader may record: of their manager, and of whoever leads them; in one query."""
    return teams_answered_for(session, reader.person_id, under=managed(reader), position=TEAM_LEAD, day=day_in(at, zone))


def brief(
    session: Session,
    reader: Reader,
    code: str,
    version: tuple[int, int],
    *,
    team_id: int,
    on: date,
    people: int,
    note: str,
    at: datetime,
    zone: str,
) -> int:
    """Record that so many people of a team were briefed on the effective version; the row's number.

    NotFound for a Document or a team that is not for the reader, ChangedMeanwhile when the version is not effective any more.
    """
    if team_id not in {team.id for team in teams_of(session, reader, at, zone=zone)}:
        raise NotFound
    revision = _effective(session, reader, code, version, at)
    first, today = day_in(revision.effective_from, zone), day_in(at, zone)
    if not first <= on <= today:
        raise WrongBriefingDay(version=f"{version[0]}.{version[1]}", first=first.isoformat())
    if not 1 <= people <= MOST:
        raise WrongNumber
    row = Briefing(document_id=revision.document_id, revision_id=revision.id, team_id=team_id, by_id=reader.person_id, on=on, people=people,
                   note=note, at=at)  # fmt: skip
    session.add(row)
    session.flush()
    after = {"version": f"{version[0]}.{version[1]}", "team": team_id, "on": on.isoformat(), "people": people}
    journal.record(session, at, reader.person_id, "briefing recorded", "document", code, after=after)
    return row.id


def _effective(session: Session, reader: Reader, code: str, version: tuple[int, int], at: datetime) -> Any:
    is_for = exists().where(RevisionAudience.revision_id == Revision.id, RevisionAudience.token.in_(reader.audience))
    query = select(Revision).join(Document, Document.id == Revision.document_id).where(Document.code == code, is_for)
    query = query.where(Revision.effective_from <= at, or_(Revision.effective_until.is_(None), Revision.effective_until > at))
    found = session.scalars(query.with_for_update(read=True, of=Revision)).one_or_none()
    if found is None:
        raise NotFound
    if (found.major, found.minor) != version:
        raise ChangedMeanwhile
    return found
