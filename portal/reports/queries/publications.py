"""What took effect when, as one reader may see it: what the page of a quarter and the feeds show."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.library.models import Requirement, RevisionPractice
from portal.library.queries.visible import DOCUMENT, REVISION, began, json_rows, names_reader, sees_every_state, standing, tokens
from portal.people.queries import team_names
from portal.permissions import Reader
from portal.vocabulary.queries import position_titles, practice_titles

D, R = DOCUMENT, REVISION
SERVED, PRACTICE = RevisionPractice.__table__.alias("served"), practice_titles()


@dataclass(frozen=True, slots=True)
class Publication:
    """A Revision that took effect. `area` is that of its first Practice, empty without one; `before` the version it took the place of, empty

    for the first that this reader may read. `must_read` says who must read it. `withdrawn_at` is its Document's.
    """

    code: str
    kind: str
    title: str
    version: str
    before: str
    since: datetime
    until: datetime | None
    summary: str
    change: str
    transition: str
    area: str
    must_read: tuple[str, ...]
    withdrawn_at: datetime | None
    withdrawn_reason: str
    successor: str


def of_span(session: Session, reader: Reader, at: datetime, *, begins: datetime, ends: datetime) -> tuple[Publication, ...]:
    """What took effect in a span of time up to `at`, and the last Revision of what was withdrawn in it, by code and time; in one query."""
    gone = (D.c.withdrawn_at >= begins) & (D.c.withdrawn_at < ends) & (D.c.withdrawn_at <= at) & (R.c.id == standing(D.c.id))
    query = _readable(reader).where(or_((R.c.effective_from >= begins) & (R.c.effective_from < ends), gone))
    return _read(session, query.order_by(D.c.code, R.c.effective_from), reader, at)


def latest(
    session: Session, reader: Reader, at: datetime, *, area: str | None = None, position: str | None = None, limit: int
) -> tuple[Publication, ...]:
    """What took effect last: in an area, or what a position must read; in one query."""
    query = _readable(reader)
    if area is not None:
        serves = select(SERVED.c.revision_id).join(PRACTICE, PRACTICE.c.code == SERVED.c.practice_code)
        query = query.where(R.c.id.in_(serves.where(PRACTICE.c.area_code == area)))
    if position is not None:
        asked = Requirement.__table__.alias()
        query = query.where(exists().where(asked.c.revision_id == R.c.id, asked.c.token == f"position:{position}").correlate_except(asked))
    return _read(session, query.order_by(R.c.effective_from.desc(), D.c.code, R.c.id).limit(limit), reader, at)


def _readable(reader: Reader) -> Select[Any]:
    """Every Revision that took effect and that this reader may open today."""
    columns = (
        D.c.code, D.c.kind, D.c.withdrawn_at, D.c.withdrawn_reason, D.c.successor_code, R.c.title, R.c.major, R.c.minor, R.c.effective_from,
        R.c.effective_until, R.c.summary, R.c.change_note, R.c.transition, _before(reader).label("before"), _areas().label("areas"),
        _must_read().label("must_read"),
    )  # fmt: skip
    query = select(*columns).select_from(D.join(R, R.c.document_id == D.c.id)).where(began(R))
    return query if sees_every_state(reader) else query.where(names_reader(R.c.id), names_reader(standing(D.c.id)))


def _before(reader: Reader) -> ScalarSelect[str]:
    former = REVISION.alias("former")
    version = cast(former.c.major, String).concat(".").concat(cast(former.c.minor, String))
    query = select(version).where(former.c.document_id == D.c.id, former.c.effective_from < R.c.effective_from)
    if not sees_every_state(reader):
        query = query.where(names_reader(former.c.id))
    return query.order_by(former.c.effective_from.desc()).limit(1).correlate_except(former).scalar_subquery()


def _areas() -> ScalarSelect[Any]:
    query = select(json_rows(SERVED.c.place, PRACTICE.c.area_code)).join_from(SERVED, PRACTICE, PRACTICE.c.code == SERVED.c.practice_code)
    return query.where(SERVED.c.revision_id == R.c.id).correlate_except(SERVED, PRACTICE).scalar_subquery()


def _must_read() -> ScalarSelect[Any]:
    asked, position, team = Requirement.__table__.alias("asked"), position_titles(), team_names()
    query = select(json_rows(asked.c.token, func.coalesce(position.c.title, team.c.name, asked.c.token)))
    query = query.select_from(asked).outerjoin(position, cast("position:", String) + position.c.code == asked.c.token)
    query = query.outerjoin(team, cast("team:", String) + team.c.slug == asked.c.token).where(asked.c.revision_id == R.c.id)
    return query.correlate_except(asked, position, team).scalar_subquery()


def _read(session: Session, query: Select[Any], reader: Reader, at: datetime) -> tuple[Publication, ...]:
    return tuple(_publication(row) for row in session.execute(query, {"at": at, "tokens": tokens(reader)}))


def _publication(row: Any) -> Publication:
    areas = [area for _, area in sorted(row.areas or ())]
    return Publication(
        code=row.code,
        kind=row.kind,
        title=row.title,
        version=f"{row.major}.{row.minor}",
        before=row.before or "",
        since=row.effective_from,
        until=row.effective_until,
        summary=row.summary,
        change=row.change_note,
        transition=row.transition,
        area=areas[0] if areas else "",
        must_read=tuple(title for _, title in sorted(row.must_read or ())),
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason or "",
        successor=row.successor_code or "",
    )
