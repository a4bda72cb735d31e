"""Teams and posts."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.people import queries, service
from portal.people.forms import PostForm, TeamForm, TeamNameForm
from portal.people.queries.organisation import PostDetail, PostHistory, TeamRow
from portal.people.views.room import blueprint, chosen_id, today
from portal.permissions import Permission
from portal.web import allows, page, reader, reading, refusals, writing


@dataclass(frozen=True)
class TeamsPage:
    """The tree of teams."""

    rows: tuple[TeamRow, ...]


@dataclass(frozen=True)
class TeamPage:
    """One team, to be renamed."""

    team: TeamRow


@dataclass(frozen=True)
class PostsPage:
    """Posts with holders; `unheld` of them have none, and `only_unheld` says that the others are left out."""

    rows: tuple[PostDetail, ...]
    total: int
    unheld: int
    only_unheld: bool


@dataclass(frozen=True)
class PostPage:
    """One post with its history, and the day it is for the organisation."""

    post: PostHistory
    today: date


@blueprint.route("/people/teams", methods=["GET", "POST"])
@allows(Permission.PEOPLE_ADMINISTER)
def teams() -> Response:
    """The tree, and a form for a new team."""
    form = TeamForm().offer(queries.team_choices(reading()))
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                values = {"parent_id": chosen_id(form.above), "short": form.short.data}
                service.create_team(session, form.name.data, **values, actor_id=reader().person_id, at=clock.now())
            flash(_("The team %(name)s is made.", name=form.name.data))
            return redirect(url_for("people.teams"), 303)
    return page("people/teams.html", TeamsPage(queries.team_tree(reading())), form=form)


@blueprint.route("/people/teams/<int:team_id>", methods=["GET", "POST"])
@allows(Permission.PEOPLE_ADMINISTER)
def team(team_id: int) -> Response:
    """Rename a team; its short name and its place stay."""
    row = next((row for row in queries.team_tree(reading()) if row.id == team_id), None)
    if row is None:
        raise NotFound
    form = TeamNameForm(name=row.name)
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                service.rename_team(session, team_id, form.name.data, actor_id=reader().person_id, at=clock.now())
            flash(_("The team is called %(name)s now.", name=form.name.data))
            return redirect(url_for("people.teams"), 303)
    return page("people/team.html", TeamPage(row), form=form)


@blueprint.get("/people/posts")
@allows(Permission.PEOPLE_ADMINISTER)
def posts() -> Response:
    """All posts with their holders, those without one marked."""
    every, only = queries.post_list(reading(), today()), request.args.get("unheld") == "1"
    without = tuple(row for row in every if row.holder is None)
    return page("people/posts.html", PostsPage(without if only else every, len(every), len(without), only))


@blueprint.route("/people/posts/<int:post_id>", methods=["GET", "POST"])
@allows(Permission.PEOPLE_ADMINISTER)
def post(post_id: int) -> Response:
    """Who held a post, and who holds it from which day."""
    shown = queries.post_history(reading(), post_id)
    if shown is None:
        raise NotFound
    form = PostForm(since=today()).offer(queries.people_choices(reading()))
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                values = {"since": form.since.data, "actor_id": reader().person_id, "at": clock.now()}
                service.assign_post(session, post_id, chosen_id(form.holder), **values)
            flash(_("The post %(title)s is assigned.", title=shown.title))
            return redirect(url_for("people.posts"), 303)
    return page("people/post.html", PostPage(shown, today()), form=form)
