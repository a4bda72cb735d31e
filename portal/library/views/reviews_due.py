"""Periodic review: what the holders of posts are to look at again, and saying how it ended."""

from dataclasses import asdict, dataclass
from datetime import date

from flask import flash, redirect, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotAllowed, NotFound
from portal.library.forms import ReviewForm
from portal.library.queries import looked_at as queries
from portal.library.service import reviewing as service
from portal.library.views.room import blueprint
from portal.library.views.tables import PAGE, Paging, asked, paging, table_file
from portal.paper.cells import Value
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading, refusals, writing

SHOWS = ("soon", "overdue", "all")


@dataclass(frozen=True)
class ReviewsDuePage:
    """One page of the documents to look at again, with its filters."""

    sought: queries.SoughtReviews
    rows: tuple[queries.ToReview, ...]
    paging: Paging
    today: date
    shows: tuple[str, ...] = SHOWS

    @property
    def sort(self) -> str:
        """The column the rows are ordered by."""
        return self.sought.sort

    def query(self, **more: object) -> dict[str, object]:
        """The filters as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value and (name, value) != ("show", "soon")}


@dataclass(frozen=True)
class PeriodicReviewsPage:
    """The reviews of one document; `may_draft` leads on to its next version."""

    document: queries.ToReview
    past: tuple[queries.PastReview, ...]
    today: date
    may_draft: bool


@blueprint.get("/library/reviews-due")
@allows(Permission.LIBRARY_CONFIRM)
def reviews_due() -> Response:
    """What is to be looked at again."""
    session, me, sought, at, zone = reading(), reader(), _sought(), clock.now(), config().zone
    where = paging(queries.count(session, me, sought, at, zone=zone))
    rows = queries.to_review(session, me, sought, at, zone=zone, offset=where.offset, limit=PAGE)
    return page("library/reviews_due.html", ReviewsDuePage(sought, rows, where, clock.day_in(at, zone)))


@blueprint.get("/library/reviews-due.<any(csv, xlsx):ending>")
@allows(Permission.LIBRARY_CONFIRM)
def reviews_due_file(ending: str) -> Response:
    """The same as a file."""
    at, zone = clock.now(), config().zone
    rows = queries.to_review(reading(), reader(), _sought(), at, zone=zone)
    header = [_("Code"), _("Title"), _("Version"), _("Owner"), _("Held by"), _("Next review"), _("Days overdue"), _("Last review"),
              _("Problems and requests waiting")]  # fmt: skip
    today = clock.day_in(at, zone)
    return table_file(ending, "reviews-due", _("Reviews due"), header, [_line(row, today) for row in rows])


@blueprint.route("/library/<code:code>/reviews", methods=["GET", "POST"])
@allows(Permission.LIBRARY_READ)
def periodic_reviews(code: str) -> Response:
    """The reviews of one document; whoever owns it says here how this one ended."""
    at, zone = clock.now(), config().zone
    document = queries.one_to_review(reading(), reader(), code, at, zone=zone)
    if document is None:
        raise NotFound
    form = ReviewForm(version=document.version)
    if form.validate_on_submit():
        if not document.may_confirm:
            raise NotAllowed
        with refusals(form):
            flash(_confirm(code, form) if form.outcome.data == "unchanged" else _ask(code, form))
            return redirect(url_for("library.periodic_reviews", code=code), 303)
    form.version.data = document.version
    may_draft = reader().may(Permission.LIBRARY_DRAFT)
    past = queries.past_reviews(reading(), document.document_id)
    return page("library/periodic_reviews.html", PeriodicReviewsPage(document, past, clock.day_in(at, zone), may_draft), form=form)


def _confirm(code: str, form: ReviewForm) -> str:
    at = clock.now()
    said = {"note": form.note.data, "next_review": form.next_review.data, "version": form.version.data}
    with writing() as session:
        day = service.confirm_review(session, code, on=clock.day_in(at, config().zone), at=at, actor_id=reader().person_id, **said)
    return str(_("The review is recorded. %(code)s is looked at again on %(day)s.", code=code, day=format_date(day, "d MMM y")))


def _ask(code: str, form: ReviewForm) -> str:
    said = {"note": form.note.data, "version": form.version.data}
    with writing() as session:
        number = service.ask_for_new_version(session, code, at=clock.now(), actor_id=reader().person_id, **said)
    return str(_("Request %(number)s waits for the next version of %(code)s.", number=number, code=code))


def _sought() -> queries.SoughtReviews:
    show, sort = asked("show") or "soon", asked("sort")
    return queries.SoughtReviews(show if show in SHOWS else "soon", asked("text"), sort if sort.removeprefix("-") in queries.SORTS else "")


def _line(row: queries.ToReview, today: date) -> list[Value]:
    return [row.code, row.title, row.version, row.owner, row.holder or _("unheld"), row.next_review, row.days_overdue(today), row.last,
            row.waiting]  # fmt: skip
