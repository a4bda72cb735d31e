"""From the row of a reading page to what its template gets."""

from collections.abc import Iterable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from portal.clock import day_in
from portal.content.front_matter import Version
from portal.library.obligation import Standing, standings
from portal.library.queries.page import Coded, Facts, Found, Mine, Neighbour, Past, Post, Withdrawal, aware, moment
from portal.library.queries.page_statement import OWED
from portal.library.queries.readings import as_asked
from portal.library.states import state_of

MOMENTS = frozenset({"assigned", "effective", "joined_at", "acknowledged_at", "granted_at"})
DAYS = frozenset({"since", "until"})
OWED_COLUMNS = tuple(column.key for column in OWED.c)


def facts(found: Found) -> Facts:
    """Everything the page shows around the text."""
    row = found.answer.values()
    practices = sorted(row.practices or ())
    cites = neighbours(row.cites)
    return Facts(
        document_id=row.document_id,
        revision_id=row.id,
        code=row.code,
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        version=Version(row.major, row.minor),
        state=state_of(row.state, row.effective_from, row.effective_until, found.at),
        since=found.day(row.effective_from),
        until=found.day(row.effective_until),
        approved_on=found.day(row.approved_at),
        review=row.next_review,
        owner=Post(row.owner, row.owner_name or "", row.owner_email or ""),
        approver=Post(row.approver, row.approver_name or "", ""),
        course=row.course_code or "",
        phases=tuple(row.front.get("phases", ())),
        formats=tuple(row.front.get("formats", ())),
        practices=tuple(Coded(code, title) for _, code, title, *_ in practices),
        area=next((Coded(code, title) for *_, code, title in practices), None),
        must_read=tuple(dict.fromkeys(title for _, title in sorted(row.must_read or ()))),
        templates=tuple(other for other in cites if other.code in row.front.get("templates", ())),
        cited_by=neighbours(row.cited_by),
        history=_history(row.history, found),
        withdrawal=_withdrawal(row, found),
        mine=_mine(row, found),
    )


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


def _withdrawal(row: SimpleNamespace, found: Found) -> Withdrawal | None:
    if row.withdrawn_at is None:
        return None
    successor = next((Coded(*values) for values in row.successor or ()), None)
    return Withdrawal(day_in(row.withdrawn_at, found.zone), row.withdrawn_reason, successor, row.withdrawn_at <= found.at)


def _mine(row: SimpleNamespace, found: Found) -> Mine:
    read = sorted((Version(major, minor), aware(at)) for major, minor, at in row.acknowledged or ())
    exempt = [(reason, _day(until)) for reason, until in row.exempt or ()]
    elsewhere = row.mark_revision not in {None, row.id}
    return Mine(
        bookmarked=bool(row.bookmarked),
        acknowledged=read[-1] if read else None,
        due=_due(row, found),
        exempt=exempt[0] if exempt else None,
        last_read=(Version(row.mark_major, row.mark_minor), row.mark_at) if elsewhere else None,
        was_here=None if elsewhere else row.mark_at,
    )


def _due(row: SimpleNamespace, found: Found) -> Standing | None:
    """Where this reading stands among all that this person owes."""
    asked = [as_asked(_owed(values), found.zone) for values in row.owed or ()]
    return next((s for s in standings(asked, found.today) if s.document_id == row.document_id), None)


def _owed(values: Sequence[Any]) -> Any:
    """A row of `readings.OF_ONE` that came as JSON, as if it had come by itself."""
    turned = {}
    for name, value in zip(OWED_COLUMNS, values, strict=True):
        turned[name] = moment(value) if name in MOMENTS else _day(value) if name in DAYS else value
    return SimpleNamespace(**turned)


def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
