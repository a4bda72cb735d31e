"""Practices: all of them by area, and one with everything that serves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.permissions import Permission
from portal.reports.queries.practices import Served, Serving, served, serving
from portal.reports.views.room import blueprint
from portal.vocabulary import queries as vocabulary
from portal.vocabulary.queries import PracticeRow, Term
from portal.web import allows, page, reader, reading


@dataclass(frozen=True)
class AreaGroup:
    """An area with its Practices, in the order of the file."""

    code: str
    title: str
    practices: tuple[PracticeRow, ...]


@dataclass(frozen=True)
class PracticesPage:
    """All Practices by area; `served` counts what this reader may see, by code."""

    areas: tuple[AreaGroup, ...]
    count: int
    served: Mapping[str, Served]


@dataclass(frozen=True)
class PracticePage:
    """One Practice: what serves it by kind, its words, its neighbours in the area, and the one before and after it."""

    practice: PracticeRow
    kinds: tuple[tuple[str, tuple[Serving, ...]], ...]
    terms: tuple[Term, ...]
    neighbours: tuple[PracticeRow, ...]
    before: PracticeRow | None
    after: PracticeRow | None


@blueprint.get("/practices")
@allows(Permission.PRACTICE_READ)
def practices() -> Response:
    """What a project organisation does, by area, and what good looks like."""
    session = reading()
    rows = vocabulary.practices(session)
    areas = tuple(
        AreaGroup(code, title, tuple(group)) for (code, title), group in groupby(rows, lambda row: (row.area_code, row.area_title))
    )
    return page("reports/practices.html", PracticesPage(areas, len(rows), served(session, reader(), clock.now())))


@blueprint.get("/practices/<string:code>")
@allows(Permission.PRACTICE_READ)
def practice(code: str) -> Response:
    """One Practice and all that serves it. A code in any other case leads to the address in small letters."""
    if code != code.lower():
        query = request.query_string.decode("latin-1")
        return redirect(url_for("reports.practice", code=code.lower()) + (f"?{query}" if query else ""), 301)
    rows = vocabulary.practices(reading())
    place = next((number for number, row in enumerate(rows) if row.code.lower() == code), None)
    if place is None:
        raise NotFound
    return page("reports/practice.html", _practice_page(rows, place))


def _practice_page(rows: tuple[PracticeRow, ...], place: int) -> PracticePage:
    found = rows[place]
    serves = serving(reading(), reader(), found.code, clock.now())
    return PracticePage(
        practice=found,
        kinds=tuple((kind, tuple(group)) for kind, group in groupby(serves, lambda one: one.kind)),
        terms=vocabulary.terms(reading(), found.code),
        neighbours=tuple(row for row in rows if row.area_code == found.area_code),
        before=rows[place - 1] if place else None,
        after=rows[place + 1] if place + 1 < len(rows) else None,
    )
