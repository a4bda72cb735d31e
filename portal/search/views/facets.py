"""The choices beside the results, with how many hits each would leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.content.wording import PHASES as PHASE_ORDER
from portal.search.entry import Count, Facet, slug
from portal.search.views.words import FACETS, KINDS, PHASES

SHOWN = 8
"""How many choices of one filter stand open; the others are folded away."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: `value` as it stands in an address, `label` as people read it."""

    value: str
    label: str
    hits: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A filter with its choices; those beyond the first few that are not chosen are `folded`."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    folded: tuple[Choice, ...]


def groups(facets: Sequence[Facet], filters: Mapping[str, Sequence[str]], titles: Mapping[str, str]) -> tuple[Group, ...]:
    """Every filter that has a choice, in the order of the page. What is chosen and leaves nothing is a choice too, so that it can be taken back."""
    by_name = {facet.name: facet for facet in facets}
    found = (_group(name, by_name.get(name, Facet(name, ())), filters.get(name, ()), titles) for name in FACETS)
    return tuple(group for group in found if group.choices)


def label(name: str, value: str, titles: Mapping[str, str]) -> str:
    """What a value of a filter, or its slug, is called."""
    if name == "kind":
        return str(KINDS.get(value, value))
    if name == "phase":
        return str(PHASES.get(value, value))
    if name == "area":
        return titles.get(value.upper(), value)
    if name == "practice":
        return f"{value.upper()} {titles.get(value.upper(), '')}".strip()
    return value


def _group(name: str, facet: Facet, chosen: Sequence[str], titles: Mapping[str, str]) -> Group:
    there = {slug(count.value) for count in facet.counts}
    gone = [Choice(value, label(name, value, titles), 0, True) for value in chosen if value not in there]
    choices = [*(_choice(name, count, titles) for count in facet.counts), *gone]
    if name == "phase":
        choices.sort(key=lambda choice: PHASE_ORDER.index(choice.value) if choice.value in PHASE_ORDER else len(PHASE_ORDER))
    first = [choice for place, choice in enumerate(choices) if place < SHOWN or choice.chosen]
    folded = [choice for place, choice in enumerate(choices) if place >= SHOWN and not choice.chosen]
    return Group(name, str(FACETS[name]), tuple(first), tuple(folded))


def _choice(name: str, count: Count, titles: Mapping[str, str]) -> Choice:
    return Choice(slug(count.value), label(name, count.value, titles), count.hits, count.chosen)
