"""The board of required reading: by document, by team, by person, as far as the reader may see each; and its files."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.library.models import KINDS
from portal.library.policy import Sight
from portal.library.queries.board import BY, SORTS, BoardRow, board, ordered
from portal.library.queries.briefings import briefed, briefings
from portal.library.queries.readings import OwedReading, readings
from portal.library.views.room import blueprint
from portal.library.views.tables import Paging, asked, paging, table_file
from portal.library.views.words import KINDS as KIND_NAMES
from portal.paper.cells import Value
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """How the board is counted and filtered, and in which order it stands."""

    by: str = "document"
    text: str = ""
    kind: str = ""
    team: str = ""
    sort: str = ""

    def fits(self, one: OwedReading) -> bool:
        """Whether a reading is counted."""
        if self.kind and one.kind != self.kind:
            return False
        return one.team_path.startswith(self.team)

    def names(self, row: BoardRow) -> bool:
        """Whether the words looked for stand in the row."""
        said = f"{row.key if self.by == 'document' else ''} {row.title} {row.team_name}".casefold()
        return all(word in said for word in self.text.casefold().split())


@dataclass(frozen=True)
class ReadingsPage:
    """One page of the board with its filters; `tabs` are the ways this reader may count."""

    sought: Sought
    rows: tuple[BoardRow, ...]
    paging: Paging
    tabs: tuple[str, ...]
    teams: Choices
    kinds: tuple[str, ...]
    exportable: bool

    @property
    def sort(self) -> str:
        """The column the rows are ordered by."""
        return self.sought.sort

    def query(self, **more: object) -> dict[str, object]:
        """The filters as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value and (name, value) != ("by", "document")}


@blueprint.get("/readings", endpoint="readings")
@allows(Permission.LIBRARY_READERS)
def board_page() -> Response:
    """How far required reading is."""
    sight, sought = Sight.of(reader()), _sought()
    found = _counted(sight, sought)
    rows = _rows(found, sight, sought)
    where = paging(len(rows))
    tabs = BY if sight.names_somebody else BY[:1]
    teams = tuple(sorted({(r.team_path, r.team_name) for r in found if r.team_path and sight.names(r.team_path)}, key=lambda t: t[1]))
    exportable = sought.by != "person" or sight.files_name_people
    return page("library/readings.html", ReadingsPage(sought, where.cut(rows), where, tabs, teams, KINDS[:3], exportable))


@blueprint.get("/readings.<any(csv, xlsx):ending>")
@allows(Permission.LIBRARY_READERS)
def readings_file(ending: str) -> Response:
    """The board as a file; without readers' names for those who see the whole organisation."""
    sight, sought = Sight.of(reader()), _sought()
    if sought.by == "person" and not sight.files_name_people:
        raise NotFound
    rows = _rows(_counted(sight, sought), sight, sought)
    title = _("Required reading")
    return table_file(ending, "readings", title, _header(sought.by), [_line(row, sought.by) for row in rows])


def _sought() -> Sought:
    by = asked("by")
    sort = asked("sort")
    return Sought(
        by if by in BY else "document", asked("text"), asked("kind"), asked("team", 600), sort if sort.lstrip("-") in SORTS else ""
    )


def _counted(sight: Sight, sought: Sought) -> tuple[OwedReading, ...]:
    """The readings this reader may have counted in this way: by team or person only where each is seen by name."""
    if not sight.names_somebody and (sought.by != "document" or sought.team):
        raise NotFound
    teams = sight.teams if sought.by == "document" and not sought.team else sight.named
    return readings(reading(), reader(), clock.now(), zone=config().zone, teams=teams)


def _rows(found: Iterable[OwedReading], sight: Sight, sought: Sought) -> tuple[BoardRow, ...]:
    is_named = sought.by != "document" or bool(sought.team)
    known = _briefed(sight, sought)
    rows = board((r for r in found if sought.fits(r)), sought.by, hide_small=sight.hides_small and not is_named, briefed=known)
    return ordered([row for row in rows if sought.names(row)], sought.sort, SORTS)


def _briefed(sight: Sight, sought: Sought) -> Mapping[str, int]:
    """People without an account who were briefed, by the key of the rows: of the team sought and below, as far as the reader sees teams."""
    if sought.by == "person":
        return {}
    teams = sight.teams if sought.by == "document" and not sought.team else sight.named
    rows = briefings(reading(), reader(), clock.now(), teams=teams)
    counted = [row for row in rows if row.team_path.startswith(sought.team)]
    return briefed(counted, sought.by, hide_small=sight.hides_small and teams is not sight.named)


def _header(by: str) -> list[str]:
    first = {"team": [_("Team")], "person": [_("Person"), _("Team")]}.get(by, [_("Code"), _("Title"), _("Kind"), _("Version")])
    return [*first, _("Must read"), _("Have read"), _("Outstanding"), _("Overdue"), _("Exempt"), _("Median days to read"),
            *([] if by == "person" else [_("Briefed without an account")])]  # fmt: skip


def _line(row: BoardRow, by: str) -> list[Value]:
    first: dict[str, list[Value]] = {"team": [row.title or _("No team")], "person": [row.title, row.team_name]}
    named = first.get(by, [row.key, row.title, str(KIND_NAMES.get(row.kind, "")), row.version])
    counted, without_account = row.tally, [] if by == "person" else [row.briefed]
    if row.hidden:
        return [*named, *[_("fewer than five")] * 6, *without_account]
    figures = counted.must, counted.read, counted.outstanding, counted.overdue, counted.exempt, counted.days
    return [*named, *figures, *without_account]
