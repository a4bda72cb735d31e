"""Finding, inviting and changing people."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.people import queries, roster, service
from portal.people.forms import DetailsForm, InviteForm, PositionForm, RoleForm
from portal.people.models import ROLES
from portal.people.queries.persons import PAGE, PersonRow
from portal.people.views.room import blueprint, chosen_id, deliver, letterhead, today
from portal.people.views.words import role_names
from portal.permissions import Permission
from portal.web import BaseForm, allows, config, download, page, reader, reading, refusals, writing

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PeoplePage:
    """A page of the list: the filters in use, the rows, where in the list, and what may be filtered by."""

    sought: queries.Sought
    rows: tuple[PersonRow, ...]
    total: int
    number: int
    count: int
    teams: Choices
    positions: Choices
    roles: tuple[str, ...] = ROLES

    def query(self, **more: object) -> dict[str, object]:
        """The filters as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value and (name, value) != ("sort", "name")}


@dataclass(frozen=True)
class PersonForms:
    """The three forms on a person's page."""

    details: DetailsForm
    role: RoleForm
    position: PositionForm


@dataclass(frozen=True)
class PersonPage:
    """A person with everything an administrator may change; `me` when it is one's own account."""

    person: queries.PersonDetail
    forms: PersonForms
    me: bool
    today: date


@dataclass(frozen=True)
class InvitePage:
    """The page has nothing of its own."""


@blueprint.get("/people")
@allows(Permission.PEOPLE_ADMINISTER)
def index() -> Response:
    """The list, with filters."""
    session, sought = reading(), _sought()
    number = max(1, request.args.get("page", 1, type=int))
    found = queries.find(session, sought, today(), offset=(number - 1) * PAGE)
    count = max(1, -(-found.total // PAGE))
    choices = queries.team_slugs(session), queries.position_choices(session)
    return page("people/index.html", PeoplePage(sought, found.rows, found.total, number, count, *choices))


@blueprint.get("/people/export")
@allows(Permission.PEOPLE_ADMINISTER)
def export() -> Response:
    """The list as filtered, as a CSV file that `import` reads again."""
    found = queries.find(reading(), _sought(), today(), limit=None)
    return download(roster.write(map(_as_line, found.rows)).encode(), f"people-{today().isoformat()}.csv", "text/csv; charset=utf-8")


@blueprint.route("/people/invite", methods=["GET", "POST"])
@allows(Permission.PEOPLE_ADMINISTER)
def invite() -> Response:
    """Make an account and send the link with which its owner chooses a password."""
    form = InviteForm().offer(queries.team_choices(reading()))
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                person_id = service.invite(
                    session,
                    email=form.email.data,
                    name=form.name.data,
                    team_id=chosen_id(form.team),
                    head=letterhead(),
                    actor_id=reader().person_id,
                    at=clock.now(),
                )
            deliver()
            flash(_("%(name)s is invited. The link in the mail is good for 24 hours.", name=form.name.data))
            return redirect(url_for("people.person", person_id=person_id), 303)
    return page("people/invite.html", InvitePage(), form=form)


@blueprint.get("/people/<int:person_id>")
@allows(Permission.PEOPLE_ADMINISTER)
def person(person_id: int) -> Response:
    """One person."""
    return person_page(person_id)


@blueprint.post("/people/<int:person_id>/details")
@allows(Permission.PEOPLE_ADMINISTER)
def change_details(person_id: int) -> Response:
    """Another name or team."""
    form = DetailsForm(prefix="details").offer(queries.team_choices(reading()))
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                values = {"name": form.name.data, "team_id": chosen_id(form.team), "zone": config().zone}
                service.change_details(session, person_id, **values, actor_id=reader().person_id, at=clock.now())
            flash(_("Name and team are saved."))
            return redirect(url_for("people.person", person_id=person_id), 303)
    return person_page(person_id, details=form)


@blueprint.post("/people/<int:person_id>/link")
@allows(Permission.PEOPLE_ADMINISTER)
def send_link(person_id: int) -> Response:
    """Mail a new one-time link: an invitation again, or for a forgotten password."""
    with writing() as session:
        service.send_link(session, person_id, head=letterhead(), actor_id=reader().person_id, at=clock.now())
    deliver()
    flash(_("A new link is on its way by mail. Earlier links do not work any more."))
    return redirect(url_for("people.person", person_id=person_id), 303)


def person_page(person_id: int, **failed: BaseForm) -> Response:
    """The page of a person; a form that failed stands in its place with what was typed."""
    session, day = reading(), today()
    who = queries.person(session, person_id, day)
    if who is None:
        raise NotFound
    teams = queries.team_choices(session)
    forms = PersonForms(
        details=DetailsForm(None, prefix="details", name=who.name, team=str(who.team_id or "")).offer(teams),
        role=RoleForm(None, prefix="role").offer(role_names(), teams),
        position=PositionForm(None, prefix="position", since=day).offer(queries.position_choices(session), teams),
    )
    shown = PersonPage(who, replace(forms, **failed), who.id == reader().person_id, day)
    return page("people/person.html", shown, form=next(iter(failed.values()), None))


def _sought() -> queries.Sought:
    wanted = request.args
    return queries.Sought(
        text=wanted.get("text", "")[:100],
        team=wanted.get("team", ""),
        role=wanted.get("role", ""),
        position=wanted.get("position", ""),
        state=wanted.get("state", ""),
        sort=wanted.get("sort", "name"),
    )


def _as_line(row: PersonRow) -> roster.Line:
    roles = tuple(roster.Held(role.role, role.team) for role in row.roles)
    return roster.Line(0, row.email, row.name, row.team, roles, tuple(roster.Held(held.code, held.team) for held in row.positions))
