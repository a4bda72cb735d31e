"""Who owes which reading: one statement for one person, one Document or the whole organisation; the law is in `obligation`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Row, Select, case, false, func, or_, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.library.models import KINDS, Acknowledgement, Exemption, RenderedText, Requirement
from portal.library.obligation import Asked, Standing, State, standings
from portal.library.queries.visible import DAY, DOCUMENT, PERSON, REVISION, TOKENS, began, effective, is_one_of, names_reader, tokens
from portal.people.queries.tokens import token_bearers
from portal.permissions import Reader

LETTERS_A_MINUTE = 200 * 6


@dataclass(frozen=True, slots=True)
class Excuse:
    """An exemption held or ended: why, since when, and the first day without it (None: no end). `by` is who gave it, by id."""

    reason: str
    since: date
    until: date | None
    by: int | None


@dataclass(frozen=True, slots=True)
class OwedReading:
    """One reading of one person today. `because` is the position or team that asks for it; `version` the one to read now."""

    person_id: int
    person_name: str
    team_path: str
    team_name: str
    document_id: int
    code: str
    kind: str
    title: str
    version: str
    revision_id: int
    because: str
    standing: Standing
    acknowledged_at: datetime | None
    excuse: Excuse | None

    @property
    def state(self) -> State:
        """Where it stands."""
        return self.standing.state


def owed(session: Session, reader: Reader, at: datetime, *, zone: str) -> tuple[OwedReading, ...]:
    """Every reading asked of this person, done and exempt ones too, the earliest due first; in one query. `zone` is the organisation's."""
    day = day_in(at, zone)
    values = {"at": at, "day": day, "person": reader.person_id, "tokens": tokens(reader)}
    return _readings(session.execute(OF_ONE, values).all(), day, zone)


def readings(session: Session, viewer: Reader, at: datetime, *, zone: str, teams: Collection[str] | None = None) -> tuple[OwedReading, ...]:
    """Every reading asked of anybody, or of the people of these teams (paths) and below, by name and day due; in one query.

    Documents that the viewer may not read are left out, though they count among the six of a person's first days.
    """
    query = OF_ALL
    if teams is not None:
        query = query.where(or_(false(), *(BEARER.c.team_path.startswith(path, autoescape=True) for path in sorted(teams))))
    return _seen_by(session, viewer, query, at, zone)


def everybodys(session: Session, at: datetime, *, zone: str, revision_ids: Collection[int] | None = None) -> tuple[OwedReading, ...]:
    """Every reading asked of anybody, or of those whom these Revisions ask, for telling each their own; in one query."""
    query, day = OF_ALL, day_in(at, zone)
    if revision_ids is not None:
        asking = select(REQUIREMENT.c.token).where(REQUIREMENT.c.revision_id.in_(revision_ids))
        query = query.where(BEARER.c.person_id.in_(select(MEANT.c.person_id).where(MEANT.c.token.in_(asking))))
    return _readings(session.execute(query, {"at": at, "day": day, "tokens": []}).all(), day, zone)


def reading_of(session: Session, viewer: Reader, person_id: int, code: str, at: datetime, *, zone: str) -> OwedReading | None:
    """What is asked of one person about one Document that the viewer may read; None when nothing is. In one query."""
    found = _seen_by(session, viewer, OF_ALL.where(BEARER.c.person_id == person_id), at, zone)
    return next((one for one in found if one.code == code), None)


def _seen_by(session: Session, viewer: Reader, query: Select[Any], at: datetime, zone: str) -> tuple[OwedReading, ...]:
    day = day_in(at, zone)
    rows = session.execute(query, {"at": at, "day": day, "tokens": tokens(viewer)}).all()
    seen = {row.document_id for row in rows if row.is_for_viewer}
    return tuple(reading for reading in _readings(rows, day, zone) if reading.document_id in seen)


def minutes(session: Session, revision_ids: Collection[int]) -> dict[int, int]:
    """About how many minutes it takes to read each text, at 200 words a minute and six letters a word; at least one."""
    text = RenderedText.__table__
    query = select(text.c.revision_id, func.length(text.c.plain)).where(text.c.revision_id.in_(revision_ids))
    return {key: max(1, round(length / LETTERS_A_MINUTE)) for key, length in session.execute(query)} if revision_ids else {}


