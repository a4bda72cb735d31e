"""Where drafts come from: a new document, a change of an effective one, a copy, an old version. And taking a document out of effect."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.content.front_matter import Version
from portal.errors import NotFound
from portal.library.queries.today import Shown, standing_for
from portal.library.service import drafting, withdrawing
from portal.library.views.draft_forms import NewForm, WithdrawForm
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.vocabulary import queries as vocabulary
from portal.web import allows, config, page, reader, reading, refusals, writing


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form of a new document; `source` is the document it is to be a copy of, if any."""

    source: Shown | None


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """The form of a withdrawal."""

    document: Shown
    today: date


@blueprint.route("/library/new", methods=["GET", "POST"])
@allows(Permission.LIBRARY_DRAFT)
def new_document() -> Response:
    """A new document: its kind and area give the code."""
    form = _new_form()
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                draft_id = drafting.new(session, _wish(form), actor_id=reader().person_id, at=clock.now())
            return redirect(url_for("library.draft", draft_id=draft_id), 303)
    return page("library/draft_new.html", NewPage(None), form=form)


@blueprint.route("/library/<code:code>/copy", methods=["GET", "POST"])
@allows(Permission.LIBRARY_DRAFT)
def copy_document(code: str) -> Response:
    """A new document that begins with the text of this one."""
    source = _standing(code)
    form = _new_form(kind=source.kind, area=code.partition("-")[0], title=source.title)
    if form.validate_on_submit():
        with refusals(form):
            with writing() as session:
                draft_id = drafting.copy(session, code, _wish(form), actor_id=reader().person_id, at=clock.now())
            return redirect(url_for("library.draft", draft_id=draft_id), 303)
    return page("library/draft_new.html", NewPage(source), form=form)


@blueprint.post("/library/<code:code>/drafts")
@allows(Permission.LIBRARY_DRAFT)
def begin_draft(code: str) -> Response:
    """Open the draft of a document, begun now if there is none."""
    with writing() as session:
        draft_id = drafting.begin(session, code, actor_id=reader().person_id, at=clock.now())
    return redirect(url_for("library.draft", draft_id=draft_id), 303)


@blueprint.post("/library/<code:code>/versions/<version:version>/restore")
@allows(Permission.LIBRARY_DRAFT)
def restore_version(code: str, version: Version) -> Response:
    """A new draft with the text of an old or withdrawn version."""
    with writing() as session:
        draft_id = drafting.restore(session, code, version, actor_id=reader().person_id, at=clock.now())
    flash(_("This draft begins with the text of version %(version)s. Nothing changes for readers until it is approved.", version=version))
    return redirect(url_for("library.draft", draft_id=draft_id), 303)


@blueprint.route("/library/<code:code>/withdraw", methods=["GET", "POST"])
@allows(Permission.LIBRARY_DRAFT)
def withdraw_document(code: str) -> Response:
    """Take a document out of effect from a day on, with the reason and what takes its place."""
    document, at = _standing(code), clock.now()
    today = clock.day_in(at, config().zone)
    form = WithdrawForm(on=today)
    if form.validate_on_submit():
        leaving = withdrawing.Leaving(form.on.data, form.reason.data, form.successor.data)
        with refusals(form):
            with writing() as session:
                withdrawing.withdraw(session, code, leaving, today=today, zone=config().zone, actor_id=reader().person_id, at=at)
            flash(_("%(code)s is withdrawn. Its page says so, with your reason.", code=code))
            return redirect(url_for("library.document", code=code), 303)
    return page("library/withdraw.html", WithdrawPage(document, today), form=form)


def _new_form(**suggested: str) -> NewForm:
    return NewForm(**suggested).offer((area.code, area.title) for area in vocabulary.areas(reading()))


def _wish(form: NewForm) -> drafting.Wish:
    return drafting.Wish(form.area.data, form.kind.data, form.title.data)


def _standing(code: str) -> Shown:
    document = standing_for(reading(), reader(), code, clock.now())
    if document is None:
        raise NotFound
    return document
