"""The journal: what the roles of a person open of it, and for an auditor all of it against a written reason."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.paper.csv import table_csv
from portal.permissions import Permission
from portal.reports import policy, service
from portal.reports.forms import LookForm, ScopeForm
from portal.reports.queries import journal as queries
from portal.reports.queries.journal import PAGE, Look, Wanted
from portal.reports.queries.names import names_in
from portal.reports.views.journal_lines import Line, lines, scope_words, table
from portal.reports.views.journal_words import KINDS
from portal.reports.views.room import Paging, blueprint, page_number
from portal.web import allows, config, download, page, reader, reading, writing

NOTHING = Wanted(people=())


@dataclass(frozen=True)
class JournalPage:
    """Lines of the journal. `look` is the auditor's look that opened it, with its scope in words; without one `may_look` offers the form.

    `stale`: the address names a look that does not count any more. `blind`: nothing is open without a reason.
    """

    lines: tuple[Line, ...]
    paging: Paging
    look: Look | None
    scope: tuple[tuple[str, str], ...]
    may_look: bool
    stale: bool
    blind: bool
    scope_form: ScopeForm
    look_form: LookForm


@blueprint.get("/journal")
@allows(Permission.JOURNAL_READ)
def journal() -> Response:
    """What this person may see of the journal, newest first."""
    return _journal_page(_look_form(None))


@blueprint.post("/journal/looks")
@allows(Permission.JOURNAL_AUDIT)
def look() -> Response:
    """Record an auditor's reason and whom the rows are about, then open them."""
    if not policy.may_audit(reader()):
        raise NotFound
    form = _look_form(request.form)
    if not form.validate():
        return _journal_page(form)
    session, me = reading(), reader().person_id
    wanted = replace(_wanted(form), up_to=queries.newest(session))
    concerned = queries.concerned(session, wanted)
    with writing() as session:
        service.look_into(session, form.reason.data, _scope(wanted), concerned, actor_id=me, at=clock.now())
        look_id = queries.latest_look(session, me)
    return redirect(url_for("reports.journal", look=look_id), 303)


@blueprint.get("/journal.csv")
@allows(Permission.JOURNAL_READ)
def journal_csv() -> Response:
    """The same rows as a file, all of them."""
    session, me, seen = reading(), reader(), _look()
    sight = policy.EVERYTHING if seen else policy.sight(me)
    form = _scope_form(sight)
    wanted = seen.wanted if seen else _wanted(form) if form.validate() else NOTHING
    facts, _total = queries.facts(session, sight, wanted, limit=None)
    shown = lines(facts, names_in(session, facts), me)
    return download(table_csv(*table(shown)), f"journal-{_today().isoformat()}.csv", "text/csv; charset=utf-8")


def _journal_page(look_form: LookForm) -> Response:
    session, me, seen = reading(), reader(), _look()
    sight = policy.EVERYTHING if seen else policy.sight(me)
    form = _scope_form(sight)
    wanted = seen.wanted if seen else _wanted(form) if form.validate() else NOTHING
    number = page_number()
    facts, total = queries.facts(session, sight, wanted, offset=(number - 1) * PAGE)
    names = names_in(session, facts, wanted.people or ())
    filters = tuple((name, value) for name, value in request.args.items() if name != "page")
    shown = JournalPage(
        lines=lines(facts, names, me),
        paging=Paging(number, total, PAGE, filters),
        look=seen,
        scope=scope_words(seen.wanted, names, me.zone) if seen else (),
        may_look=policy.may_audit(me) and seen is None,
        stale=seen is None and "look" in request.args,
        blind=sight.is_blind,
        scope_form=form,
        look_form=look_form,
    )
    return page("reports/journal.html", shown, form=look_form if look_form.errors else form)


def _look() -> Look | None:
    """The look this address names, when it is this auditor's own and still counts."""
    look_id = request.args.get("look", type=int)
    if look_id is None or not policy.may_audit(reader()):
        return None
    return queries.look(reading(), look_id, reader().person_id, clock.now())


def _scope_form(sight: policy.Sight) -> ScopeForm:
    kinds = {kind: words for kind, words in KINDS.items() if sight.kinds is None or kind in sight.kinds}
    return ScopeForm(request.args).offer(kinds)


def _look_form(sent: Any) -> LookForm:
    form = LookForm(sent, prefix="look")
    form.offer(KINDS)
    return form


def _wanted(form: ScopeForm) -> Wanted:
    zone = reader().zone
    since, until = form.since.data, form.until.data
    return Wanted(
        kind=form.kind.data or "",
        key=form.key.data or "",
        people=queries.named_people(reading(), form.person.data) if form.person.data else None,
        since=clock.midnight(since, zone) if since else None,
        until=clock.midnight(until + timedelta(days=1), zone) if until else None,
    )


def _scope(wanted: Wanted) -> dict[str, Any]:
    """What a look covers, as the journal keeps it: codes, ids and moments."""
    return {
        "kind": wanted.kind,
        "key": wanted.key,
        "people": None if wanted.people is None else list(wanted.people),
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "up_to": wanted.up_to,
    }


def _today() -> date:
    return clock.day_in(clock.now(), config().zone)
