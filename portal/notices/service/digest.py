"""Digests: one mail for everything a person was told and has not read, at the rhythm that person wants.

Each is one transaction: the mail is written and its notices are noted as mailed, or neither. Whoever is killed in between did nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from portal.db import Database, Session
from portal.jobs import service as jobs
from portal.notices import letters
from portal.notices.kinds import Told, kind_of, say
from portal.notices.models import Notice
from portal.notices.policy import is_due, last_morning
from portal.people.letters import Letterhead
from portal.people.queries import active_people, person_names
from portal.translations import day, translator


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody with notices that no mail has carried yet, the oldest told at `oldest`. Empty zone or language: the organisation's."""

    person_id: int
    name: str
    email: str
    zone: str
    language: str
    rhythm: str
    oldest: datetime


def write_digests(database: Database, head: Letterhead, *, zone: str, at: datetime) -> int:
    """Write every mail that is due; how many. `zone` is the organisation's, for people who chose none."""
    with database.reading() as session:
        waiting = _waiting(session)
    number = 0
    for person in waiting:
        morning = last_morning(person.rhythm, person.zone or zone, at)
        if morning is not None and person.oldest <= morning:
            with database.writing() as session:
                number += _write(session, person, morning, head, at)
    return number


def _waiting(session: Session) -> list[Addressee]:
    """Active people who want mail and were told what they have neither read nor been mailed."""
    active = active_people()
    columns = active.c.person_id, active.c.name, active.c.email, active.c.zone, active.c.language, active.c.mail
    query = select(*columns, func.min(Notice.at)).join_from(Notice, active, active.c.person_id == Notice.person_id)
    query = query.where(Notice.read_at.is_(None), Notice.mail_done_at.is_(None), active.c.mail != "none").group_by(*columns)
    return [Addressee(*row) for row in session.execute(query.order_by(active.c.person_id))]


def _write(session: Session, person: Addressee, morning: datetime, head: Letterhead, at: datetime) -> int:
    last = session.scalar(select(func.max(Notice.mail_done_at)).where(Notice.person_id == person.person_id))
    if not is_due(morning, person.oldest, last, at):
        return 0
    waiting = update(Notice).where(Notice.person_id == person.person_id, Notice.read_at.is_(None), Notice.mail_done_at.is_(None))
    ids = session.scalars(waiting.where(Notice.at <= morning).values(mail_done_at=at).returning(Notice.id)).all()
    if not ids:
        return 0
    language = person.language or head.language
    letter = letters.digest(_lines(session, ids, language), head, name=person.name, language=language)
    jobs.write_mail(session, person.email, letter.subject, letter.body, at=at)
    return 1


def _lines(session: Session, ids: Sequence[int], language: str) -> list[letters.Line]:
    """These notices as sentences, in the order told."""
    by = person_names("by_person")
    query = select(Notice, by.c.name).outerjoin(by, by.c.person_id == Notice.by_id).where(Notice.id.in_(ids)).order_by(Notice.at, Notice.id)
    told = ((one.id, Told(one.kind, name or "", one.code, one.title, one.params)) for one, name in session.execute(query))
    speak = translator(language)
    return [letters.Line(key, say(what, speak, lambda on: day(on, language)), kind_of(what.kind).urgent) for key, what in told]
