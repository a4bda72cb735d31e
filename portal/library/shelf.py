"""Choosing from the list of documents by area, practice, kind and phase, and how many each choice would leave. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.content.wording import KINDS, PHASES


@dataclass(frozen=True, slots=True)
class Shelved:
    """A Document as far as it is chosen and ordered by: its area is that of its first practice; `places` are that area's and practice's."""

    code: str
    kind: str
    title: str
    revision_id: int
    since: datetime | None
    phases: tuple[str, ...]
    practices: tuple[str, ...]
    areas: tuple[str, ...]
    places: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is chosen; empty: all. `sort` is area, code, title, kind or newest."""

    area: str = ""
    practice: str = ""
    kind: str = ""
    phase: str = ""
    sort: str = ""


SORTS: Mapping[str, Callable[[Shelved], tuple[object, ...]]] = {
    "area": lambda one: (*one.places, KINDS.index(one.kind), one.code),
    "code": lambda one: (one.code,),
    "title": lambda one: (one.title.casefold(), one.code),
    "kind": lambda one: (KINDS.index(one.kind), one.code),
    "newest": lambda one: (-one.since.timestamp() if one.since else 0, one.code),
}
FACETS: Mapping[str, Callable[[Shelved], Iterable[str]]] = {
    "area": lambda one: one.areas,
    "practice": lambda one: one.practices,
    "kind": lambda one: (one.kind,),
    "phase": lambda one: one.phases,
}


def chosen(shelf: Iterable[Shelved], sought: Sought) -> tuple[Shelved, ...]:
    """What fits every choice, in the order sought: by area unless said."""
    return tuple(sorted((one for one in shelf if _fits(one, sought)), key=SORTS.get(sought.sort, SORTS["area"])))


def counts(shelf: Sequence[Shelved], sought: Sought) -> dict[str, Counter[str]]:
    """For each facet and value, how many documents would be left if that value were chosen and the other choices stayed."""
    found: dict[str, Counter[str]] = {}
    for facet, values in FACETS.items():
        rest = [one for one in shelf if _fits(one, sought, but=facet)]
        found[facet] = Counter(value for one in rest for value in set(values(one)))
    return found


def in_order(facet: str, values: Iterable[str]) -> tuple[str, ...]:
    """Kinds and phases in the order of the method, other values as they come."""
    order = {"kind": KINDS, "phase": PHASES}.get(facet, ())
    return tuple(sorted(values, key=lambda value: (order.index(value) if value in order else len(order), value)))


def _fits(one: Shelved, sought: Sought, but: str = "") -> bool:
    wanted = ((facet, getattr(sought, facet)) for facet in FACETS if facet != but)
    return all(not value or value in FACETS[facet](one) for facet, value in wanted)