def _asked(*where: ColumnElement[bool], more: Sequence[ColumnElement[Any]] = ()) -> CTE:
    """What is asked today: one row a Requirement of an effective Revision, with the first moment this major version asked its token."""
    first, earlier = REVISION.alias("first"), REQUIREMENT.alias("earlier")
    has_revision = REQUIREMENT.c.revision_id.is_not(None)
    tables = REQUIREMENT.join(DOCUMENT, DOCUMENT.c.id == REQUIREMENT.c.document_id).join(REVISION, REVISION.c.document_id == DOCUMENT.c.id)
    tables = tables.join(first, (first.c.document_id == DOCUMENT.c.id) & (first.c.major == REVISION.c.major) & began(first))
    tables = tables.outerjoin(earlier, (earlier.c.revision_id == first.c.id) & (earlier.c.token == REQUIREMENT.c.token))
    columns = (
        REQUIREMENT.c.token, REQUIREMENT.c.due_days, case((~has_revision, REQUIREMENT.c.since)).label("assigned"),
        func.min(case((has_revision, earlier.c.since), else_=first.c.effective_from)).label("effective"),
        DOCUMENT.c.id.label("document_id"), DOCUMENT.c.code, DOCUMENT.c.kind,
        REVISION.c.id.label("revision_id"), REVISION.c.major, REVISION.c.minor, REVISION.c.title,
    )  # fmt: skip
    query = select(*columns, *more).select_from(tables)
    query = query.where(effective(REVISION), or_(~has_revision, REQUIREMENT.c.revision_id == REVISION.c.id), *where)
    return query.group_by(REQUIREMENT.c.id, DOCUMENT.c.id, REVISION.c.id).cte("asked")


def _statement(asked: CTE) -> Select[Any]:
    done, spared = Acknowledgement.__table__.alias("done"), Exemption.__table__.alias("spared")
    same = (done.c.document_id == asked.c.document_id) & (done.c.major == asked.c.major) & (done.c.person_id == BEARER.c.person_id)
    exempt = (spared.c.document_id == asked.c.document_id) & (spared.c.person_id == BEARER.c.person_id)
    tables = asked.join(BEARER, BEARER.c.token == asked.c.token).outerjoin(done, same).outerjoin(spared, exempt)
    excuse = spared.c.reason, spared.c.granted_at, spared.c.granted_by, spared.c.until
    return select(asked, BEARER, done.c.at.label("acknowledged_at"), *excuse).select_from(tables)


REQUIREMENT = Requirement.__table__
BEARER, MEANT = token_bearers(DAY), token_bearers(DAY, "meant")
OF_ALL = _statement(_asked(more=[names_reader(REVISION.c.id).label("is_for_viewer")]))
OF_ONE = _statement(_asked(names_reader(REVISION.c.id), is_one_of(REQUIREMENT.c.token, TOKENS))).where(BEARER.c.person_id == PERSON)


def _readings(rows: Sequence[Row[Any]], day: date, zone: str) -> tuple[OwedReading, ...]:
    by_person: dict[tuple[str, int], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_person[row.person_name, row.person_id].append(row)
    return tuple(reading for person in sorted(by_person) for reading in _of_person(by_person[person], day, zone))


def _of_person(rows: Iterable[Row[Any]], day: date, zone: str) -> Iterable[OwedReading]:
    asked: dict[tuple[int, str], tuple[Asked, Row[Any]]] = {}
    for row in rows:
        one = as_asked(row, zone)
        known = asked.get((one.document_id, one.token))
        if known is None or (one.promised, one.begins) < (known[0].promised, known[0].begins):
            asked[one.document_id, one.token] = one, row
    for standing in standings([one for one, _ in asked.values()], day):
        yield _reading(standing, *asked[standing.document_id, standing.token])


def as_asked(row: Row[Any], zone: str) -> Asked:
    """A row of `OF_ONE` or `OF_ALL` as the law takes it, its moments as days of the organisation."""
    joined = day_in(row.joined_at, zone)
    return Asked(
        document_id=row.document_id,
        order=(KINDS.index(row.kind), row.code),
        token=row.token,
        effective=day_in(max(row.effective, row.assigned or row.effective), zone),
        since=max(row.since or joined, joined),
        due_days=row.due_days,
        acknowledged=day_in(row.acknowledged_at, zone) if row.acknowledged_at else None,
        exempt_from=day_in(row.granted_at, zone) if row.granted_at else None,
        exempt_until=row.until,
    )


def _reading(standing: Standing, asked: Asked, row: Row[Any]) -> OwedReading:
    excuse = Excuse(row.reason, asked.exempt_from, row.until, row.granted_by) if asked.exempt_from else None
    return OwedReading(
        person_id=row.person_id,
        person_name=row.person_name,
        team_path=row.team_path or "",
        team_name=row.team_name or "",
        document_id=row.document_id,
        code=row.code,
        kind=row.kind,
        title=row.title,
        version=f"{row.major}.{row.minor}",
        revision_id=row.revision_id,
        because=row.means,
        standing=standing,
        acknowledged_at=row.acknowledged_at,
        excuse=excuse,
    )
