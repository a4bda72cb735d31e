"""Marks glossary terms in plain text: the first use in a section becomes a link to the glossary with its definition.

All terms are one regular expression shaped like a tree, compiled once, so that a thousand texts stay fast.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from portal.content.vocabulary_file import GlossaryTerm
from portal.content.wording import slug


@dataclass(frozen=True, slots=True)
class Term:
    """A word to mark, other words for it, the definition shown and the address of its place in the glossary."""

    term: str
    also: tuple[str, ...]
    definition: str
    href: str


class TermIndex:
    """Finds terms in a text. Longest first; whole words, hyphens included; capitals count only for abbreviations; a plural s is allowed."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._by_word: dict[str, Term] = {}
        for term in reversed(terms):  # of two terms with one word, the first wins
            for word in (*term.also, term.term):
                if key := _key(word):
                    self._by_word[key] = term
        abbreviations = [key for key in self._by_word if key.isupper()]
        words = [key for key in self._by_word if not key.isupper()]
        alternatives = [_tree(words, any_case=True), _tree(abbreviations, any_case=False)]
        inside = "|".join(f"({tree})s?" for tree in alternatives if tree)
        self._pattern = re.compile(rf"(?<![\w-])(?:{inside})(?![\w-])") if inside else None

    def mark(self, text: str, seen: set[str]) -> str:
        """The text as HTML. Terms whose address is in `seen` stay plain; those marked are added to it."""
        if self._pattern is None:
            return escape(text)
        made: list[str] = []
        end = 0
        for match in self._pattern.finditer(text):
            term = self._by_word[_key(match[match.lastindex or 0])]
            if term.href in seen:
                continue
            seen.add(term.href)
            attributes = f'class="term" href="{escape(term.href)}" title="{escape(term.definition)}"'
            made.append(f"{escape(text[end : match.start()])}<a {attributes}>{escape(match[0])}</a>")
            end = match.end()
        made.append(escape(text[end:]))
        return "".join(made)


@lru_cache(maxsize=4)
def index_of(terms: tuple[Term, ...]) -> TermIndex:
    """The index of these terms, compiled once."""
    return TermIndex(terms)


def from_glossary(glossary: Iterable[GlossaryTerm], address: str = "/glossary") -> tuple[Term, ...]:
    """The terms of a glossary file, each at `address#slug`."""
    return tuple(Term(entry.term, entry.also, entry.definition, f"{address}#{slug(entry.term)}") for entry in glossary)


def _key(word: str) -> str:
    flat = " ".join(word.split())
    return flat if flat.isupper() and len(flat) > 1 else flat.lower()


def _tree(words: Iterable[str], *, any_case: bool) -> str:
    """One expression that matches any of the words, the longest where several do."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]  # a tree of trees
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root, any_case) if root else ""


def _branch(node: dict[str, dict], any_case: bool) -> str:  # type: ignore[type-arg]
    ways = [_character(character, any_case) + _branch(below, any_case) for character, below in sorted(node.items()) if character]
    if not ways:
        return ""
    inside = ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
    return f"(?:{inside})?" if "" in node else inside


def _character(character: str, any_case: bool) -> str:
    if character == " ":
        return r"\s+"
    upper = character.upper()
    return f"[{character}{upper}]" if any_case and upper != character and len(upper) == 1 else re.escape(character)
