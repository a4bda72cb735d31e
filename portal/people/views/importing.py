"""Importing people from a file: a preview, then the import of what the preview showed."""

from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.people import service
from portal.people.forms import ConfirmRosterForm, RosterForm
from portal.people.roster import COLUMNS
from portal.people.service.importing import RosterPlan
from portal.people.views.room import blueprint, deliver, letterhead, today
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading, refusals, writing


@dataclass(frozen=True)
class ImportPage:
    """Choosing a file."""

    columns: str = ",".join(COLUMNS)


@dataclass(frozen=True)
class PreviewPage:
    """What the file would change, or every bad line with the name of the file."""

    plan: RosterPlan
    bad: tuple[str, ...]


@blueprint.route("/people/import", methods=["GET", "POST"])
@allows(Permission.PEOPLE_ADMINISTER)
def import_people() -> Response:
    """Choose a file; the answer to it is the preview, and nothing is written."""
    form = RosterForm()
    if not form.validate_on_submit():
        return page("people/import.html", ImportPage(), form=form)
    return _preview(form.file.data.read(), form.file.data.filename or "file.csv")


@blueprint.post("/people/import/confirm")
@allows(Permission.PEOPLE_ADMINISTER)
def confirm_import() -> Response:
    """Import what the preview showed; if it would do something else by now, nothing is done and the new preview is shown."""
    form = ConfirmRosterForm()
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                plan = service.import_roster(
                    session,
                    _content(form),
                    head=letterhead(),
                    actor_id=reader().person_id,
                    at=clock.now(),
                    zone=config().zone,
                    seen=form.seen.data or "-",
                )
            deliver()
            flash(_("%(invited)s invited, %(changed)s changed.", invited=plan.count("invite"), changed=plan.count("update")))
            return redirect(url_for("people.index"), 303)
    return _preview(_content(form), "file.csv", form)


def _content(form: ConfirmRosterForm) -> bytes:
    return str(form.text.data or "").encode()


def _preview(content: bytes, name: str, failed: ConfirmRosterForm | None = None) -> Response:
    plan = service.plan_roster(reading(), content, actor_id=reader().person_id, day=today())
    text = content.decode("utf-8-sig", errors="replace")
    form = ConfirmRosterForm(None, text=text, seen=plan.digest)
    form.form_errors = failed.form_errors if failed else []
    bad = tuple(line.at(name, gettext) for line in plan.bad)
    return page("people/preview.html", PreviewPage(plan, bad), form=form, status=422 if bad else 200)
