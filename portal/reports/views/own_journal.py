"""What is recorded about oneself: one's own rows, and who looked at them and why."""

from dataclasses import dataclass, replace

from flask import request
from werkzeug.wrappers import Response

from portal import clock
from portal.paper.csv import table_csv
from portal.permissions import Permission
from portal.reports.queries import journal as queries
from portal.reports.queries.journal import PAGE, Look
from portal.reports.queries.names import Names, names_in
from portal.reports.views.journal_lines import Line, lines, scope_words, table
from portal.reports.views.room import Paging, blueprint, page_number
from portal.web import allows, config, download, page, reader, reading


@dataclass(frozen=True)
class LookLine:
    """An auditor's look at rows about this person: who, why, at what. Whom else it was about is not said."""

    look: Look
    who: str
    scope: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MyJournalPage:
    """Who looked, and the rows themselves."""

    looks: tuple[LookLine, ...]
    lines: tuple[Line, ...]
    paging: Paging


@blueprint.get("/my-journal")
@allows(Permission.JOURNAL_OWN)
def my_journal() -> Response:
    """What this person did and what was done about them, newest first."""
    session, me, number = reading(), reader(), page_number()
    facts, total = queries.own(session, me.person_id, offset=(number - 1) * PAGE)
    looks = queries.looks_at(session, me.person_id)
    people = {look.actor_id for look in looks} | {me.person_id}
    names = names_in(session, facts, people)
    seen = tuple(LookLine(look, names.people.get(look.actor_id, ""), _scope(look, names)) for look in looks)
    filters = tuple((name, value) for name, value in request.args.items() if name != "page")
    return page("reports/my_journal.html", MyJournalPage(seen, lines(facts, names, me), Paging(number, total, PAGE, filters)))


@blueprint.get("/my-journal.csv")
@allows(Permission.JOURNAL_OWN)
def my_journal_csv() -> Response:
    """The same rows as a file, all of them."""
    session, me = reading(), reader()
    facts, _total = queries.own(session, me.person_id, limit=None)
    shown = lines(facts, names_in(session, facts), me)
    day = clock.day_in(clock.now(), config().zone)
    return download(table_csv(*table(shown)), f"my-journal-{day.isoformat()}.csv", "text/csv; charset=utf-8")


def _scope(look: Look, names: Names) -> tuple[tuple[str, str], ...]:
    me = reader()
    people = (me.person_id,) if me.person_id in (look.wanted.people or ()) else None
    return scope_words(replace(look.wanted, people=people), names, me.zone)
