"""What a reader does with a Document, and the page of what one owes, has read and keeps at hand."""

from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.content.front_matter import Version
from portal.errors import NotFound
from portal.library.forms import AcknowledgeForm
from portal.library.obligation import State
from portal.library.queries import marks
from portal.library.queries.problems import Problem, own_problems
from portal.library.queries.readings import OwedReading, minutes, owed
from portal.library.queries.today import Shown, standing_for
from portal.library.service import reading as service
from portal.library.views.room import blueprint
from portal.people import queries as people
from portal.permissions import Permission
from portal.web import allows, config, no_change_form, page, reader, reading, same_site, writing


@dataclass(frozen=True)
class MyReadingsPage:
    """Everything asked of the reader, what was acknowledged, reported and is kept at hand."""

    today: date
    owed: tuple[OwedReading, ...]
    later: tuple[OwedReading, ...]
    exempt: tuple[OwedReading, ...]
    acknowledged: tuple[marks.AcknowledgedVersion, ...]
    changed: tuple[marks.ChangedDocument, ...]
    bookmarks: tuple[marks.MarkedDocument, ...]
    recent: tuple[marks.MarkedDocument, ...]
    problems: tuple[Problem, ...]
    minutes: dict[int, int]
    names: dict[int, str]


@dataclass(frozen=True)
class ChangedPage:
    """The version that was read has ended; `now` is what stands for the Document today."""

    code: str
    version: str
    now: Shown
    is_effective: bool


@blueprint.get("/my-readings")
@allows(Permission.LIBRARY_ACKNOWLEDGE)
def my_readings() -> Response:
    """What one owes, by when; what one has read; what one keeps at hand."""
    session, me, at = reading(), reader(), clock.now()
    found = owed(session, me, at, zone=config().zone)
    open_ = tuple(r for r in found if r.state in {State.OWED, State.OVERDUE})
    exempt = tuple(r for r in found if r.state is State.EXEMPT)
    shown = MyReadingsPage(
        today=clock.day_in(at, config().zone),
        owed=open_,
        later=tuple(r for r in found if r.state is State.LATER),
        exempt=exempt,
        acknowledged=marks.acknowledged(session, me),
        changed=marks.changed_since_read(session, me, at),
        bookmarks=marks.bookmarks(session, me, at),
        recent=marks.recently_read(session, me, at),
        problems=own_problems(session, me, at, zone=config().zone),
        minutes=minutes(session, [r.revision_id for r in open_]),
        names=people.names(session, {r.excuse.by for r in exempt if r.excuse and r.excuse.by}),
    )
    return page("library/my_readings.html", shown)


@blueprint.post("/library/<code:code>/acknowledge")
@allows(Permission.LIBRARY_ACKNOWLEDGE)
def acknowledge(code: str) -> Response:
    """Record that this version was read, unless it changed meanwhile."""
    form = AcknowledgeForm()
    if not form.validate_on_submit():
        abort(400)
    version = Version.parse(form.version.data)
    try:
        with writing() as session:
            is_new = service.acknowledge(session, reader(), code, version.major, version.minor, at=clock.now())
    except service.ChangedMeanwhile:
        return _changed(code, version)
    said = (
        _("You acknowledged version %(version)s of %(code)s.")
        if is_new
        else _("You had already acknowledged version %(version)s of %(code)s.")
    )
    flash(said % {"version": version, "code": code})
    return redirect(url_for("library.document", code=code), 303)


@blueprint.post("/library/<code:code>/bookmark")
@allows(Permission.LIBRARY_BOOKMARK)
def bookmark(code: str) -> Response:
    """Keep a Document at hand."""
    if no_change_form().validate_on_submit():
        with writing() as session:
            service.bookmark(session, reader(), code, at=clock.now())
        flash(_("%(code)s is among your bookmarks.", code=code))
    return _back(code)


@blueprint.post("/library/<code:code>/bookmark/remove")
@allows(Permission.LIBRARY_BOOKMARK)
def unbookmark(code: str) -> Response:
    """Keep it no more."""
    if no_change_form().validate_on_submit():
        with writing() as session:
            service.unbookmark(session, reader(), code)
        flash(_("%(code)s is no longer among your bookmarks.", code=code))
    return _back(code)


def _back(code: str) -> Response:
    """To where the button was: the page named in `next`, else the Document's."""
    return redirect(same_site(request.form.get("next"), url_for("library.document", code=code)), 303)


def _changed(code: str, version: Version) -> Response:
    """409: what to read now, and the way to the differences."""
    at = clock.now()
    now = standing_for(reading(), reader(), code, at)
    if now is None:
        raise NotFound
    return page("library/changed.html", ChangedPage(code, str(version), now, now.is_effective(at)), status=409)
