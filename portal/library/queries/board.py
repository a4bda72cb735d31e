"""The boards of required reading: readings counted by document, by team and by person. Which readings may be counted is the caller's to ask."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from portal.library.obligation import State, Tally, tally
from portal.library.queries.readings import OwedReading

BY = ("document", "team", "person")
SORTS: Mapping[str, Callable[["BoardRow"], Any]] = {
    "title": lambda row: (row.title.casefold(), row.key),
    "kind": lambda row: (row.kind, row.key),
    "team": lambda row: (row.team_name.casefold(), row.title.casefold(), row.key),
    "must": lambda row: row.figure("must"),
    "read": lambda row: row.figure("read"),
    "share": lambda row: row.figure("share"),
    "outstanding": lambda row: row.figure("outstanding"),
    "overdue": lambda row: row.figure("overdue"),
    "exempt": lambda row: row.figure("exempt"),
    "days": lambda row: row.figure("days"),
    "briefed": lambda row: row.briefed,
}
URGENCY = (State.OVERDUE, State.OWED, State.LATER, State.EXEMPT, State.DONE)
READER_SORTS: Mapping[str, Callable[[OwedReading], Any]] = {
    "name": lambda r: (r.person_name.casefold(), r.person_id),
    "team": lambda r: (r.team_name.casefold(), r.person_name.casefold(), r.person_id),
    "because": lambda r: (r.because.casefold(), r.person_name.casefold()),
    "state": lambda r: (URGENCY.index(r.state), r.standing.due, r.person_name.casefold()),
    "due": lambda r: (r.standing.due, r.person_name.casefold()),
    "days": lambda r: -1 if r.standing.days is None else r.standing.days,
}
OVERDUE_SORTS: Mapping[str, Callable[[OwedReading], Any]] = {
    "name": READER_SORTS["name"],
    "team": READER_SORTS["team"],
    "document": lambda r: (r.code, r.person_name.casefold()),
    "due": READER_SORTS["due"],
}


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One group: a document (`key` its code), a team (its path) or a person (their id).

    `hidden` when the figures are made from fewer than five people and the reader may not see each of them. `briefed`: people without an
    account who were briefed; they are in none of the other figures.
    """

    key: str
    title: str
    kind: str
    version: str
    team_name: str
    tally: Tally
    hidden: bool = False
    briefed: int = 0

    def figure(self, name: str) -> float:
        """A figure of the tally to sort by; -1 where there is none, or none to be seen."""
        value = None if self.hidden else getattr(self.tally, name)
        return -1 if value is None else float(value)


def board(
    readings: Iterable[OwedReading], by: str, *, hide_small: bool, briefed: Mapping[str, int] = MappingProxyType({})
) -> tuple[BoardRow, ...]:
    """One row a group, in the order of the codes or names. `briefed`: people without an account by the row's key."""
    groups: dict[str, list[OwedReading]] = defaultdict(list)
    for reading in readings:
        groups[_key(reading, by)].append(reading)
    rows = (replace(_row(key, by, group, hide_small=hide_small), briefed=briefed.get(key, 0)) for key, group in groups.items())
    return tuple(sorted(rows, key=lambda row: (row.key if by == "document" else row.title.casefold(), row.key)))


def ordered(rows: Sequence[Any], sort: str, sorts: Mapping[str, Callable[[Any], Any]]) -> tuple[Any, ...]:
    """The rows by a column, from the top down with a `-` before its name; as they are when there is no such column."""
    key = sorts.get(sort.removeprefix("-"))
    return tuple(rows) if key is None else tuple(sorted(rows, key=key, reverse=sort.startswith("-")))


def _key(reading: OwedReading, by: str) -> str:
    match by:
        case "team":
            return reading.team_path
        case "person":
            return str(reading.person_id)
        case _:
            return reading.code


def _row(key: str, by: str, group: Sequence[OwedReading], *, hide_small: bool) -> BoardRow:
    first = group[0]
    title = {"team": first.team_name, "person": first.person_name}.get(by, first.title)
    kind, version = (first.kind, first.version) if by == "document" else ("", "")
    counted = tally([reading.standing for reading in group])
    return BoardRow(key, title, kind, version, first.team_name, counted, hidden=hide_small and counted.is_small)
