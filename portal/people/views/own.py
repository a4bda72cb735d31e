"""What a person sets for themselves."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from flask import flash, redirect, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.jobs import service as jobs
from portal.people import queries, service
from portal.people.forms import ChangePasswordForm, MySettingsForm
from portal.people.service.new_password import Wish
from portal.people.views.door import enter
from portal.people.views.room import blueprint, letterhead
from portal.permissions import Permission
from portal.web import allows, config, database, page, reader, reading, refusals, writing
from portal.web.words import languages


@dataclass(frozen=True)
class MySettingsPage:
    """Whose settings; the name and the e-mail address are the administrator's to change."""

    name: str
    email: str
    team: str
    positions: tuple[str, ...]


@dataclass(frozen=True)
class ChangePasswordPage:
    """The page has nothing of its own."""


@blueprint.route("/my-settings", methods=["GET", "POST"])
@allows(Permission.SELF_CHANGE)
def my_settings() -> Response:
    """Time zone, language, how often mail comes."""
    me, settings = reader(), config()
    form = MySettingsForm(obj=queries.own_settings(reading(), me.person_id)).offer(_zones(settings.zone), _languages(settings.language))
    if form.validate_on_submit():
        with refusals(form), writing() as session:
            values = {"zone": form.zone.data, "language": form.language.data, "mail": form.mail.data}
            service.change_settings(session, me.person_id, **values, at=clock.now())
        if not form.errors:
            with force_locale(form.language.data or settings.language):
                flash(_("Your settings are saved."))
            return redirect(url_for("people.my_settings"), 303)
    return page("people/my_settings.html", MySettingsPage(me.name, me.email, me.team_name, me.position_titles), form=form)


@blueprint.route("/my-settings/password", methods=["GET", "POST"])
@allows(Permission.SELF_CHANGE)
def change_password() -> Response:
    """A new password; every other sign-in ends."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        with refusals(form):
            wish = Wish(form.password.data, letterhead(), clock.now(), config().password_cost)
            enter(service.change_password(database(), reader().person_id, form.present.data, wish, address=request.remote_addr or ""))
            jobs.deliver_soon(database(), config(), at=clock.now())
            flash(_("Your password is changed. You are signed in here and nowhere else."))
            return redirect(url_for("people.my_settings"), 303)
    return page("people/change_password.html", ChangePasswordPage(), form=form)


def _zones(organisation: str) -> list[tuple[str, str]]:
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [
        ("", _("As the organisation: %(zone)s", zone=organisation)),
        ("UTC", "UTC"),
        *((zone, zone.replace("_", " ")) for zone in named),
    ]


def _languages(organisation: str) -> list[tuple[str, str]]:
    known = languages()
    return [("", _("As the organisation: %(language)s", language=known.get(organisation, organisation))), *known.items()]
