"""The library's list of documents, by area, practice, kind and phase; and its templates with their files."""

from collections import Counter
from dataclasses import asdict, dataclass, replace

from flask import Response

from portal import clock
from portal.library import shelf
from portal.library.queries import documents as queries
from portal.library.views.room import blueprint
from portal.library.views.tables import Paging, asked, paging
from portal.permissions import Permission
from portal.vocabulary import queries as vocabulary
from portal.vocabulary.queries import CodeTitle, PracticeRow
from portal.web import allows, config, page, reader, reading


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list, with the practices it serves. `area` is set where a new area begins."""

    line: queries.Line
    practices: tuple[PracticeRow, ...]
    area: CodeTitle | None


@dataclass(frozen=True, slots=True)
class IndexPage:
    """One page of the list with its choices; `counts` says how many documents each choice would leave."""

    sought: shelf.Sought
    rows: tuple[Row, ...]
    paging: Paging
    counts: dict[str, Counter[str]]
    areas: tuple[CodeTitle, ...]
    practices: tuple[PracticeRow, ...]

    def query(self, **more: object) -> dict[str, object]:
        """The choices as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value}

    @property
    def is_chosen(self) -> bool:
        """Whether anything but the order was chosen."""
        return self.sought != shelf.Sought(sort=self.sought.sort)

    def choices(self, facet: str) -> tuple[tuple[str, int], ...]:
        """The values of a facet that leave something, and the one chosen, with how many."""
        found = self.counts[facet]
        return tuple((value, found[value]) for value in shelf.in_order(facet, {*found, getattr(self.sought, facet)} - {""}))


@dataclass(frozen=True, slots=True)
class TemplatesPage:
    """All templates."""

    rows: tuple[queries.TemplateLine, ...]


@blueprint.get("/library")
@allows(Permission.LIBRARY_READ)
def index() -> Response:
    """Every document one may read, by area unless sought otherwise."""
    session, at, sought = reading(), clock.now(), _sought()
    practices = {practice.code: practice for practice in vocabulary.practices(session)}
    everything = queries.shelf(session, reader(), at, practices)
    found = shelf.chosen(everything, sought)
    where = paging(len(found))
    cut = where.cut(found)
    lines = queries.lines(session, [one.revision_id for one in cut], at, zone=config().zone)
    rows = _rows(cut, lines, practices, by_area=sought.sort in {"", "area"})
    areas = {practice.area_code: CodeTitle(practice.area_code, practice.area_title) for practice in practices.values()}
    shown = IndexPage(sought, rows, where, shelf.counts(everything, sought), tuple(areas.values()), tuple(practices.values()))
    return page("library/index.html", shown)


@blueprint.get("/library/templates")
@allows(Permission.LIBRARY_READ)
def templates() -> Response:
    """Every template with its files and where it is used."""
    return page("library/templates.html", TemplatesPage(queries.templates(reading(), reader(), clock.now())))


def _sought() -> shelf.Sought:
    sought = shelf.Sought(**{facet: asked(facet) for facet in shelf.FACETS}, sort=asked("sort"))
    return sought if sought.sort in shelf.SORTS else replace(sought, sort="")


def _rows(
    cut: tuple[shelf.Shelved, ...], lines: dict[int, queries.Line], practices: dict[str, PracticeRow], *, by_area: bool
) -> tuple[Row, ...]:
    rows: list[Row] = []
    last = None
    for one in cut:
        served = tuple(practices[code] for code in one.practices)
        area = served[0].area_code if served else ""
        begins = by_area and area != last
        heading = CodeTitle(area, served[0].area_title if served else "") if begins else None
        rows.append(Row(lines[one.revision_id], served, heading))
        last = area
    return tuple(rows)
