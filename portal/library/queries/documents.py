"""The list of documents: everything this reader may choose from, what a line of the list shows, and the templates with their files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.library.models import RevisionPractice
from portal.library.queries.facts import neighbours
from portal.library.queries.page import Neighbour
from portal.library.queries.page_statement import OWNER, D, R, citing_json
from portal.library.queries.visible import AT, effective, json_rows, names_reader, sees_every_state, standing, tokens
from portal.library.shelf import Shelved
from portal.library.states import State, state_of
from portal.permissions import Reader
from portal.vocabulary.queries import PracticeRow

SERVED = RevisionPractice.__table__.alias("served")


@dataclass(frozen=True, slots=True)
class Line:
    """A Document in the list. `since` is the organisation's day."""

    code: str
    kind: str
    title: str
    summary: str
    version: str
    state: State
    since: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template with the endings of its files and the documents that name it, as far as this reader may read them."""

    code: str
    title: str
    summary: str
    version: str
    formats: tuple[str, ...]
    used_in: tuple[Neighbour, ...]


def shelf(session: Session, reader: Reader, at: datetime, practices: Mapping[str, PracticeRow]) -> tuple[Shelved, ...]:
    """Every Document this reader may choose from, in one query: what is effective; for those who control texts, whatever stands for it."""
    served = select(json_rows(SERVED.c.place, SERVED.c.practice_code)).where(SERVED.c.revision_id == R.c.id)
    columns = (D.c.code, D.c.kind, R.c.id, R.c.title, R.c.effective_from, R.c.front["phases"].label("phases"),
               served.correlate_except(SERVED).scalar_subquery().label("served"))  # fmt: skip
    query = _standing(select(*columns).select_from(D.join(R, R.c.document_id == D.c.id)), reader)
    areas = list(dict.fromkeys(practice.area_code for practice in practices.values()))
    places = {code: (areas.index(practice.area_code), number) for number, (code, practice) in enumerate(practices.items())}
    rows = session.execute(query, {"at": at, "tokens": tokens(reader)})
    return tuple(_shelved(row, practices, places) for row in rows)


def lines(session: Session, ids: Collection[int], at: datetime, *, zone: str) -> dict[int, Line]:
    """What the list shows of these Revisions, by id, in one query. The caller has found them on the reader's shelf."""
    columns = (R.c.id, D.c.code, D.c.kind, R.c.title, R.c.summary, R.c.major, R.c.minor, R.c.state, R.c.effective_from,
               R.c.effective_until, OWNER.c.title.label("owner"))  # fmt: skip
    tables = D.join(R, R.c.document_id == D.c.id).join(OWNER, OWNER.c.post_id == R.c.owner_post_id)
    rows = session.execute(select(*columns).select_from(tables).where(R.c.id.in_(ids)), {"day": day_in(at, zone)})
    return {row.id: _line(row, at, zone) for row in rows}


def templates(session: Session, reader: Reader, at: datetime) -> tuple[TemplateLine, ...]:
    """Every effective template this reader may read, by code, with its files and where it is used; in one query."""
    columns = (D.c.code, R.c.title, R.c.summary, R.c.major, R.c.minor, R.c.front["formats"].label("formats"), citing_json.label("cited_by"))
    query = select(*columns).select_from(D.join(R, R.c.document_id == D.c.id))
    query = query.where(D.c.kind == "template", effective(R), names_reader(R.c.id)).order_by(D.c.code)
    return tuple(
        TemplateLine(row.code, row.title, row.summary, f"{row.major}.{row.minor}", tuple(row.formats or ()), neighbours(row.cited_by))
        for row in session.execute(query, {"at": at, "tokens": tokens(reader)})
    )


def _standing(query: Select[Any], reader: Reader) -> Select[Any]:
    if sees_every_state(reader):
        return query.where(R.c.id == standing(D.c.id, every_state=True))
    return query.where(effective(R, AT), names_reader(R.c.id))


def _shelved(row: Any, practices: Mapping[str, PracticeRow], places: Mapping[str, tuple[int, int]]) -> Shelved:
    codes = [code for _, code in sorted(row.served or ())]
    return Shelved(
        code=row.code,
        kind=row.kind,
        title=row.title,
        revision_id=row.id,
        since=row.effective_from,
        phases=tuple(row.phases or ()),
        practices=tuple(codes),
        areas=tuple(dict.fromkeys(practices[code].area_code for code in codes)),
        places=places[codes[0]] if codes else (len(places), 0),
    )


def _line(row: Any, at: datetime, zone: str) -> Line:
    since = day_in(row.effective_from, zone) if row.effective_from else None
    state = state_of(row.state, row.effective_from, row.effective_until, at)
    return Line(row.code, row.kind, row.title, row.summary, f"{row.major}.{row.minor}", state, since, row.owner)
