"""What waits for review, one text in review, and the decision about it."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.library import approval, rendering
from portal.library.approval import Answer, Case
from portal.library.differences import Differences, differences
from portal.library.queries import proof
from portal.library.queries import reviews as queries
from portal.library.queries.impact import Impact, Text, impact
from portal.library.reviewed import Reviewed, reviewed
from portal.library.service import approving
from portal.library.service.cases import Asked, cases_of
from portal.library.views.review_forms import DecisionForm, InviteForm, RemarkForm
from portal.library.views.room import blueprint
from portal.people import queries as people
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading, refusals, writing
from portal.web.forms import sentence_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the list: what is asked of this reader, and for how many days."""

    line: queries.Line
    lacking: int
    days: int


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """What waits for this reader: to approve, to comment on, the reader's own; and all else that is in review."""

    to_approve: tuple[Waiting, ...]
    to_comment: tuple[Waiting, ...]
    mine: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    may_approve: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One text in review, or one that was: paragraphs with remarks, what changed, whom it concerns, who decided, what is still wanted."""

    review: queries.Review
    text: Reviewed
    old: Text | None
    found: Differences | None
    impact: Impact
    rounds: tuple[queries.RoundLine, ...]
    decisions: tuple[queries.Decided, ...]
    reviewers: tuple[queries.Invited, ...]
    case: Case
    approve: str
    give_back: str
    may_write: bool
    is_approver: bool
    is_open: bool
    is_scheduled: bool
    is_through: bool
    proposed: date | None
    today: date
    invite: InviteForm
    remark: RemarkForm

    @property
    def may_decide(self) -> bool:
        """Whether the reader may approve or return it."""
        return self.is_open and not (self.approve and self.give_back)


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """What a decision would do, before it is made. `begins` None: at once; `is_last` when it takes effect by this approval."""

    review: queries.Review
    impact: Impact
    begins: date | None
    is_last: bool
    open: int


@blueprint.get("/reviews")
@allows(Permission.LIBRARY_REVIEW)
def reviews() -> Response:
    """The texts in review that concern this reader."""
    session, me, at = reading(), reader(), clock.now()
    lines = queries.open_reviews(session, me)
    cases = cases_of(session, [_asked(line) for line in lines], at=at, zone=config().zone) if lines else ()
    waiting = {line.round_id: (Waiting(line, case.lacking, (at - line.since).days), case) for line, case in zip(lines, cases, strict=True)}
    approve = {key for key, (_one, case) in waiting.items() if approval.may_approve(case, me.person_id).capacity}
    comment = {key for key, (one, _case) in waiting.items() if one.line.is_invited and not one.line.is_through}
    mine = {key for key, (_one, case) in waiting.items() if me.person_id in case.writers}
    rest = waiting.keys() - approve - comment - mine
    groups = (tuple(one for key, (one, _case) in waiting.items() if key in wanted) for wanted in (approve, comment - approve, mine, rest))
    to_approve, to_comment, own, others = groups
    return page("library/reviews.html", ReviewsPage(to_approve, to_comment, own, others, me.may(Permission.LIBRARY_APPROVE)))


@blueprint.get("/reviews/<int:revision_id>")
@allows(Permission.LIBRARY_REVIEW)
def review(revision_id: int) -> Response:
    """One text in review."""
    one = found(revision_id)
    form = DecisionForm(round=one.round.id, content_hash=one.content_hash)
    shown = review_page(one)
    form.day.data, form.begins.data = shown.proposed, "day" if shown.proposed else "now"
    return page("library/review.html", shown, form=form)


@blueprint.post("/reviews/<int:revision_id>/decision")
@allows(Permission.LIBRARY_APPROVE)
def decide_review(revision_id: int) -> Response:
    """Approve or return, after a page that says what follows."""
    one, form, verdict = found(revision_id), DecisionForm(), request.form.get("do", "")
    if form.validate_on_submit() and (verdict == "return" or not form.lacks_day()):
        with refusals(form):
            if verdict == "approve" and not request.form.get("sure"):
                return page("library/review_confirm.html", _confirmed(one, form), form=form)
            flash(_decided(one, form, verdict))
            return redirect(url_for("library.review", revision_id=revision_id), 303)
    return page("library/review.html", review_page(found(revision_id)), form=form, status=422)


def found(revision_id: int) -> queries.Review:
    """The text, if this reader may see it; NotFound for anybody else."""
    one = queries.find(reading(), reader(), revision_id)
    if one is None:
        raise NotFound
    return one


def review_page(one: queries.Review, remark: RemarkForm | None = None) -> ReviewPage:
    """Everything around a text in review."""
    session, me, at = reading(), reader(), clock.now()
    today, (case,) = clock.day_in(at, config().zone), cases_of(session, [_asked_of(one)], at=at, zone=config().zone)
    old, invited = _before(one), queries.reviewers(session, one.revision_id, one.round.id)
    may_write = me.may(Permission.LIBRARY_DRAFT)
    is_open = one.round.ended_at is None
    choices = _others(invited) if may_write and one.state in {"draft", "in_review"} else ()
    return ReviewPage(
        review=one,
        text=_text(one),
        old=old,
        found=differences(old.text, one.text) if old else None,
        impact=impact(session, me, one.code, old, Text(one.version, one.text, one.front), at=at, day=today),
        rounds=queries.rounds(session, one.revision_id),
        decisions=queries.decisions(session, one.revision_id),
        reviewers=invited,
        case=case,
        approve=_why_not(approval.may_approve(case, me.person_id)),
        give_back=_why_not(approval.may_return(case, me.person_id)),
        may_write=may_write,
        is_approver=me.may(Permission.LIBRARY_APPROVE),
        is_open=is_open,
        is_scheduled=one.state == "approved" and one.effective_from is not None and one.effective_from > at,
        is_through=any(row.person_id == me.person_id and row.is_through for row in invited),
        proposed=_proposed(one, today),
        today=today,
        invite=InviteForm().offer(choices),
        remark=remark or RemarkForm(formdata=None),
    )


def _decided(one: queries.Review, form: DecisionForm, verdict: str) -> str:
    """Decide; what to say about it."""
    by = approving.Decider(reader().person_id, clock.now(), config().zone, config().language)
    seen = {"content_hash": form.content_hash.data, "comment": form.comment.data, "by": by}
    begins = form.wished
    with writing() as session:
        if verdict == "return":
            approving.return_(session, form.round.data, **seen)
            return str(_("%(code)s is returned. Whoever wrote it reads your comment.", code=one.code))
        is_last = approving.approve(session, form.round.data, begins=begins, **seen)
    if not is_last:
        return str(_("Your approval of %(code)s %(version)s is recorded. Another one is wanted.", code=one.code, version=one.version))
    if begins is None or begins <= clock.day_in(clock.now(), config().zone):
        return str(_("%(code)s %(version)s is effective.", code=one.code, version=one.version))
    return str(_("%(code)s %(version)s is approved and takes effect on its day.", code=one.code, version=one.version))


def _confirmed(one: queries.Review, form: DecisionForm) -> ConfirmPage:
    shown = review_page(one)
    return ConfirmPage(one, shown.impact, form.wished, shown.case.lacking <= 1, shown.text.open)


def _text(one: queries.Review) -> Reviewed:
    session = reading()
    around = proof.surroundings(session, rendering.cited(one.text), language=config().language)
    shown = queries.pictures(session, one.revision_id)

    def render(text: str) -> str:
        return rendering.make(text, (), "", shown, around).html

    return reviewed(one.text, queries.remarks(session, one.revision_id), render)


def _before(one: queries.Review) -> Text | None:
    older = queries.approved_before(reading(), one.document_id, one.version)
    return Text(*older) if older else None


def _others(invited: tuple[queries.Invited, ...]) -> tuple[tuple[str, str], ...]:
    asked = {str(row.person_id) for row in invited}
    return tuple(choice for choice in people.people_choices(reading(), but=reader().person_id) if choice[0] not in asked)


def _proposed(one: queries.Review, today: date) -> date | None:
    """The day its author wishes, when it is still to come."""
    try:
        wished = date.fromisoformat(str(one.front.get("effective", "")))
    except ValueError:
        return None
    return wished if wished > today else None


def _why_not(answer: Answer) -> str:
    return "" if answer.capacity else sentence_of(answer)


def _asked(line: queries.Line) -> Asked:
    known = frozenset(key for key in (line.submitted_by, line.made_by) if key)
    return Asked(line.kind, line.post_id, line.draft_id, known, line.round_id)


def _asked_of(one: queries.Review) -> Asked:
    known = frozenset(key for key in (one.submitted_by, one.made_by) if key)
    return Asked(one.kind, one.post_id, one.draft_id, known, one.round.id)
