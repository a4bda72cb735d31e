"""From the row of a reading page to what its template gets."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from portal.clock import day_in
from portal.content.front_matter import Version
from portal.library.obligation import Standing, standings
from portal.library.queries.page import Coded, Facts, Found, Mine, Neighbour, Past, Post, Withdrawal, aware, moment
from portal.library.queries.page_statement import OWED, SHOWN
from portal.library.queries.readings import as_asked
from portal.library.states import State, state_of

MOMENTS = frozenset({"assigned", "effective", "joined_at", "acknowledged_at", "granted_at"})
DAYS = frozenset({"since", "until"})
OWED_COLUMNS = tuple(column.key for column in OWED.c)


def facts(found: Found) -> Facts:
    """Everything the page shows around the text, but for what the reader did."""
    shown = _shown(found)
    practices = sorted(shown.practices or ())
    cites = neighbours(shown.cites)
    return Facts(
        document_id=found.document_id,
        revision_id=found.revision_id,
        code=found.code,
        kind=found.row.kind,
        title=found.title,
        summary=shown.summary,
        version=found.version,
        state=found.state,
        since=found.since,
        until=found.day(moment(found.row.effective_until)),
        approved_on=found.day(moment(shown.approved_at)),
        in_files=bool(shown.approved_in),
        review=_day(shown.next_review) if found.state is State.EFFECTIVE else None,
        owner=Post(shown.owner, shown.owner_name or "", shown.owner_email or ""),
        approver=shown.approver,
        course=shown.course_code or "",
        phases=tuple(shown.front.get("phases", ())),
        formats=tuple(shown.front.get("formats", ())),
        practices=tuple(Coded(code, title) for _, code, title, *_ in practices),
        area=next((Coded(code, title) for *_, code, title in practices), None),
        must_read=tuple(dict.fromkeys(title for _, title in sorted(shown.must_read or ()))),
        templates=tuple(other for other in cites if other.code in shown.front.get("templates", ())),
        cited_by=neighbours(shown.cited_by),
        history=_history(shown.history, found),
        withdrawal=_withdrawal(shown, found),
    )


def mine(found: Found) -> Mine:
    """What this reader did with the Document, and what is still owed."""
    row = found.row
    read = sorted((Version(major, minor), aware(at)) for major, minor, at in _list(row.acknowledged))
    exempt = [(reason, _day(until)) for reason, until in _list(row.exempt)]
    elsewhere = row.mark_revision not in {None, found.revision_id}
    mark = moment(row.mark_at)
    return Mine(
        bookmarked=bool(row.bookmarked),
        acknowledged=read[-1] if read else None,
        due=_due(found),
        exempt=exempt[0] if exempt else None,
        last_read=(Version(row.mark_major, row.mark_minor), mark) if elsewhere and mark else None,
        was_here=None if elsewhere else mark,
    )


def _shown(found: Found) -> SimpleNamespace:
    return SimpleNamespace(**dict(zip(SHOWN, _list(found.row.shown), strict=True)))


def _list(value: Any) -> list[Any]:
    """A JSON list as one database sends it, as text, or the other, read."""
    return json.loads(value) if isinstance(value, str) else value or []


def neighbours(rows: Iterable[Sequence[Any]] | None) -> tuple[Neighbour, ...]:
    """What `page_statement.neighbours` found, by code."""
    found = {
        code: Neighbour(code, kind, title, f"{major}.{minor}", tuple(formats or ()))
        for code, kind, title, major, minor, formats in rows or ()
    }
    return tuple(found[code] for code in sorted(found))


def _history(rows: Iterable[Sequence[Any]] | None, found: Found) -> tuple[Past, ...]:
    """All Revisions this reader may open, the newest first."""
    past = []
    for key, major, minor, stored, since, until, note, transition in rows or ():
        begins, ends = moment(since), moment(until)
        state = state_of(stored, begins, ends, found.at)
        past.append(Past(key, Version(major, minor), state, found.day(begins), found.day(ends), note, transition))
    return tuple(sorted(past, key=lambda line: line.number, reverse=True))


def _withdrawal(shown: SimpleNamespace, found: Found) -> Withdrawal | None:
    on = moment(shown.withdrawn_at)
    if on is None:
        return None
    successor = next((Coded(*values) for values in shown.successor or ()), None)
    return Withdrawal(day_in(on, found.zone), shown.withdrawn_reason, successor, on <= found.at)


def _due(found: Found) -> Standing | None:
    """Where this reading stands among all that this person owes."""
    asked = [as_asked(_owed(values), found.zone) for values in _list(found.row.owed)]
    return next((s for s in standings(asked, found.today) if s.document_id == found.document_id), None)


def _owed(values: Sequence[Any]) -> Any:
    """A row of `readings.OF_ONE` that came as JSON, as if it had come by itself."""
    turned = {}
    for name, value in zip(OWED_COLUMNS, values, strict=True):
        turned[name] = moment(value) if name in MOMENTS else _day(value) if name in DAYS else value
    return SimpleNamespace(**turned)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
