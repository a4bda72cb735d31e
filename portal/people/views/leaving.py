"""When somebody leaves or comes back: what they hold is handed over, the account is closed or opened again; nothing is deleted."""

from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.people import queries, service
from portal.people.forms import HandOverForm, hand_over_form
from portal.people.views.room import blueprint, today
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading, refusals, writing


@dataclass(frozen=True)
class LeavingPage:
    """A person with everything they still hold; `closing` when the account is closed too, not only handed over."""

    person: queries.PersonDetail
    closing: bool


@blueprint.route("/people/<int:person_id>/hand-over", methods=["GET", "POST"])
@allows(Permission.PEOPLE_ADMINISTER)
def hand_over(person_id: int) -> Response:
    """Give posts to others; the person stays."""
    who, form = _leaver(person_id)
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                me = reader().person_id
                service.hand_over(session, person_id, form.wishes(), since=today(), actor_id=me, at=clock.now())
            flash(_("The posts are handed over."))
            return redirect(url_for("people.person", person_id=person_id), 303)
    return page("people/leaving.html", LeavingPage(who, closing=False), form=form)


@blueprint.route("/people/<int:person_id>/deactivate", methods=["GET", "POST"])
@allows(Permission.PEOPLE_ADMINISTER)
def deactivate(person_id: int) -> Response:
    """Close an account, in the same step as its posts are handed over."""
    who, form = _leaver(person_id)
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                me, at = reader().person_id, clock.now()
                service.hand_over(session, person_id, form.wishes(), since=today(), actor_id=me, at=at)
                service.deactivate(session, person_id, actor_id=me, at=at, zone=config().zone)
            flash(_("%(name)s is deactivated and signed out everywhere. The history stays.", name=who.name))
            return redirect(url_for("people.person", person_id=person_id), 303)
    return page("people/leaving.html", LeavingPage(who, closing=True), form=form)


@blueprint.post("/people/<int:person_id>/reactivate")
@allows(Permission.PEOPLE_ADMINISTER)
def reactivate(person_id: int) -> Response:
    """Open a closed account again; an invitation is sent from its page."""
    with writing() as session:
        service.reactivate(session, person_id, actor_id=reader().person_id, at=clock.now())
    flash(_("The account is open again. Send the invitation, then grant roles and positions anew."))
    return redirect(url_for("people.person", person_id=person_id), 303)


def _leaver(person_id: int) -> tuple[queries.PersonDetail, HandOverForm]:
    session = reading()
    who = queries.person(session, person_id, today())
    if who is None:
        raise NotFound
    return who, hand_over_form([(post.post_id, post.title) for post in who.posts], queries.people_choices(session, but=person_id))
