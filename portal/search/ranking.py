"""BM25 over what a reader may see, and the little that may come before it: an exact code, a title that holds what was asked. Knows no page.

BM25 as in Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), 3.3, with the idf that cannot be negative,
ln(1 + (N − n + ½) / (n + ½)), k1 = 1.2, b = 0.75, exact lengths, and the question's own term frequency as a factor. N, n and the average
length are counted over the reader's view alone, so what one may not see moves nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from math import log

from portal.search.query import Question, Synonyms
from portal.search.snapshot import K1, Postings, Snapshot, View
from portal.search.words import WORD, stems

SYNONYM_WEIGHT = 0.8
"""What means the same counts a little less than what was said."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The score of each document found; the weight of each stem that passages are chosen by (synonyms included), and of each code in lower case.
    `named` are the documents whose code the question says."""

    scores: Mapping[int, float]
    weights: Mapping[str, float]
    codes: Mapping[str, float]
    named: frozenset[int]


def rank(snapshot: Snapshot, view: View, question: Question, synonyms: Synonyms) -> Ranking:
    """Score every document of the view that holds a word of the question, and all its phrases."""
    scoring = _Scoring(snapshot, view)
    for word, times in question.counts.items():
        scoring.add_word(word, times)
    codes = {code: scoring.add_mention(of_code) for code, of_code in question.mentions.items()}
    for asked, other in synonyms.of(question.words):
        scoring.add_synonym(asked, other)
    scoring.lift_titles(question)
    for document, weight in snapshot.light:
        scoring.scores[document] *= weight
    scores = {document: score for document, score in enumerate(scoring.scores) if score > 0.0}
    for phrase in question.phrases:
        holding = {*snapshot.phrase("words", phrase).documents, *snapshot.phrase("heading", phrase).documents}
        scores = {document: score for document, score in scores.items() if document in holding}
    named = [document for code in question.codes for document in snapshot.codes.get(code, ()) if view.seen[document]]
    return Ranking(_exact_first(snapshot, view, question, scores, named), scoring.weights, codes, frozenset(named))


def _exact_first(snapshot: Snapshot, view: View, question: Question, scores: dict[int, float], named: list[int]) -> dict[int, float]:
    """An exact code comes before everything else, in the order the codes were typed; then codes that begin like a word with a hyphen."""
    top = max(scores.values(), default=0.0) + 1.0
    for place, document in enumerate(named):
        scores[document] = scores.get(document, 0.0) + top * (1.0 + 1.0 / (place + 1))
    begun = tuple(code for code in question.codes if "-" in code[3:])
    for code, documents in snapshot.codes.items() if begun else ():
        for document in documents if code.startswith(begun) else ():
            if view.seen[document] and document not in named:
                scores[document] = scores.get(document, 0.0) + top
    return scores


class _Scoring:
    def __init__(self, snapshot: Snapshot, view: View) -> None:
        self.snapshot = snapshot
        self.view = view
        self.scores = [0.0] * len(snapshot.cards)
        self.weights: dict[str, float] = {}
        self.asked: dict[str, float] = {}
        self.titles: dict[int, float] = {}

    def add_word(self, word: str, times: int) -> None:
        postings = self.snapshot.postings("words", word)
        weight = self.weigh(postings) * times
        self.weights[word] = self.asked[word] = weight
        self.score(postings, weight)
        self.cover(self.snapshot.postings("heading", word).documents, weight)

    def add_mention(self, code: tuple[str, ...]) -> float:
        postings = self.snapshot.phrase("words", code)
        weight = self.weigh(postings)
        self.score(postings, weight)
        return weight

    def add_synonym(self, asked: tuple[str, ...], other: tuple[str, ...]) -> None:
        if len(other) == 1 and other[0] in self.asked:
            return
        postings = self.snapshot.phrase("words", other)
        weight = SYNONYM_WEIGHT * self.weigh(postings)
        self.score(postings, weight)
        for word in other:
            self.weights.setdefault(word, weight / len(other))
        same = set(self.snapshot.phrase("heading", other).documents)
        for word in asked:
            self.cover(same - set(self.snapshot.postings("heading", word).documents), self.asked[word] * SYNONYM_WEIGHT)

    def weigh(self, postings: Postings) -> float:
        """The idf over what the reader may see."""
        seen = sum(map(self.view.seen.__getitem__, postings.documents))
        return log(1 + (len(self.view.documents) - seen + 0.5) / (seen + 0.5))

    def score(self, postings: Postings, weight: float) -> None:
        scores, norms, top = self.scores, self.view.norms, weight * (K1 + 1)
        for document, count in zip(postings.documents, postings.counts, strict=True):
            scores[document] += top * count / (count + norms[document])

    def cover(self, documents: Iterable[int], weight: float) -> None:
        seen, titles = self.view.seen, self.titles
        for document in documents:
            if seen[document]:
                titles[document] = titles.get(document, 0.0) + weight

    def lift_titles(self, question: Question) -> None:
        """Title over body: with all that was asked for in its title, a document stands above any that has it in the body alone.

        The lift falls to nothing at half of the question's weight, so long questions, of which a title never holds that much, are ranked by
        BM25 alone. A title that holds nothing else stands above one that does, and highest the one that was typed word for word."""
        whole, typed = sum(self.asked.values()), " " + " ".join(WORD.findall(question.text.casefold()))
        for document, held in self.titles.items():
            share = max(0.0, 2 * held / whole - 1)
            alone = share > 1 - 1e-9 and len(stems(self.snapshot.cards[document].title)) == len(self.asked)
            same = alone and self.snapshot.title_words[document] == typed
            self.scores[document] += (K1 + 1) * held * share * share * (1.0 + alone + 0.25 * same)
            self.scores[document] = self.scores[document] or held * 1e-3


def filtered(snapshot: Snapshot, question: Question) -> dict[str, frozenset[int]]:
    """For each filter of the question the documents that pass it; a practice's area passes for the practice."""
    passing = {name: snapshot.having(name, values) for name, values in question.filters.items()}
    if "practice" in passing:
        passing["practice"] |= snapshot.having("area", question.filters["practice"])
    return passing


def passing_all(documents: Iterable[int], filters: Collection[frozenset[int]]) -> list[int]:
    """The documents that pass every filter, in their order."""
    allowed = reduce(frozenset.__and__, filters) if filters else None
    return list(documents) if allowed is None else [document for document in documents if document in allowed]
