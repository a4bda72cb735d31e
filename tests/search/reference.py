"""BM25 written out plainly, from whoosh's own analyzer and nothing of ours: what the ranking is held against. And mean average precision."""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from whoosh.analysis import StemmingAnalyzer

ANALYZER = StemmingAnalyzer(r"\w+(\.?\w+)*")  # whoosh 2.7's words; 3.54 takes an asterisk for a letter


class PlainBM25:
    """Robertson's BM25 over whole texts: k1 1.2, b 0.75, idf ln(1 + (N − n + ½)/(n + ½)), question terms as often as they are asked."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.counts = {key: Counter(token.text for token in ANALYZER(text)) for key, text in texts.items()}
        self.lengths = {key: sum(counts.values()) for key, counts in self.counts.items()}
        self.average = sum(self.lengths.values()) / len(self.lengths)
        self.spread = Counter(word for counts in self.counts.values() for word in counts)

    def scores(self, question: str) -> dict[str, float]:
        """The score of every text that holds a word of the question."""
        found: dict[str, float] = {}
        for word, times in Counter(token.text for token in ANALYZER(question)).items():
            rarity = log(1 + (len(self.counts) - self.spread[word] + 0.5) / (self.spread[word] + 0.5))
            for key, counts in self.counts.items():
                if word in counts:
                    part = counts[word] * 2.2 / (counts[word] + 1.2 * (0.25 + 0.75 * self.lengths[key] / self.average))
                    found[key] = found.get(key, 0.0) + times * rarity * part
        return found

    def order(self, question: str) -> list[str]:
        """The keys, best first."""
        found = self.scores(question)
        return sorted(found, key=lambda key: (-found[key], key))


def mean_average_precision(orders: Sequence[Sequence[str]], relevant: Sequence[Mapping[str, int]]) -> float:
    """The mean over questions of the average precision at each relevant document (Manning, Raghavan, Schütze 2008, 8.4)."""
    return sum(map(_average_precision, orders, relevant)) / len(orders)


def _average_precision(order: Sequence[str], relevant: Mapping[str, int]) -> float:
    hits, total = 0, 0.0
    for place, key in enumerate(order, 1):
        if key in relevant:
            hits += 1
            total += hits / place
    return total / len(relevant)
