"""Recording that people without an account were briefed on a document, and what was recorded of one's teams."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from portal import clock
from portal.content.front_matter import Version
from portal.errors import NotAllowed, NotFound
from portal.library.forms import BriefForm
from portal.library.policy import may_brief
from portal.library.queries.briefings import BriefingRow, briefings
from portal.library.queries.today import Shown, standing_for
from portal.library.service import briefing as service
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading, refusals, writing


@dataclass(frozen=True)
class BriefingsPage:
    """The version to brief on, since when it is effective, and the briefings of one's teams on this Document."""

    document: Shown
    since: date
    today: date
    rows: tuple[BriefingRow, ...]


@blueprint.route("/library/<code:code>/briefings", methods=["GET", "POST"], endpoint="briefings")
@allows(Permission.LIBRARY_BRIEF)
def record(code: str) -> Response:
    """Record a briefing of one of one's teams."""
    me, at, zone = reader(), clock.now(), config().zone
    teams = service.teams_of(reading(), me, at, zone=zone) if may_brief(me) else ()
    document = standing_for(reading(), me, code, at)
    if document is None or document.effective_from is None or not document.is_effective(at):
        raise NotFound
    if not teams:
        raise NotAllowed
    form = BriefForm(version=document.version).offer((team.id, team.name) for team in teams)
    if form.validate_on_submit():
        with refusals(form):
            _brief(code, form)
            flash(ngettext("The briefing of %(num)s person is recorded.", "The briefing of %(num)s people is recorded.", form.people.data))
            return redirect(url_for("library.briefings", code=code), 303)
    form.version.data = document.version
    rows = briefings(reading(), me, at, code=code, teams=[team.path for team in teams])
    shown = BriefingsPage(document, clock.day_in(document.effective_from, zone), clock.day_in(at, zone), rows)
    return page("library/briefings.html", shown, form=form)


def _brief(code: str, form: BriefForm) -> None:
    version = Version.parse(form.version.data)
    said = {"team_id": int(form.team.data), "on": form.on.data, "people": form.people.data, "note": form.note.data}
    with writing() as session:
        service.brief(session, reader(), code, (version.major, version.minor), **said, at=clock.now(), zone=config().zone)
