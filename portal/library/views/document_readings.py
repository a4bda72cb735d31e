"""Who has read one Document: the counts, the teams, the people by name where the reader may see them; and exempting one of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from flask import flash, redirect, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.library.forms import ExemptForm
from portal.library.obligation import State, Tally, tally
from portal.library.policy import Sight, may_brief, may_exempt
from portal.library.queries.board import READER_SORTS, BoardRow, board, ordered
from portal.library.queries.briefings import BriefingRow, briefed, briefings
from portal.library.queries.readings import OwedReading, reading_of, readings
from portal.library.queries.today import Shown, standing_for
from portal.library.service import reading as service
from portal.library.views.room import blueprint
from portal.library.views.tables import Paging, asked, paging, table_file
from portal.library.views.words import READING_STATES
from portal.paper.cells import Value
from portal.permissions import Permission
from portal.web import allows, config, no_change_form, page, reader, reading, refusals, writing


@dataclass(frozen=True, slots=True)
class SoughtReaders:
    """Which people of a Document: by part of the name or team, by state; in which order."""

    text: str = ""
    state: str = ""
    sort: str = ""

    def fits(self, one: OwedReading) -> bool:
        """Whether a person is shown."""
        said = f"{one.person_name} {one.team_name}".casefold()
        return all(word in said for word in self.text.casefold().split()) and self.state in {"", one.state}


@dataclass(frozen=True)
class DocumentReadingsPage:
    """One Document: counted as a whole (`hidden`: too few to show), by team, and by name; who was briefed (`briefings` of named teams only)."""

    document: Shown
    today: date
    total: Tally
    hidden: bool
    by_team: tuple[BoardRow, ...]
    sought: SoughtReaders
    people: tuple[OwedReading, ...]
    paging: Paging
    exemptable: frozenset[int]
    names_people: bool
    briefed: int
    briefings: tuple[BriefingRow, ...]
    may_brief: bool
    states: tuple[str, ...] = tuple(State)

    @property
    def sort(self) -> str:
        """The column the people are ordered by."""
        return self.sought.sort

    def query(self, **more: object) -> dict[str, object]:
        """The filters as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value}


@dataclass(frozen=True)
class ExemptPage:
    """One reading of one person, and the longest exemption that may be given today."""

    reading: OwedReading
    latest: date

    @property
    def is_exempt(self) -> bool:
        """Whether there is an exemption to change or end."""
        return self.reading.state is State.EXEMPT


@blueprint.get("/readings/<code:code>")
@allows(Permission.LIBRARY_READERS)
def document_readings(code: str) -> Response:
    """Who has read a Document and who has not."""
    sight, sought, me = Sight.of(reader()), _sought(), reader()
    document, found = _document(code), _of_document(code, sight)
    named = [one for one in found if sight.names_somebody and sight.names(one.team_path)]
    rows = ordered([one for one in named if sought.fits(one)], sought.sort or "state", READER_SORTS)
    where, total, talked = paging(len(rows)), tally([one.standing for one in found]), _briefings(code, sight)
    shown = DocumentReadingsPage(
        document=document,
        today=clock.day_in(clock.now(), config().zone),
        total=total,
        hidden=sight.hides_small and total.is_small,
        by_team=board(named, "team", hide_small=False, briefed=briefed(talked, "team", hide_small=False)),
        sought=sought,
        people=where.cut(rows),
        paging=where,
        exemptable=frozenset(one.person_id for one in rows if may_exempt(me, one.person_id, one.team_path)),
        names_people=sight.names_somebody,
        briefed=briefed(talked, "document", hide_small=sight.hides_small).get(code, 0),
        briefings=tuple(row for row in talked if sight.names_somebody and sight.names(row.team_path)),
        may_brief=may_brief(me),
    )
    return page("library/document_readings.html", shown)


@blueprint.get("/readings/<code:code>.<any(csv, xlsx):ending>")
@allows(Permission.LIBRARY_READERS)
def document_readings_file(code: str, ending: str) -> Response:
    """The people of a manager's team as a file; for those who see the whole organisation the teams, without names."""
    sight, sought = Sight.of(reader()), _sought()
    if not sight.names_somebody:
        raise NotFound
    document = _document(code)
    found = [one for one in _of_document(code, sight) if sight.names(one.team_path) and sought.fits(one)]
    if sight.files_name_people:
        header, rows = _people_table(ordered(found, sought.sort or "state", READER_SORTS))
    else:
        talked = briefed(_briefings(code, sight), "team", hide_small=False)
        header, rows = _team_table(board(found, "team", hide_small=False, briefed=talked))
    return table_file(ending, f"readings-{code}", f"{code} {document.title}", header, rows)


