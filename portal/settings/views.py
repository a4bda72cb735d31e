"""The page on which an administrator changes what holds for the whole organisation."""

from dataclasses import dataclass
from types import SimpleNamespace

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.permissions import Permission
from portal.settings import queries, service
from portal.settings.forms import SettingsForm
from portal.settings.policy import APPROVALS
from portal.web import allows, config, page, reader, reading, refusals, writing
from portal.web.words import own_name

blueprint = Blueprint("settings", __name__)
NAMES = ("files_take_effect", "policy_approver", *APPROVALS, "review_reminder_days")


@dataclass(frozen=True)
class SettingsPage:
    """`overruled` is the value the environment gives instead of the stored one, or empty; the rest is fixed at the start. `language` is named
    in itself, `language_code` as HTML writes it."""

    overruled: str
    zone: str
    language: str
    language_code: str
    public_url: str


@blueprint.route("/settings", methods=["GET", "POST"])
@allows(Permission.SETTINGS_CHANGE)
def index() -> Response:
    """Read and change the organisation's settings."""
    form = SettingsForm(obj=SimpleNamespace(**{name: queries.value(reading(), name) for name in NAMES}))
    if form.validate_on_submit():
        with refusals(form), writing() as session:
            for name in NAMES:
                service.change(session, name, form[name].data, actor_id=reader().person_id, at=clock.now())
        flash(_("The settings are saved."))
        return redirect(url_for("settings.index"), 303)
    known = config()
    language = own_name(known.language), known.language.replace("_", "-")
    return page("settings/index.html", SettingsPage(known.files_take_effect, known.zone, *language, known.public_url), form=form)
