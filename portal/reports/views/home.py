"""The home page: what is due, what changed, and what each role has before it."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.permissions import Permission
from portal.reports import policy
from portal.reports.queries import home_parts as parts
from portal.reports.queries import journal
from portal.reports.queries.names import names_in
from portal.reports.views.journal_lines import Line, lines
from portal.reports.views.room import blueprint
from portal.web import allows, config, page, reader, reading


@dataclass(frozen=True)
class HomePage:
    """The parts that concern this reader; the others are None. `audits`: the journal opens against a reason."""

    greeting: str
    today: date
    mine: parts.Mine
    team: parts.TeamPart | None
    control: parts.Control | None
    administration: parts.Administration | None
    journal: tuple[Line, ...] | None
    audits: bool
    publishes: bool


@blueprint.get("/")
@allows(Permission.HOME)
def home() -> Response:
    """Today, for whoever is asking."""
    session, me, at = reading(), reader(), clock.now()
    when = parts.Moment(at, clock.day_in(at, config().zone), at.astimezone(ZoneInfo(me.zone)).hour, config().zone)
    shown = HomePage(
        greeting=_greeting(me.name, when.hour),
        today=when.today,
        mine=parts.mine(session, me, when),
        team=parts.team(session, me, when),
        control=parts.control(session, me, when),
        administration=parts.administration(session, me, when),
        journal=_latest(),
        audits=policy.may_audit(me),
        publishes=me.may(Permission.LIBRARY_PUBLISH, ""),
    )
    return page("reports/home.html", shown)


def _latest() -> tuple[Line, ...] | None:
    """The newest journal rows for those to whom their roles open some."""
    session, me = reading(), reader()
    sight = policy.sight(me)
    if sight.is_blind:
        return None
    facts = journal.latest(session, sight, parts.FEW)
    return lines(facts, names_in(session, facts), me)


def _greeting(name: str, hour: int) -> str:
    first = name.split(maxsplit=1)[0]
    if hour < 12:
        return str(_("Good morning, %(name)s", name=first))
    return str(_("Good afternoon, %(name)s", name=first) if hour < 18 else _("Good evening, %(name)s", name=first))
