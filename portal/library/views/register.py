"""The register of all controlled documents one may see, and its files."""

from dataclasses import asdict, dataclass
from datetime import date

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.library.models import KINDS
from portal.library.queries import register as queries
from portal.library.queries.visible import sees_every_state
from portal.library.states import State
from portal.library.views.room import blueprint
from portal.library.views.tables import PAGE, Paging, asked, paging, table_file
from portal.library.views.words import KINDS as KIND_NAMES
from portal.library.views.words import REVISION_STATES
from portal.paper.cells import Value
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading

BEGUN = (State.EFFECTIVE, State.SUPERSEDED, State.WITHDRAWN)
ONLY = ("overdue", "unheld")


@dataclass(frozen=True)
class RegisterPage:
    """One page of the register with its filters. `states` are those this reader may meet."""

    sought: queries.SoughtDocuments
    rows: tuple[queries.Entry, ...]
    paging: Paging
    owners: tuple[tuple[str, str], ...]
    states: tuple[State, ...]
    today: date
    kinds: tuple[str, ...] = KINDS
    only: tuple[str, ...] = ONLY

    @property
    def sort(self) -> str:
        """The column the rows are ordered by."""
        return self.sought.sort

    def query(self, **more: object) -> dict[str, object]:
        """The filters as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value}


@blueprint.get("/register")
@allows(Permission.LIBRARY_REGISTER)
def register() -> Response:
    """Every controlled document: state, owner, approver, effective, next review, overdue."""
    session, me, sought, at, zone = reading(), reader(), _sought(), clock.now(), config().zone
    where = paging(queries.count(session, me, sought, at, zone=zone))
    rows = queries.entries(session, me, sought, at, zone=zone, offset=where.offset, limit=PAGE)
    owners = queries.owners(session, me, at, zone=zone)
    states = tuple(State) if sees_every_state(me) else BEGUN
    return page("library/register.html", RegisterPage(sought, rows, where, owners, states, clock.day_in(at, zone)))


@blueprint.get("/register.csv")
@allows(Permission.LIBRARY_REGISTER)
def register_csv() -> Response:
    """The register as filtered, as CSV."""
    return _file("csv")


@blueprint.get("/register.xlsx")
@allows(Permission.LIBRARY_REGISTER)
def register_xlsx() -> Response:
    """The register as filtered, as a workbook."""
    return _file("xlsx")


def _file(ending: str) -> Response:
    rows = queries.entries(reading(), reader(), _sought(), clock.now(), zone=config().zone)
    header = [_("Code"), _("Kind"), _("Title"), _("Version"), _("State"), _("Owner"), _("Held by"), _("Approver"), _("Approver held by"),
              _("Approved"), _("Effective"), _("Until"), _("Next review"), _("Days overdue"), _("Approved in")]  # fmt: skip
    return table_file(ending, "register", _("Register"), header, [_line(row) for row in rows])


def _line(row: queries.Entry) -> list[Value]:
    return [
        row.code, str(KIND_NAMES[row.kind]), row.title, row.version, str(REVISION_STATES[row.state]), row.owner, row.holder or _("unheld"),
        row.approver, row.approver_holder or _("unheld"), row.approved, row.effective, row.until, row.next_review, row.days_overdue,
        _where(row),
    ]  # fmt: skip


def _where(row: queries.Entry) -> str:
    """Whether a text was approved in the files it came from or in the portal; empty while it is not approved."""
    return "" if row.approved is None else _("files") if row.in_files else _("the portal")


def _sought() -> queries.SoughtDocuments:
    state, only, sort = asked("state"), asked("only"), asked("sort")
    return queries.SoughtDocuments(
        text=asked("text"),
        kind=asked("kind"),
        state=state if state in {s.value for s in State} else "",
        owner=asked("owner"),
        only=only if only in ONLY else "",
        sort=sort if sort.removeprefix("-") in queries.SORTS else "",
    )
