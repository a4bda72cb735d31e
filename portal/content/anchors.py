"""The ids of one text: written ones as they are, those of headings made from their words, none twice and none of the page's own."""

import re
from collections.abc import Set
from typing import Final

from portal.content.wording import of_page, slug

_FOOTNOTE: Final = re.compile(r"fn(?:ref)?[0-9]+(?:-[0-9]+)?")
_ROOM: Final = 36  # of 41 characters, so that a number fits behind


def reserved(anchor: str) -> bool:
    """Whether an id belongs to the page around a text, or to the footnotes."""
    return of_page(anchor) or _FOOTNOTE.fullmatch(anchor) is not None


class Anchors:
    """The ids given so far. `explicit` are the ids written anywhere in the text, which headings without one must not take."""

    def __init__(self, explicit: Set[str]) -> None:
        self.explicit = explicit
        self.used: set[str] = set()
        self._numbers: dict[str, int] = {}

    def refusal(self, anchor: str) -> str | None:
        """The problem code of an id that cannot be given; None when it is given now."""
        if anchor in self.used:
            return "duplicate-anchor"
        if reserved(anchor):
            return "reserved-anchor"
        self.used.add(anchor)
        return None

    def of_heading(self, title: str) -> str:
        """The id of a heading without one of its own: its words, numbered from the second on, at most 41 characters."""
        made = slug(title)
        if reserved(made):
            made = f"s-{made}"[:41]
        short = made[:_ROOM].rstrip("-")
        while made in self.used or made in self.explicit:
            self._numbers[short] = self._numbers.get(short, 1) + 1
            made = f"{short}-{self._numbers[short]}"
        self.used.add(made)
        return made
