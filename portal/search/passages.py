"""The best section of a document and the passage of it that shows why it was found. Pure; gives runs of plain text, never HTML."""

import re
from collections.abc import Mapping, Sequence
from math import log
from types import MappingProxyType

from portal.search.entry import Run, Section
from portal.search.words import spans, stem_of, stems

LENGTH = 240
LEAD = 60
SPACE = re.compile(r"\s+")
INSIDE_WORD = re.compile(r"\w|(?<=\w)\.")
MOST_SOUGHT = 32

Place = tuple[int, int, str]


class Finder:
    """Finds the words of some stems, and some codes as a whole, in a text without stemming all of it.

    Porter's stem without its last letter is always the beginning of the word (the rules cut off, turn y into i, add an e, or make `bility`
    into `bl`), so words that begin otherwise need no look. Of very long questions the heaviest stems are sought."""

    def __init__(
        self, weights: Mapping[str, float], phrases: Sequence[tuple[str, ...]] = (), codes: Mapping[str, float] = MappingProxyType({})
    ) -> None:
        heaviest = sorted(weights, key=lambda stem: (-weights[stem], stem))[:MOST_SOUGHT]
        self.weights = {stem: max(weights[stem], 1e-6) for stem in heaviest} | {code: max(codes[code], 1e-6) for code in codes}
        self.phrases = phrases
        self._codes = frozenset(codes)
        roots = sorted({stem[:-1] or stem for stem in heaviest})
        patterns = [rf"{re.escape(code)}(?![\w-])" for code in sorted(codes)]
        patterns += [rf"(?:{'|'.join(map(re.escape, roots))})\w*(?:\.\w+)*"] if roots else []
        self._pattern = re.compile("|".join(patterns)) if patterns else None

    def places(self, text: str) -> list[Place]:
        """Where the words stand: start, end, stem or code."""
        lowered = text.lower()
        if self._pattern is None:
            return []
        if len(lowered) != len(text):
            return [place for place in spans(text) if place[2] in self.weights]
        found: list[Place] = []
        for match in self._pattern.finditer(lowered):
            start, end = match.span()
            stem = match.group() if match.group() in self._codes else stem_of(match.group())
            if stem in self.weights and not (start and INSIDE_WORD.match(lowered, start - 1)):
                found.append((start, end, stem))
        return found

    def worth(self, section: tuple[str, str, str]) -> float:
        """How much of what was asked for a section holds; a word in its title counts double, a phrase as much as its words again."""
        title, text = section[1:]
        counts: dict[str, int] = {}
        for times, part in ((2, title), (1, text)):
            for _, _, stem in self.places(part):
                counts[stem] = counts.get(stem, 0) + times
        worth = sum(self.weights[stem] * count / (count + 1) for stem, count in counts.items())
        if worth and self.phrases:
            row = f" {' '.join(stems(title))} | {' '.join(stems(text))} "
            worth += sum(self.weights.get(stem, 0.0) for phrase in self.phrases if f" {' '.join(phrase)} " in row for stem in phrase)
        return worth / (1 + log(1 + len(text) / 2400))


def best_section(sections: Sequence[tuple[str, str, str]], finder: Finder) -> Section | None:
    """The section in which what was asked for weighs most, the earlier of equals; None when none holds any of it."""
    best, top = None, 0.0
    for section in sections:
        worth = finder.worth(section)
        if worth > top:
            best, top = Section(*section), worth
    return best


def passage(text: str, finder: Finder) -> tuple[Run, ...]:
    """About 240 characters of the text where most of what was asked for stands close together, its words marked."""
    found = finder.places(text)
    begin = _begin(text, found, finder.weights)
    end = _word_end(text, begin + LENGTH)
    runs = [Run("… ", False)] if begin else []
    place = begin
    for start, stop, _ in found:
        if begin <= start and stop <= end:
            runs += [Run(text[place:start], False), Run(text[start:stop], True)]
            place = stop
    runs += [Run(text[place:end], False), *([Run(" …", False)] if end < len(text.rstrip()) else [])]
    return tuple(Run(SPACE.sub(" ", run.text), run.marked) for run in runs if run.text)


def _begin(text: str, found: Sequence[Place], weights: Mapping[str, float]) -> int:
    """Where the passage begins: a little before the heaviest window, at the start of a sentence if one is near, else of a word."""
    best, top = 0, 0.0
    for number, (start, _, _) in enumerate(found):
        inside = {stem for other, _, stem in found[number : number + MOST_SOUGHT] if other < start + LENGTH - LEAD}
        weight = sum(weights[stem] for stem in inside)
        if weight > top:
            best, top = start, weight
    if best <= LEAD or len(text) <= LENGTH:
        return 0
    lead = text[best - LEAD : best]
    after = max(lead.rfind(mark) for mark in (". ", "\n", "? ", "! ", ": "))
    begin = best - LEAD + max(after, lead.find(" ")) + 1
    return begin + len(text[begin:best]) - len(text[begin:best].lstrip())


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text.rstrip())
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    return space if space > end - LEAD else end
