"""Journal rows as lines of a page or a file: who, what, to which object, from what to what, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.paper.cells import Value
from portal.permissions import Permission, Reader
from portal.reports.queries.journal import Fact, Wanted
from portal.reports.queries.names import Names
from portal.reports.views.journal_words import ACTIONS, FIELDS, KINDS, SILENT
from portal.web.words import day


@dataclass(frozen=True, slots=True)
class Change:
    """One value: what it was (empty when it was not there) and what it became (empty when it ceased)."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        """On one line."""
        return f"{self.label}: " + " → ".join(filter(None, (self.before, self.after)))


@dataclass(frozen=True, slots=True)
class Line:
    """One row in words; `url` is empty where the reader has no page of the object."""

    id: int
    at: datetime
    who: str
    action: str
    kind: str
    object: str
    url: str
    changes: tuple[Change, ...]


def lines(facts: Iterable[Fact], names: Names, reader: Reader) -> tuple[Line, ...]:
    """The rows in words for this reader."""
    return tuple(
        Line(
            id=fact.id,
            at=fact.at,
            who=_who(fact, names),
            action=str(ACTIONS.get(fact.action, fact.action)),
            kind=str(KINDS.get(fact.kind, fact.kind)),
            object=_object(fact, names),
            url=_url(fact, reader),
            changes=tuple(_changes(fact, names)),
        )
        for fact in facts
    )


def table(shown: Iterable[Line]) -> tuple[list[str], list[list[Value]]]:
    """The lines as a file's header and rows, times in UTC."""
    head = [_("When (UTC)"), _("Who"), _("What"), _("Kind"), _("Object"), _("Details")]
    body: list[list[Value]] = [
        [line.at.astimezone(UTC), line.who, line.action, line.kind, line.object, "; ".join(map(str, line.changes))] for line in shown
    ]
    return head, body


def scope_words(wanted: Wanted, names: Names, zone: str) -> tuple[tuple[str, str], ...]:
    """Which rows a look covers, as labels with words; empty for all of them."""
    since = clock.day_in(wanted.since, zone) if wanted.since else None
    until = clock.day_in(wanted.until, zone) - timedelta(days=1) if wanted.until else None
    nobody = _("nobody") if wanted.people is not None else ""
    said = {
        _("Kind of object"): str(KINDS.get(wanted.kind, "")),
        _("Code or number"): wanted.key,
        _("People"): ", ".join(names.people.get(one, f"#{one}") for one in wanted.people or ()) or nobody,
        _("From"): day(since) if since else "",
        _("Until"): day(until) if until else "",
    }
    return tuple((label, words) for label, words in said.items() if words)


def _who(fact: Fact, names: Names) -> str:
    if fact.veiled:
        return str(_("A reader"))
    return names.people.get(fact.actor_id, _("Somebody unknown")) if fact.actor_id else _("The system")


def _object(fact: Fact, names: Names) -> str:
    known = {"person": names.people, "team": names.teams, "post": names.posts}.get(fact.kind)
    if known is not None and fact.key.isdigit():
        return known.get(int(fact.key), f"#{fact.key}")
    if fact.kind == "problem":
        return str(_("Problem %(number)s", number=fact.key))
    return str(KINDS[fact.kind]) if fact.kind in {"journal", "vocabulary"} else fact.key


def _url(fact: Fact, reader: Reader) -> str:
    if fact.kind == "document":
        return url_for("library.document", code=fact.key.lower())
    if fact.kind == "problem" and reader.may(Permission.LIBRARY_PROBLEMS):
        return url_for("library.problem", problem_id=int(fact.key))
    if fact.kind == "vocabulary":
        return url_for("reports.practices")
    if fact.kind in {"person", "team", "post"} and reader.may(Permission.PEOPLE_ADMINISTER):
        values: dict[str, Any] = {f"{fact.kind}_id": int(fact.key)}
        return url_for(f"people.{fact.kind}", **values)
    return ""


def _changes(fact: Fact, names: Names) -> Iterable[Change]:
    before, after = fact.before or {}, fact.after or {}
    for field in dict.fromkeys([*before, *after]):
        pair = before.get(field), after.get(field)
        if field in SILENT or pair[0] == pair[1] or not any(pair):
            continue
        label, say = FIELDS.get(field, (field, lambda value, _names: str(value)))
        was, became = (say(values[field], names) if field in values else "" for values in (before, after))
        yield Change(str(label), was, became)
