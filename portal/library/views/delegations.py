"""Standing in for an approver who is away."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.library.queries.delegations import Standing, delegations
from portal.library.service import delegating
from portal.library.views.review_forms import DelegateForm
from portal.library.views.room import blueprint
from portal.people.queries.roles import with_role
from portal.permissions import Permission
from portal.web import allows, config, no_change_form, page, reader, reading, refusals, writing


@dataclass(frozen=True, slots=True)
class DelegationPage:
    """Who stands in for the reader, and for whom the reader stands in."""

    rows: tuple[Standing, ...]
    today: date
    has_choice: bool


@blueprint.route("/reviews/delegation", methods=["GET", "POST"])
@allows(Permission.LIBRARY_APPROVE)
def delegation() -> Response:
    """See and make delegations."""
    session, me, today = reading(), reader().person_id, clock.day_in(clock.now(), config().zone)
    others = tuple((person_id, name) for person_id, name in with_role(session, "approver").items() if person_id != me)
    form = DelegateForm(since=today).offer(others)
    if form.validate_on_submit():
        days = {"since": form.since.data, "until": form.until.data}
        with refusals(form):
            with writing() as session:
                delegating.delegate(session, me, form.person.data, at=clock.now(), zone=config().zone, **days)
            flash(_("It is arranged, and they are told."))
            return redirect(url_for("library.delegation"), 303)
    return page("library/delegation.html", DelegationPage(delegations(reading(), me), today, bool(others)), form=form)


@blueprint.post("/reviews/delegation/<int:delegation_id>/end")
@allows(Permission.LIBRARY_APPROVE)
def end_delegation(delegation_id: int) -> Response:
    """End a delegation early."""
    if not no_change_form().validate_on_submit():
        raise NotFound
    with writing() as session:
        delegating.end(session, delegation_id, actor_id=reader().person_id, at=clock.now())
    flash(_("It is ended. Both of you see that here."))
    return redirect(url_for("library.delegation"), 303)
