"""The readings that are overdue, person by person, for those who see them by name; and as a file for a manager."""

from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.library.obligation import State
from portal.library.policy import Sight
from portal.library.queries.board import OVERDUE_SORTS, ordered
from portal.library.queries.readings import OwedReading, readings
from portal.library.views.room import blueprint
from portal.library.views.tables import Paging, asked, paging, table_file
from portal.paper.cells import Value
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading


@dataclass(frozen=True, slots=True)
class SoughtOverdue:
    """Which of them: by words in name, team, code or title; in which order."""

    text: str = ""
    sort: str = ""

    def fits(self, one: OwedReading) -> bool:
        """Whether a reading is listed."""
        said = f"{one.person_name} {one.team_name} {one.code} {one.title}".casefold()
        return one.state is State.OVERDUE and all(word in said for word in self.text.casefold().split())


@dataclass(frozen=True)
class OverduePage:
    """One page of the list; `exportable` for those whose files may carry names."""

    sought: SoughtOverdue
    rows: tuple[OwedReading, ...]
    paging: Paging
    today: date
    exportable: bool

    @property
    def sort(self) -> str:
        """The column the rows are ordered by."""
        return self.sought.sort

    def query(self, **more: object) -> dict[str, object]:
        """The filters as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value}


@blueprint.get("/readings/overdue")
@allows(Permission.LIBRARY_COMPLETION)
def overdue_readings() -> Response:
    """Everything overdue of the people one sees by name, the longest overdue first."""
    sight, sought = Sight.of(reader()), _sought()
    rows = _rows(sight, sought)
    where, today = paging(len(rows)), clock.day_in(clock.now(), config().zone)
    return page("library/overdue.html", OverduePage(sought, where.cut(rows), where, today, sight.files_name_people))


@blueprint.get("/readings/overdue.<any(csv, xlsx):ending>")
@allows(Permission.LIBRARY_COMPLETION)
def overdue_readings_file(ending: str) -> Response:
    """The list of a manager's team as a file."""
    sight, today = Sight.of(reader()), clock.day_in(clock.now(), config().zone)
    if not sight.files_name_people:
        raise NotFound
    header = [_("Person"), _("Team"), _("Code"), _("Title"), _("Version"), _("Asked of"), _("Due"), _("Days overdue")]
    rows: list[list[Value]] = [
        [one.person_name, one.team_name, one.code, one.title, one.version, one.because, one.standing.due, one.standing.days_late(today)]
        for one in _rows(sight, _sought())
    ]
    return table_file(ending, "overdue-readings", _("Overdue readings"), header, rows)


def _sought() -> SoughtOverdue:
    sort = asked("sort")
    return SoughtOverdue(asked("text"), sort if sort.removeprefix("-") in OVERDUE_SORTS else "")


def _rows(sight: Sight, sought: SoughtOverdue) -> tuple[OwedReading, ...]:
    found = readings(reading(), reader(), clock.now(), zone=config().zone, teams=sight.named)
    return ordered([one for one in found if sought.fits(one)], sought.sort or "due", OVERDUE_SORTS)
