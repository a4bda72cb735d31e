"""Reading the journal. What a person may see of it is decided inside the query: rows, and the names of readers on them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, String, and_, case, cast, func, literal, null, or_, select, true, type_coerce
from sqlalchemy.orm import Session

from portal.db import is_postgresql
from portal.journal.models import JournalRow
from portal.people.models import Person
from portal.reports.policy import ABOUT_READERS, DOCUMENTS, EDITORIAL, LOOK, LOOK_LASTS, Sight

PAGE = 50
Row = JournalRow


@dataclass(frozen=True, slots=True)
class Fact:
    """One journal row as this reader sees it; `veiled` when its actor is somebody who only reads, whose name is not shown."""

    id: int
    at: datetime
    actor_id: int | None
    veiled: bool
    action: str
    kind: str
    key: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows: of a kind of object, of one object, of these people (as actor or object), of a span of time, up to a row's id."""

    kind: str = ""
    key: str = ""
    people: tuple[int, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    up_to: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """An auditor's look into the journal: why, at which rows, and how many people are told of it."""

    id: int
    at: datetime
    actor_id: int
    reason: str
    wanted: Wanted
    told: int


@dataclass(frozen=True, slots=True)
class Veils:
    """Conditions on a row under which its actor, and its values, are hidden."""

    actor: ColumnElement[bool]
    values: ColumnElement[bool]


NO_VEILS = Veils(literal(False), literal(False))


def facts(session: Session, sight: Sight, wanted: Wanted, *, offset: int = 0, limit: int | None = PAGE) -> tuple[tuple[Fact, ...], int]:
    """The newest rows first, and how many there are in all: two queries."""
    where = and_(_seen(sight), _wanted(sight, wanted))
    return _page(session, where, _veils(sight), offset, limit)


def latest(session: Session, sight: Sight, limit: int) -> tuple[Fact, ...]:
    """The newest rows: one query."""
    return _rows(session, _seen(sight), _veils(sight), 0, limit)


def own(session: Session, person_id: int, *, offset: int = 0, limit: int | None = PAGE) -> tuple[tuple[Fact, ...], int]:
    """Rows of what this person did and of what was done about them, but for the looks of auditors, newest first: two queries."""
    done = Row.actor_id == person_id
    return _page(session, or_(done, and_(_about([person_id]), Row.action != LOOK)), NO_VEILS, offset, limit)


def named_people(session: Session, text: str) -> tuple[int, ...]:
    """Ids of people whose name or e-mail address holds all the words of `text`."""
    holds = [or_(Person.name.icontains(word, autoescape=True), Person.email.icontains(word, autoescape=True)) for word in text.split()]
    return tuple(session.scalars(select(Person.id).where(*holds).order_by(Person.id)))


def looks_at(session: Session, person_id: int, *, limit: int = 50) -> tuple[Look, ...]:
    """Looks of auditors at rows about this person, newest first."""
    rows = session.scalars(
        select(Row).where(Row.action == LOOK, _holds(session, "concerned", person_id)).order_by(Row.id.desc()).limit(limit)
    )
    return tuple(_look(row) for row in rows)


def look(session: Session, look_id: int, actor_id: int, at: datetime) -> Look | None:
    """The look with this id when it is this auditor's own and its reason still counts, else None."""
    query = select(Row).where(Row.id == look_id, Row.action == LOOK, Row.actor_id == actor_id, Row.at > at - LOOK_LASTS)
    row = session.scalar(query)
    return _look(row) if row else None


def concerned(session: Session, wanted: Wanted) -> tuple[int, ...]:
    """Everybody whom rows of this scope are about: who acted, who was acted upon, by id."""
    where = _wanted(Sight(None, readers=True), wanted)
    about = [select(cast(Row.object_key, String)).where(where, Row.object_kind == "person")]
    about += [select(_person_in(values)).where(where) for values in (Row.before, Row.after)]
    query = select(cast(Row.actor_id, String)).where(where).union(*about)
    return tuple(sorted({int(found) for found in session.scalars(query) if found and found.isdigit()}))


def latest_look(session: Session, actor_id: int) -> int:
    """The id of this auditor's last look, 0 when there was none."""
    return session.scalar(select(func.max(Row.id)).where(Row.action == LOOK, Row.actor_id == actor_id)) or 0


def newest(session: Session) -> int:
    """The id of the last row written, 0 in an empty journal."""
    return session.scalar(select(func.max(Row.id))) or 0


def _page(session: Session, where: ColumnElement[bool], veils: Veils, offset: int, limit: int | None) -> tuple[tuple[Fact, ...], int]:
    total = session.scalar(select(func.count(Row.id)).where(where)) or 0
    return _rows(session, where, veils, offset, limit), total


def _rows(session: Session, where: ColumnElement[bool], veils: Veils, offset: int, limit: int | None) -> tuple[Fact, ...]:
    query = _columns(veils).where(where).order_by(Row.id.desc()).offset(offset).limit(limit)
    return tuple(Fact(*row) for row in session.execute(query))


def _columns(veils: Veils) -> Select[Any]:
    nothing = type_coerce(null(), JSON)
    values = [type_coerce(case((veils.values, nothing), else_=column), JSON(none_as_null=True)) for column in (Row.before, Row.after)]
    actor = case((veils.actor, None), else_=Row.actor_id)
    return select(Row.id, Row.at, actor, veils.actor, Row.action, Row.object_kind, Row.object_key, *values)


def _seen(sight: Sight) -> ColumnElement[bool]:
    return true() if sight.kinds is None else Row.object_kind.in_(sight.kinds)


def _veils(sight: Sight) -> Veils:
    """What of a row is hidden from this sight: its actor when a reader acted, its values when they may be about a reader."""
    if sight.readers:
        return NO_VEILS
    values = and_(Row.object_kind.in_(DOCUMENTS), Row.action.not_in(EDITORIAL))
    return Veils(and_(values, Row.action.not_in(ABOUT_READERS), Row.actor_id.is_not(None)), values)


def _wanted(sight: Sight, wanted: Wanted) -> ColumnElement[bool]:
    where: list[ColumnElement[bool]] = [true()]
    if wanted.kind:
        where.append(Row.object_kind == wanted.kind)
    if wanted.key:
        where.append(func.lower(Row.object_key) == wanted.key.lower())
    if wanted.people is not None:
        veils = _veils(sight)
        acted, about = and_(~veils.actor, Row.actor_id.in_(wanted.people)), and_(~veils.values, _about(wanted.people))
        where.append(or_(acted, about))
    if wanted.since:
        where.append(Row.at >= wanted.since)
    if wanted.until:
        where.append(Row.at < wanted.until)
    if wanted.up_to is not None:
        where.append(Row.id <= wanted.up_to)
    return and_(*where)


def _about(people: Any) -> ColumnElement[bool]:
    """Rows that say something about one of these people: they are the object, or stand in the values as `person`."""
    keys = [str(person_id) for person_id in people]
    values = [_person_in(column).in_(keys) for column in (Row.before, Row.after)]
    return or_(and_(Row.object_kind == "person", Row.object_key.in_(keys)), *values)


def _person_in(values: Any) -> ColumnElement[str]:
    """The id under `person` in `before` or `after`, as text on both databases."""
    return cast(values["person"].as_string(), String)


def _holds(session: Session, name: str, person_id: int) -> ColumnElement[bool]:
    """Whether the list `name` in `after` holds this id."""
    if is_postgresql(session.get_bind().engine):
        held, wanted = func.json_array_elements_text(Row.after[name]).table_valued("value"), literal(str(person_id))
    else:
        held, wanted = func.json_each(Row.after, f"$.{name}").table_valued("value"), literal(person_id)
    return select(literal(1)).select_from(held).where(held.c.value == wanted).exists()


def _look(row: JournalRow) -> Look:
    after = row.after or {}
    scope = after.get("scope", {})
    since, until = (datetime.fromisoformat(scope[name]) if scope.get(name) else None for name in ("since", "until"))
    people = tuple(scope["people"]) if scope.get("people") is not None else None
    wanted = Wanted(scope.get("kind", ""), scope.get("key", ""), people, since, until, scope.get("up_to"))
    return Look(row.id, row.at, row.actor_id or 0, after.get("reason", ""), wanted, len(after.get("concerned", ())))
