"""Putting a draft into review, calling it back, and taking back an approval whose day has not come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.content.front_matter import Version
from portal.errors import NotFound
from portal.files.store import FileStore
from portal.library.drafts import Place, places
from portal.library.queries import drafts
from portal.library.queries import reviews as queries
from portal.library.queries.impact import Impact, Text, impact
from portal.library.queries.problems import Request, requests_of
from portal.library.service import approving, reviews, submitting
from portal.library.views.review_forms import SubmitForm
from portal.library.views.reviews import found
from portal.library.views.room import blueprint
from portal.people import queries as people
from portal.permissions import Permission
from portal.web import allows, config, no_change_form, page, reader, reading, refusals, writing


@dataclass(frozen=True, slots=True)
class SubmitPage:
    """A draft about to be submitted: its number, whom it concerns, and what stands against it."""

    draft: drafts.DraftDetail
    version: Version
    impact: Impact
    problems: tuple[Place, ...]
    today: date
    has_requests: bool


@blueprint.route("/drafts/<int:draft_id>/submit", methods=["GET", "POST"])
@allows(Permission.LIBRARY_DRAFT)
def submit_draft(draft_id: int) -> Response:
    """Submit a draft, after a look at whom it concerns."""
    one = _draft(draft_id)
    requests = requests_of(reading(), one.document_id, draft_id)
    form = SubmitForm(seq=one.seq, requests=[request.id for request in requests if request.chosen])
    form.offer(people.people_choices(reading(), but=reader().person_id), _named(requests))
    problems: tuple[Place, ...] = ()
    if form.validate_on_submit():
        with refusals(form):
            try:
                return _submitted(one, form)
            except submitting.HasProblems as refused:
                problems = places(refused.problems, refused.source)
                raise
    return page("library/draft_submit.html", _page(one, problems, has_requests=bool(requests)), form=form)


@blueprint.post("/reviews/<int:revision_id>/call-back")
@allows(Permission.LIBRARY_DRAFT)
def call_back(revision_id: int) -> Response:
    """Take a text out of review, to change it."""
    found(revision_id)
    form = no_change_form()
    if not form.validate_on_submit():
        raise NotFound
    with writing() as session:
        draft_id = submitting.call_back(session, revision_id, actor_id=reader().person_id, at=clock.now())
    flash(_("The text is called back; its draft is open again."))
    return redirect(url_for("library.draft", draft_id=draft_id), 303)


@blueprint.post("/reviews/<int:revision_id>/void")
@allows(Permission.LIBRARY_DRAFT)
def void_approval(revision_id: int) -> Response:
    """Take back an approval whose day has not come, to change the text."""
    found(revision_id)
    by = approving.Decider(reader().person_id, clock.now(), config().zone, config().language)
    with writing() as session:
        draft_id = approving.void(session, revision_id, by=by)
    flash(_("The approval is taken back; the draft is open again and needs a new approval."))
    return redirect(url_for("library.draft", draft_id=draft_id), 303)


def _named(requests: tuple[Request, ...]) -> list[tuple[int, str]]:
    return [(request.id, f"{request.id} {request.anchor} {request.text[:100]}") for request in requests]


def _submitted(one: drafts.DraftDetail, form: SubmitForm) -> Response:
    known, me = config(), reader().person_id
    by = submitting.Submitter(me, clock.now(), known.zone, known.language, FileStore(known.home / "uploads").get)
    with writing() as session:
        version = submitting.submit(session, one.id, seq=form.seq.data, by=by, requests=form.requests.data)
        revision_id = submitting.revision_of(session, one.id)
        if form.people.data:
            reviews.invite(session, revision_id, form.people.data, actor_id=me, at=by.at)
    flash(_("%(code)s is in review as version %(version)s.", code=one.code, version=version))
    return redirect(url_for("library.review", revision_id=revision_id), 303)


def _draft(draft_id: int) -> drafts.DraftDetail:
    one = drafts.draft(reading(), draft_id)
    if one is None:
        raise NotFound
    return one


def _page(one: drafts.DraftDetail, problems: tuple[Place, ...], *, has_requests: bool) -> SubmitPage:
    session, at = reading(), clock.now()
    today = clock.day_in(at, config().zone)
    front: dict[str, Any] = {**one.front}
    older = queries.approved_before(session, one.document_id)
    old = Text(*older) if older else None
    asked = impact(session, reader(), one.code, old, Text(one.version, one.text, front), at=at, day=today)
    return SubmitPage(one, one.version, asked, problems, today, has_requests)
