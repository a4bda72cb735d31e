"""One state of the index, as one thread at a time reads it: cards, who may see what, postings, phrases. Knows no question and no ranking."""

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

from whoosh import query
from whoosh.matching import NullMatcher
from whoosh.searching import Searcher

from portal.search.entry import area_of, is_code
from portal.search.schema import ALWAYS, Card
from portal.search.words import WORD

K1 = 1.2
B = 0.75
REMEMBERED_POSTINGS = 2_000_000
REMEMBERED_VIEWS = 64

VALUES: Mapping[str, Callable[[Card], tuple[str, ...]]] = {
    "kind": lambda card: (card.kind,),
    "practice": lambda card: card.practices,
    "phase": lambda card: card.phases,
    "owner": lambda card: (card.owner,) if card.owner else (),
    "area": lambda card: tuple(dict.fromkeys(map(area_of, card.practices))),
}


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a word or phrase occurs: document numbers in rising order, and how often in each."""

    documents: Sequence[int]
    counts: Sequence[float]


NOWHERE = Postings((), ())


@dataclass(frozen=True, slots=True)
class View:
    """What one reader may see at one moment. `norms[document]` is BM25's length part, k1·(1 − b + b·length/average), over what is seen;
    infinite for what is not, so that it scores nothing. `seen[document]` is 1 or 0."""

    documents: frozenset[int]
    seen: bytes
    norms: Sequence[float]


class Snapshot:
    """A reader of one generation. Not for two threads at once; its index holds a lock while it is used."""

    def __init__(self, reader: Any, cards_of: Callable[[Any], list[Card]]) -> None:
        self.reader = reader
        self.leaves = [cards_of(leaf) for leaf, _ in reader.leaf_readers()]
        self.cards: list[Card] = [card for cards in self.leaves for card in cards]
        self.alive = bytearray(len(self.cards))
        for document in reader.all_doc_ids():
            self.alive[document] = 1
        self._postings: dict[tuple[str, str], Postings] = {}
        self._places: dict[str, Mapping[int, bytes]] = {}
        self._phrases: dict[tuple[str, tuple[str, ...]], Postings] = {}
        self._values: dict[str, list[tuple[str, ...]]] = {}
        self._remembered = 0
        self._views: dict[tuple[frozenset[str], int, bool], View] = {}

    @cached_property
    def documents(self) -> Mapping[str, int]:
        """The document number of each key."""
        return {card.key: document for document, card in enumerate(self.cards) if self.alive[document]}

    @cached_property
    def codes(self) -> Mapping[str, tuple[int, ...]]:
        """The document numbers of what has a code that people type, the code in lower case; the version that lasts longest first."""
        found: dict[str, tuple[int, ...]] = {}
        for document in sorted(self.documents.values(), key=lambda document: -self.cards[document].effective_until):
            code = self.cards[document].code
            if is_code(code):
                found[code.casefold()] = (*found.get(code.casefold(), ()), document)
        return found

    @cached_property
    def light(self) -> list[tuple[int, float]]:
        """The documents that stand back behind others, and their weights."""
        return [(document, card.weight) for document, card in enumerate(self.cards) if card.weight != 1.0]

    @cached_property
    def title_words(self) -> list[str]:
        """Each title in lower case, a space before each of its words."""
        return [" " + " ".join(WORD.findall(card.title.casefold())) for card in self.cards]

    def values(self, name: str) -> list[tuple[str, ...]]:
        """For each document the values of a filter field, as people read them."""
        if name not in self._values:
            self._values[name] = [VALUES[name](card) for card in self.cards]
        return self._values[name]

    @cached_property
    def _boundaries(self) -> list[int]:
        return sorted({moment for card in self.cards for moment in (card.effective_from, card.effective_until)} - {0, ALWAYS})

    @cached_property
    def has_versions(self) -> bool:
        """True when some entry is one version of several."""
        return len({self.cards[document].group for document in self.documents.values()}) < len(self.documents)

    def view(self, audience: frozenset[str], at: int, with_superseded: bool) -> View:
        """What a reader of this audience may see at the moment `at` (microseconds). Remembered until the next moment something begins or ends."""
        key = (audience, bisect_right(self._boundaries, at), with_superseded)
        if key not in self._views:
            if len(self._views) >= REMEMBERED_VIEWS:
                self._views.clear()
            self._views[key] = self._look(audience, at, with_superseded)
        return self._views[key]

    def _look(self, audience: frozenset[str], at: int, with_superseded: bool) -> View:
        wanted = [query.Or([query.Term("audience", token) for token in sorted(audience)]), query.NumericRange("effective_from", None, at)]
        if not with_superseded:
            wanted.append(query.NumericRange("effective_until", at, None, startexcl=True))
        searcher = Searcher(self.reader)
        documents = frozenset(searcher.docs_for_query(query.And(wanted))) if audience else frozenset()
        average = sum(self.cards[document].length for document in documents) / max(1, len(documents)) or 1.0
        norms = [inf] * len(self.cards)
        seen = bytearray(len(self.cards))
        for document in documents:
            seen[document] = 1
            norms[document] = K1 * (1 - B + B * self.cards[document].length / average)
        return View(documents, bytes(seen), norms)

    def having(self, field: str, values: Iterable[str]) -> frozenset[int]:
        """The documents with any of these values in a filter field."""
        return frozenset(document for value in values for document in self.postings(field, value).documents)

    def postings(self, field: str, word: str) -> Postings:
        """Where an indexed word occurs."""
        key = (field, word)
        if key not in self._postings:
            documents, counts = array("I"), array("f")
            matcher = self._matcher(field, word)
            while matcher.is_active():
                documents.append(matcher.id())
                counts.append(matcher.weight())
                matcher.next()
            self._remember(len(documents))
            self._postings[key] = Postings(documents, counts)
        return self._postings[key]

    def phrase(self, field: str, words: tuple[str, ...]) -> Postings:
        """Where these words follow each other, and how often."""
        if len(words) < 2:
            return self.postings(field, words[0]) if words else NOWHERE
        if (field, words) not in self._phrases:
            self._phrases[field, words] = self._follow(field, words)
        return self._phrases[field, words]

    def _follow(self, field: str, words: tuple[str, ...]) -> Postings:
        everywhere = [self._positions(field, word) for word in words]
        together = frozenset.intersection(*(frozenset(places) for places in everywhere))
        documents, counts = array("I"), array("f")
        for document in sorted(together):
            starts = set(array("I", everywhere[0][document]))
            for step, places in enumerate(everywhere[1:], 1):
                starts &= {position - step for position in array("I", places[document])}
            if starts:
                documents.append(document)
                counts.append(len(starts))
        self._remember(len(documents))
        return Postings(documents, counts)

    def _positions(self, field: str, word: str) -> Mapping[int, bytes]:
        if word not in self._places:
            found: dict[int, bytes] = {}
            matcher = self._matcher(field, word)
            while matcher.is_active():
                found[matcher.id()] = matcher.value()
                matcher.next()
            self._remember(8 * len(found))
            self._places[word] = found
        return self._places[word]

    def _remember(self, size: int) -> None:
        self._remembered += size
        if self._remembered > REMEMBERED_POSTINGS:
            self._postings.clear()
            self._places.clear()
            self._phrases.clear()
            self._remembered = size

    def _matcher(self, field: str, word: str) -> Any:
        return self.reader.postings(field, word) if (field, word) in self.reader else NullMatcher()

    def sections(self, document: int) -> list[tuple[str, str, str]]:
        """The stored sections of one document: anchor, title, text."""
        return list(self.reader.stored_fields(document)["sections"])

    def words_like(self, word: str, distance: int) -> Iterable[str]:
        """Indexed stems that begin with the same letter and differ by at most `distance` edits."""
        return (str(found) for found in self.reader.terms_within("words", word, distance, prefix=1))
