"""What changed in a quarter: every version that took effect, by area, and what was withdrawn."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import request
from flask_babel import gettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.library.files import KINDS
from portal.paper.cells import Value
from portal.paper.csv import table_csv
from portal.permissions import Permission
from portal.reports import quarters
from portal.reports.quarters import Quarter
from portal.reports.queries.publications import Publication, of_span
from portal.reports.views.room import blueprint
from portal.vocabulary import queries as vocabulary
from portal.web import allows, config, download, page, reader, reading


@dataclass(frozen=True, slots=True)
class Change:
    """A version and its days in the organisation's zone; `until` is the day it ended, if it has. The first one of a Document changes nothing."""

    of: Publication
    since: date
    until: date | None
    is_major: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class AreaChanges:
    """What took effect in an area, by code; `title` is empty for what serves no Practice."""

    code: str
    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class ChangesPage:
    """A quarter up to today; `last` is the newest one there is. `withdrawn` pairs a Document with its last day's morrow."""

    quarter: Quarter
    last: Quarter
    first_day: date
    last_day: date
    areas: tuple[AreaChanges, ...]
    count: int
    withdrawn: tuple[tuple[Publication, date], ...]


@blueprint.get("/changes")
@allows(Permission.LIBRARY_READ)
def changes() -> Response:
    """The quarter asked for, or this one."""
    return page("reports/changes.html", _changes_page())


@blueprint.get("/changes.csv")
@allows(Permission.LIBRARY_READ)
def changes_csv() -> Response:
    """The same versions as a file."""
    shown = _changes_page()
    header = (
        _("Area"),
        _("Document"),
        _("Title"),
        _("Kind"),
        _("Version"),
        _("Effective"),
        _("Change"),
        _("Transition"),
        _("Must be read by"),
    )
    rows = (_row(area, change) for area in shown.areas for change in area.changes)
    return download(table_csv(header, rows), f"changes-{shown.quarter}.csv", "text/csv; charset=utf-8")


def _changes_page() -> ChangesPage:
    session, at, zone = reading(), clock.now(), config().zone
    this = quarters.quarter_of(clock.day_in(at, zone))
    asked = quarters.parse(request.args["quarter"]) if request.args.get("quarter") else this
    if asked is None or asked > this:
        raise NotFound
    begins, ends = clock.midnight(asked.first_day, zone), clock.midnight(asked.after.first_day, zone)
    found = of_span(session, reader(), at, begins=begins, ends=ends)
    effective = tuple(_change(one, at, zone) for one in found if begins <= one.since < ends)
    gone = (
        (one, one.withdrawn_at) for one in found if one.withdrawn_at and begins <= one.withdrawn_at < ends and one.until == one.withdrawn_at
    )
    areas = [*((area.code, area.title) for area in vocabulary.areas(session)), ("", "")]
    groups = (AreaChanges(code, title, tuple(one for one in effective if one.of.area == code)) for code, title in areas)
    return ChangesPage(
        quarter=asked,
        last=this,
        first_day=asked.first_day,
        last_day=date.fromordinal(asked.after.first_day.toordinal() - 1),
        areas=tuple(group for group in groups if group.changes),
        count=len(effective),
        withdrawn=tuple((one, clock.day_in(on, zone)) for one, on in gone),
    )


def _change(one: Publication, at: datetime, zone: str) -> Change:
    ended = one.until if one.until and one.until <= at else None
    number, former = one.version.partition("."), one.before.partition(".")
    return Change(
        of=one,
        since=clock.day_in(one.since, zone),
        until=clock.day_in(ended, zone) if ended else None,
        is_major=number[0] != former[0] if one.before else number[2] == "0",
        is_first=not one.before and not one.change,
    )


def _row(area: AreaChanges, change: Change) -> tuple[Value, ...]:
    one = change.of
    readers = ", ".join(one.must_read)
    return (area.title, one.code, one.title, gettext(KINDS[one.kind]), one.version, change.since, one.change, one.transition, readers)
