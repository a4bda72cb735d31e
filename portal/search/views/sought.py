"""What an address of the search page asks for, and the addresses that ask for nearly the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request

from portal.search.entry import slug
from portal.search.query import parse
from portal.search.views.words import FACETS

LONGEST = 300
"""Characters of a question; the box takes no more."""
LAST_PAGE = 1_000_000
FORMER = "former"


@dataclass(frozen=True, slots=True)
class Sought:
    """A question. `text`: as typed. `words`: without the filters typed in it. `filters`: slugs by filter, those typed and those chosen.

    `former`: look in versions that have ended too. `number`: which page of the results.
    """

    text: str
    words: str
    filters: Mapping[str, tuple[str, ...]]
    former: bool
    number: int

    def address(self, **more: object) -> dict[str, object]:
        """The question as parts of an address, without the empty ones, some of them replaced: `address(page=2)`. Every typed filter is a part."""
        parts = {"q": self.words, **self.filters, FORMER: "1" if self.former else "", **more}
        return {name: value for name, value in parts.items() if value}

    def unfiltered(self) -> dict[str, object]:
        """The parts of the same question without filters."""
        return self.address(**dict.fromkeys(self.filters, ()))

    def without(self, name: str, value: str) -> dict[str, object]:
        """The parts of the same question with one filter less."""
        return self.address(**{name: tuple(one for one in self.filters.get(name, ()) if one != value)})

    @property
    def count(self) -> int:
        """How many filters are on."""
        return sum(map(len, self.filters.values()))


def asked() -> Sought:
    """What this request asks for; nothing that may stand in an address is an error."""
    text = " ".join(request.args.get("q", "")[:LONGEST].split())
    chosen = {name: [value for value in request.args.getlist(name) if slug(value)] for name in FACETS}
    question = parse(text, chosen)
    filters = {name: tuple(sorted(question.filters[name] - {""})) for name in FACETS if question.filters.get(name, frozenset()) - {""}}
    number = min(LAST_PAGE, max(1, request.args.get("page", 1, type=int)))
    return Sought(text, " ".join(question.text.split()), filters, request.args.get(FORMER) == "1", number)
