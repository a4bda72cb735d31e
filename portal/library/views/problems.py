"""Reporting a problem with a paragraph, the queue of those who answer, and one problem with its answer."""

from dataclasses import asdict, dataclass
from datetime import date

from flask import flash, redirect, url_for
from flask_babel import format_date, to_user_timezone
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.content.front_matter import Version
from portal.errors import NotAllowed, NotFound
from portal.library.forms import AnswerForm, ReportForm
from portal.library.obligation import answer_by
from portal.library.queries import problems as queries
from portal.library.queries.today import Shown, standing_for, version_for
from portal.library.service import problems as service
from portal.library.views.room import blueprint
from portal.library.views.tables import PAGE, Paging, asked, paging, table_file
from portal.library.views.words import PROBLEM_STATES
from portal.paper.cells import Value
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading, refusals, writing

STATES = (*queries.STATES, "all")


@dataclass(frozen=True)
class ReportPage:
    """The Revision a report is about and the words at its anchor; `lost` when the anchor asked for is not in it."""

    document: Shown
    anchor: str
    quote: str
    lost: str


@dataclass(frozen=True)
class ProblemsPage:
    """One page of the queue with its filters."""

    sought: queries.SoughtProblems
    rows: tuple[queries.Problem, ...]
    paging: Paging
    today: date
    states: tuple[str, ...] = STATES

    @property
    def sort(self) -> str:
        """The column the rows are ordered by."""
        return self.sought.sort

    def query(self, **more: object) -> dict[str, object]:
        """The filters as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value and (name, value) != ("state", "open")}


@dataclass(frozen=True)
class ProblemPage:
    """One problem as its reporter or somebody who may answer sees it."""

    detail: queries.ProblemDetail
    today: date
    is_mine: bool


@blueprint.route("/library/<code:code>/problems/new", methods=["GET", "POST"])
@allows(Permission.LIBRARY_REPORT)
def report_problem(code: str) -> Response:
    """Say what is wrong with a paragraph, or with the whole."""
    form = ReportForm(version="", anchor=asked("anchor", 60))
    document = _reported(code, form.version.data)
    form.version.data = document.version
    if form.validate_on_submit():
        version, at = Version.parse(document.version), clock.now()
        with writing() as session:
            place = {"anchor": form.anchor.data or "", "text": form.text.data, "proposal": form.proposal.data, "at": at}
            number = service.report(session, reader(), code, version.major, version.minor, **place, zone=config().zone)
        by = format_date(answer_by(clock.day_in(at, config().zone)), "d MMM y")
        flash(
            _(
                "Your report has number %(number)s. The owner answers by %(day)s; the answer stands under My readings.",
                number=number,
                day=by,
            )
        )
        return redirect(url_for("library.document", code=code, _anchor=form.anchor.data or None), 303)
    wanted = form.anchor.data or ""
    anchor, quote = queries.quote_of(reading(), document.revision_id, wanted)
    return page("library/report_problem.html", ReportPage(document, anchor, quote, "" if anchor else wanted), form=form)


@blueprint.get("/problems")
@allows(Permission.LIBRARY_PROBLEMS)
def problems() -> Response:
    """The problems this reader may answer."""
    session, me, sought, at, zone = reading(), reader(), _sought(), clock.now(), config().zone
    where = paging(queries.count(session, me, sought, at, zone=zone))
    rows = queries.queue(session, me, sought, at, zone=zone, offset=where.offset, limit=PAGE)
    return page("library/problems.html", ProblemsPage(sought, rows, where, clock.day_in(at, zone)))


@blueprint.get("/problems.<any(csv, xlsx):ending>")
@allows(Permission.LIBRARY_PROBLEMS)
def problems_file(ending: str) -> Response:
    """The queue as a file, without the names of those who reported."""
    rows = queries.queue(reading(), reader(), _sought(), clock.now(), zone=config().zone)
    header = [_("Number"), _("Code"), _("Title"), _("Version"), _("Place"), _("Report"), _("Proposal"), _("Reported"),
              _("Answer by"), _("Owner"), _("State"), _("Answer"), _("Answered"), _("Settled in version")]  # fmt: skip
    return table_file(ending, "problems", _("Reported problems"), header, [_line(row) for row in rows])


@blueprint.route("/problems/<int:problem_id>", methods=["GET", "POST"])
@allows(Permission.LIBRARY_REPORT)
def problem(problem_id: int) -> Response:
    """One problem; those who may answer it answer here."""
    detail = _detail(problem_id)
    form = AnswerForm(seen=detail.problem.state)
    if form.validate_on_submit():
        if not detail.may_answer:
            raise NotAllowed
        with refusals(form):
            _answer(problem_id, form)
            words = {"number": problem_id, "name": detail.problem.reporter}
            flash(_("Problem %(number)s is answered. %(name)s reads the answer under My readings.", **words))
            return redirect(url_for("library.problems"), 303)
    if form.errors:
        detail = _detail(problem_id)
        form.seen.data = detail.problem.state
    today = clock.day_in(clock.now(), config().zone)
    return page("library/problem.html", ProblemPage(detail, today, detail.problem.by_id == reader().person_id), form=form)


def _answer(problem_id: int, form: AnswerForm) -> None:
    said = {"verdict": form.verdict.data, "seen": form.seen.data}
    with writing() as session:
        service.answer(session, problem_id, form.answer.data, actor_id=reader().person_id, at=clock.now(), **said)


def _reported(code: str, version: str) -> Shown:
    """The Revision a report is about: the one the form was opened on, else the one that stands for the Document."""
    session, me, at = reading(), reader(), clock.now()
    try:
        document = version_for(session, me, code, Version.parse(version), at) if version else standing_for(session, me, code, at)
    except ValueError:
        document = None
    if document is None or document.effective_from is None or document.effective_from > at:
        raise NotFound
    return document


def _detail(problem_id: int) -> queries.ProblemDetail:
    detail = queries.problem(reading(), reader(), problem_id, clock.now(), zone=config().zone)
    if detail is None:
        raise NotFound
    return detail


def _sought() -> queries.SoughtProblems:
    state, sort = asked("state") or "open", asked("sort")
    known = sort.removeprefix("-") in queries.SORTS
    return queries.SoughtProblems(state if state in STATES else "open", asked("text"), sort if known else "")


def _line(row: queries.Problem) -> list[Value]:
    reported, answered = to_user_timezone(row.at), row.answered_at and to_user_timezone(row.answered_at)
    return [
        row.id, row.code, row.title, row.version, row.anchor, row.text, row.proposal, reported, row.answer_by, row.owner,
        str(PROBLEM_STATES[row.state]), row.answer, answered, row.settled_in,
    ]  # fmt: skip
