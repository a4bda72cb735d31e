"""Granting, confirming and ending roles; taking and leaving positions."""

from dataclasses import dataclass
from datetime import timedelta

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.people import queries, service
from portal.people.forms import PositionForm, RoleForm
from portal.people.policy import NEEDS_A_SECOND_PERSON
from portal.people.queries.person import GrantRow
from portal.people.views.persons import person_page
from portal.people.views.room import blueprint, chosen_id, today
from portal.people.views.words import role_names
from portal.permissions import Permission
from portal.web import allows, page, reader, reading, refusals, writing


@dataclass(frozen=True)
class PendingPage:
    """Roles that wait for a second administrator; `me` may confirm those granted by others to others."""

    rows: tuple[GrantRow, ...]
    me: int


@blueprint.get("/people/pending-roles")
@allows(Permission.PEOPLE_ADMINISTER)
def pending() -> Response:
    """What waits for a second administrator."""
    return page("people/pending.html", PendingPage(queries.pending_roles(reading()), reader().person_id))


@blueprint.post("/people/<int:person_id>/roles")
@allows(Permission.PEOPLE_ADMINISTER)
def grant_role(person_id: int) -> Response:
    """Give a role."""
    form = RoleForm(prefix="role").offer(role_names(), queries.team_choices(reading()))
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                held_for = chosen_id(form.team)
                service.grant_role(session, person_id, form.role.data, team_id=held_for, actor_id=reader().person_id, at=clock.now())
            waits = form.role.data in NEEDS_A_SECOND_PERSON
            flash(_("The role waits until a second administrator confirms it.") if waits else _("The role is granted."))
            return redirect(url_for("people.person", person_id=person_id), 303)
    return person_page(person_id, role=form)


@blueprint.post("/people/roles/<int:grant_id>/confirm")
@allows(Permission.PEOPLE_ADMINISTER)
def confirm_role(grant_id: int) -> Response:
    """The second administrator's yes."""
    with writing() as session:
        service.confirm_role(session, grant_id, actor_id=reader().person_id, at=clock.now())
    flash(_("The role is confirmed and holds from now on."))
    return redirect(url_for("people.pending"), 303)


@blueprint.post("/people/roles/<int:grant_id>/end")
@allows(Permission.PEOPLE_ADMINISTER)
def end_role(grant_id: int) -> Response:
    """End a role, or decline one that waits."""
    with writing() as session:
        person_id = service.end_role(session, grant_id, actor_id=reader().person_id, at=clock.now())
    flash(_("The role has ended."))
    return redirect(url_for("people.person", person_id=person_id), 303)


@blueprint.post("/people/<int:person_id>/positions")
@allows(Permission.PEOPLE_ADMINISTER)
def take_position(person_id: int) -> Response:
    """Give a position with dates."""
    form = PositionForm(prefix="position").offer(queries.position_choices(reading()), queries.team_choices(reading()))
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                service.take_position(
                    session,
                    person_id,
                    form.position.data,
                    since=form.since.data,
                    until=form.last_day.data + timedelta(days=1) if form.last_day.data else None,
                    team_id=chosen_id(form.at_team),
                    actor_id=reader().person_id,
                    at=clock.now(),
                )
            flash(_("The position is saved."))
            return redirect(url_for("people.person", person_id=person_id), 303)
    return person_page(person_id, position=form)


@blueprint.post("/people/positions/<int:held_id>/leave")
@allows(Permission.PEOPLE_ADMINISTER)
def leave_position(held_id: int) -> Response:
    """End a position: yesterday was its last day."""
    with writing() as session:
        person_id = service.leave_position(session, held_id, until=today(), actor_id=reader().person_id, at=clock.now())
    flash(_("The position has ended."))
    return redirect(url_for("people.person", person_id=person_id), 303)
