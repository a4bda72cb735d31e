"""Talking about a text in review: invitations, comments, answers, suggestions, and that one is through."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.library.paragraphs import Paragraph, split
from portal.library.queries import reviews as queries
from portal.library.service import reviews as service
from portal.library.views.review_forms import InviteForm, RemarkForm
from portal.library.views.reviews import found
from portal.library.views.room import blueprint
from portal.people import queries as people
from portal.permissions import Permission
from portal.web import allows, no_change_form, page, reader, reading, refusals, writing


@dataclass(frozen=True, slots=True)
class RemarkPage:
    """The paragraph to comment on; None for the whole."""

    review: queries.Review
    number: int
    paragraph: Paragraph | None


@blueprint.route("/reviews/<int:revision_id>/comment", methods=["GET", "POST"])
@allows(Permission.LIBRARY_REVIEW)
def comment_on_review(revision_id: int) -> Response:
    """Comment on a paragraph of the text as it is read now, or on the whole."""
    one = found(revision_id)
    number = request.args.get("paragraph", 0, type=int)
    paragraph = _paragraph(one, number)
    form = RemarkForm(suggestion=paragraph.text if paragraph else "")
    if form.validate_on_submit():
        quote, anchor = (paragraph.text, paragraph.anchor) if paragraph else ("", "")
        said = service.Said(form.text.data, quote, anchor, form.suggestion.data.replace("\r\n", "\n") if paragraph else None)
        with refusals(form):
            with writing() as session:
                service.comment(
                    session, request.args.get("round", one.round.id, type=int), said, actor_id=reader().person_id, at=clock.now()
                )
            flash(_("Your comment is saved. Whoever wrote the text is told."))
            return redirect(url_for("library.review", revision_id=revision_id, _anchor=f"p{number}" if number else "talk"), 303)
    return page("library/review_comment.html", RemarkPage(one, number, paragraph), form=form)


@blueprint.post("/comments/<int:comment_id>/answer")
@allows(Permission.LIBRARY_REVIEW)
def answer_comment(comment_id: int) -> Response:
    """Answer a comment."""
    one = _about(comment_id)
    with writing() as session:
        service.reply(session, comment_id, request.form.get("text", ""), actor_id=reader().person_id, at=clock.now())
    flash(_("Your answer is saved."))
    return _back(one, comment_id)


@blueprint.post("/comments/<int:comment_id>/<any(resolved, declined):verdict>")
@allows(Permission.LIBRARY_DRAFT)
def settle_comment(comment_id: int, verdict: str) -> Response:
    """Resolve a comment, or decline a suggestion."""
    one = _about(comment_id)
    with writing() as session:
        service.settle(session, comment_id, verdict, actor_id=reader().person_id, at=clock.now())
    flash(_("The comment is resolved.") if verdict == "resolved" else _("The suggestion is declined."))
    return _back(one, comment_id)


@blueprint.post("/comments/<int:comment_id>/accept")
@allows(Permission.LIBRARY_DRAFT)
def accept_suggestion(comment_id: int) -> Response:
    """Put suggested words into the draft, calling the text back for that if it is in review."""
    one = _about(comment_id)
    with writing() as session:
        service.accept(session, comment_id, actor_id=reader().person_id, at=clock.now())
    flash(_("The suggested words are in the draft. Submit it again when it is ready."))
    return _back(one, comment_id)


@blueprint.post("/reviews/<int:revision_id>/reviewers")
@allows(Permission.LIBRARY_DRAFT)
def invite_reviewers(revision_id: int) -> Response:
    """Ask people for a review."""
    found(revision_id)
    form = InviteForm().offer(people.people_choices(reading()))
    if not form.validate_on_submit():
        flash(_("Nobody was invited: choose somebody from the list."), "warn")
        return redirect(url_for("library.review", revision_id=revision_id, _anchor="reviewers"), 303)
    with writing() as session:
        service.invite(session, revision_id, form.people.data, actor_id=reader().person_id, at=clock.now())
    flash(_("They are invited and told."))
    return redirect(url_for("library.review", revision_id=revision_id, _anchor="reviewers"), 303)


@blueprint.post("/reviews/<int:revision_id>/through")
@allows(Permission.LIBRARY_REVIEW)
def finish_review(revision_id: int) -> Response:
    """The reader has said what there is to say about this round."""
    one, form = found(revision_id), no_change_form()
    if not form.validate_on_submit():
        raise NotFound
    with writing() as session:
        service.done(session, one.round.id, actor_id=reader().person_id, at=clock.now())
    flash(_("Noted: you are through with %(code)s.", code=one.code))
    return redirect(url_for("library.reviews"), 303)


def _paragraph(one: queries.Review, number: int) -> Paragraph | None:
    paragraphs = split(one.text)
    if not 0 <= number <= len(paragraphs):
        raise NotFound
    return paragraphs[number - 1] if number else None


def _about(comment_id: int) -> queries.Review:
    revision_id = queries.revision_of(reading(), comment_id)
    if revision_id is None:
        raise NotFound
    return found(revision_id)


def _back(one: queries.Review, comment_id: int) -> Response:
    return redirect(url_for("library.review", revision_id=one.revision_id, _anchor=f"c{comment_id}"), 303)
