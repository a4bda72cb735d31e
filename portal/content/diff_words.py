"""Differences of two sequences, bounded by count: what is common at both ends, then what is unique, then difflib where it is affordable."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

MOST_STEPS: Final = 20_000_000
_MOST_AT_ONCE: Final = 400_000

Span = tuple[int, int, int, int]


class Budget:
    """How many comparisons are left for one pair of texts. When it is used up, a changed stretch is shown as removed and added whole."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.steps = steps

    def take(self, steps: int) -> bool:
        """Whether so many comparisons may be made, and count them."""
        if steps > min(self.steps, _MOST_AT_ONCE):
            return False
        self.steps -= steps
        return True


def matches(old: Sequence[str], new: Sequence[str], budget: Budget) -> list[Span]:
    """Equal stretches (old from, old to, new from, new to), rising in both and not touching in both."""
    pairs = list(_pairs(old, new, (0, len(old), 0, len(new)), budget))
    spans: list[Span] = []
    for i, j in pairs:
        if spans and spans[-1][1] == i and spans[-1][3] == j:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2], j + 1)
        else:
            spans.append((i, i + 1, j, j + 1))
    return spans


def _pairs(old: Sequence[str], new: Sequence[str], span: Span, budget: Budget) -> Iterator[tuple[int, int]]:
    """Equal pairs of old[a:b] and new[c:d], rising."""
    a, b, c, d = span
    while a < b and c < d and old[a] == new[c]:
        yield a, c
        a, c = a + 1, c + 1
    tail = 0
    while a < b - tail and c < d - tail and old[b - tail - 1] == new[d - tail - 1]:
        tail += 1
    b, d = b - tail, d - tail
    yield from _between(old, new, (a, b, c, d), _rising(_unique(old, new, (a, b, c, d))), budget)
    yield from ((b + k, d + k) for k in range(tail))


def _between(
    old: Sequence[str], new: Sequence[str], span: Span, common: list[tuple[int, int]], budget: Budget
) -> Iterator[tuple[int, int]]:
    """The pairs before, at and after each unique one."""
    a, b, c, d = span
    for i, j in common:
        yield from _gap(old, new, (a, i, c, j), budget)
        yield i, j
        a, c = i + 1, j + 1
    yield from _gap(old, new, (a, b, c, d), budget)


def _gap(old: Sequence[str], new: Sequence[str], span: Span, budget: Budget) -> Iterator[tuple[int, int]]:
    a, b, c, d = span
    if a < b and c < d and budget.take((b - a) * (d - c)):
        for block in SequenceMatcher(None, old[a:b], new[c:d], autojunk=False).get_matching_blocks():
            yield from ((a + block.a + k, c + block.b + k) for k in range(block.size))


def _unique(old: Sequence[str], new: Sequence[str], span: Span) -> list[tuple[int, int]]:
    """Places of what stands once in each, in the order of old."""
    a, b, c, d = span
    counts, others = Counter(old[a:b]), Counter(new[c:d])
    places = {new[j]: j for j in range(c, d) if others[new[j]] == 1}
    return [(i, places[old[i]]) for i in range(a, b) if counts[old[i]] == 1 and old[i] in places]


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both (patience sorting, n log n)."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(ends, j)
        ends[pile : pile + 1] = [j]
        at[pile : pile + 1] = [index]
        before.append(at[pile - 1] if pile else -1)
    run: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        run.append(pairs[index])
        index = before[index]
    return run[::-1]
