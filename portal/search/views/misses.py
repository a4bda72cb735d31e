"""What people looked for in vain, for those who write the method. It is not known who looked."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, request
from flask_babel import gettext as _

from portal import clock
from portal.paper.csv import table_csv
from portal.permissions import Permission
from portal.search.queries import missed_searches
from portal.search.service import MISSES_KEPT_DAYS
from portal.search.views.room import blueprint
from portal.web import allows, config, download, page, reading

PERIODS = (7, 30, MISSES_KEPT_DAYS)
USUAL = 30
SHOWN = 100
IN_FILE = 10_000


@dataclass(frozen=True, slots=True)
class MissesPage:
    """What was looked for in vain in the last `days` days, today included, most often first: words, and how many times. `more`: not all fits.

    `kept`: after how many days each is deleted."""

    rows: tuple[tuple[str, int], ...]
    days: int
    since: date
    more: bool
    periods: tuple[int, ...] = PERIODS
    kept: int = MISSES_KEPT_DAYS


@blueprint.get("/search/misses")
@allows(Permission.SEARCH_MISSES)
def misses() -> Response:
    """The searches that found nothing, of a week, a month or as long as they are kept."""
    days, since = _period()
    rows = missed_searches(reading(), since, limit=SHOWN + 1)
    return page("search/misses.html", MissesPage(tuple(rows[:SHOWN]), days, since, len(rows) > SHOWN))


@blueprint.get("/search/misses.csv")
@allows(Permission.SEARCH_MISSES)
def misses_csv() -> Response:
    """The same as a file."""
    rows = missed_searches(reading(), _period()[1], limit=IN_FILE)
    name = f"missed-searches-{clock.day_in(clock.now(), config().zone).isoformat()}.csv"
    return download(table_csv([_("Words"), _("Times")], rows), name, "text/csv; charset=utf-8")


def _period() -> tuple[int, date]:
    asked = request.args.get("days", USUAL, type=int)
    days = asked if asked in PERIODS else USUAL
    return days, clock.day_in(clock.now(), config().zone) - timedelta(days=days - 1)