@blueprint.route("/readings/<code:code>/exempt/<int:person_id>", methods=["GET", "POST"])
@allows(Permission.LIBRARY_EXEMPT)
def exempt(code: str, person_id: int) -> Response:
    """Spare a person a reading, with a reason and a last day."""
    one, today = _exemptable(code, person_id), clock.day_in(clock.now(), config().zone)
    held = one.excuse if one.state is State.EXEMPT else None
    last_day = held.until - timedelta(1) if held and held.until else None
    form = ExemptForm(reason=held.reason if held else None, last_day=last_day)
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                values = {"reason": form.reason.data, "until": form.until, "actor_id": reader().person_id, "zone": config().zone}
                service.exempt(session, code, person_id, **values, at=clock.now())
            words = {"name": one.person_name, "code": code, "day": format_date(form.last_day.data, "d MMM y")}
            flash(_("%(name)s need not read %(code)s until %(day)s, and sees your reason.", **words))
            return redirect(url_for("library.document_readings", code=code), 303)
    return page("library/exempt.html", ExemptPage(one, service.latest_exemption(today)), form=form)


@blueprint.post("/readings/<code:code>/exempt/<int:person_id>/end")
@allows(Permission.LIBRARY_EXEMPT)
def end_exemption(code: str, person_id: int) -> Response:
    """End an exemption today."""
    one = _exemptable(code, person_id)
    if no_change_form().validate_on_submit():
        with writing() as session:
            service.end_exemption(session, code, person_id, actor_id=reader().person_id, at=clock.now(), zone=config().zone)
        flash(_("The exemption of %(name)s has ended. %(code)s is owed again.", name=one.person_name, code=code))
    return redirect(url_for("library.document_readings", code=code), 303)


def _sought() -> SoughtReaders:
    sort = asked("sort")
    return SoughtReaders(asked("text"), asked("state"), sort if sort.removeprefix("-") in READER_SORTS else "")


def _document(code: str) -> Shown:
    document = standing_for(reading(), reader(), code, clock.now())
    if document is None:
        raise NotFound
    return document


def _of_document(code: str, sight: Sight) -> list[OwedReading]:
    found = readings(reading(), reader(), clock.now(), zone=config().zone, teams=sight.teams)
    return [one for one in found if one.code == code]


def _briefings(code: str, sight: Sight) -> tuple[BriefingRow, ...]:
    return briefings(reading(), reader(), clock.now(), code=code, teams=sight.teams)


def _exemptable(code: str, person_id: int) -> OwedReading:
    """What is asked of a person whom the reader may exempt; NotFound for anybody else."""
    _document(code)
    one = reading_of(reading(), reader(), person_id, code, clock.now(), zone=config().zone)
    if one is None or not may_exempt(reader(), person_id, one.team_path):
        raise NotFound
    return one


def _people_table(found: Iterable[OwedReading]) -> tuple[list[str], list[list[Value]]]:
    header = [_("Person"), _("Team"), _("Asked of"), _("State"), _("Owed from"), _("Due"), _("Read on"), _("Days to read")]
    rows: list[list[Value]] = [
        [one.person_name, one.team_name, one.because, str(READING_STATES[one.state]), one.standing.opens, one.standing.due,
         one.standing.acknowledged, one.standing.days]
        for one in found
    ]  # fmt: skip
    return header, rows


def _team_table(found: Iterable[BoardRow]) -> tuple[list[str], list[list[Value]]]:
    header = [_("Team"), _("Must read"), _("Have read"), _("Outstanding"), _("Overdue"), _("Exempt"), _("Median days to read"),
              _("Briefed without an account")]  # fmt: skip
    rows: list[list[Value]] = [
        [
            row.title or _("No team"),
            row.tally.must,
            row.tally.read,
            row.tally.outstanding,
            row.tally.overdue,
            row.tally.exempt,
            row.tally.days,
            row.briefed,
        ]
        for row in found
    ]
    return header, rows
