"""Collections for the tests of search: a made-up one in the manner of Cranfield, and entries of a small library.

The Cranfield collection (Cleverdon 1967) has 1,400 abstracts of aerodynamics, 225 long questions and graded judgements. Ours is made: each
document is written mostly from the words of its topic and the common words of the language, each question from the words of one document that
is its target; a document's grade is how much of its topics it shares with the target. So a better ranking has a higher mean average precision.
"""

import random
from dataclasses import dataclass
from itertools import accumulate

from portal.search.entry import Entry, Section

SYLLABLES = (
    "ta",
    "ri",
    "mo",
    "ne",
    "ku",
    "pe",
    "din",
    "ger",
    "al",
    "ton",
    "sch",
    "plan",
    "con",
    "dis",
    "re",
    "ver",
    "lo",
    "si",
    "ga",
    "men",
    "ble",
    "ous",
    "iv",
    "wing",
    "flu",
    "la",
    "min",
    "bou",
    "shock",
    "fri",
    "jet",
)
ENDINGS = ("", "s", "ed", "ing", "ation", "ment", "ly")
COMMON = (
    "the",
    "of",
    "and",
    "in",
    "to",
    "a",
    "is",
    "for",
    "with",
    "on",
    "that",
    "by",
    "as",
    "are",
    "from",
    "an",
    "at",
    "be",
    "it",
    "this",
    "which",
    "was",
    "or",
    "has",
)
TOPICS = 60


@dataclass(frozen=True)
class Collection:
    """Documents as entries, questions, and for each question the grade of each relevant document (1 to 4)."""

    entries: tuple[Entry, ...]
    questions: tuple[str, ...]
    judgements: tuple[dict[str, int], ...]


def made_collection(documents: int = 1000, questions: int = 200, seed: int = 7) -> Collection:
    """The same collection for the same arguments."""
    chance = random.Random(seed)  # noqa: S311  the same numbers each time are meant
    words = _vocabulary(chance, 6000)
    heaviness = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    topics = [
        [chance.choices(words, cum_weights=heaviness)[0] if chance.random() < 0.4 else chance.choice(words) for _ in range(45)]
        for _ in range(TOPICS)
    ]
    mixes = [chance.sample(range(TOPICS), 3) for _ in range(documents)]
    texts = [_written(chance, words, heaviness, [topics[topic] for topic in mix]) for mix in mixes]
    entries = tuple(_entry(number, text) for number, text in enumerate(texts))
    targets = chance.sample(range(documents), questions)
    asked = tuple(_question(chance, topics, mixes[target], texts[target]) for target in targets)
    judged = tuple(_grades(mixes, target) for target in targets)
    return Collection(entries, asked, judged)


def small_entry(code: str, title: str, text: str = "", **more: object) -> Entry:
    """The smallest valid entry of a document, for everyone."""
    fields: dict[str, object] = {"kind": "standard", "url": f"/library/{code.lower()}", "audience": frozenset({"everyone"}), **more}
    return Entry(key=f"document:{code}", title=title, text=text, **fields)  # type: ignore[arg-type]


def _vocabulary(chance: random.Random, size: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < size:
        found["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))) + chance.choice(ENDINGS)] = None
    return list(found)


def _written(chance: random.Random, words: list[str], heaviness: list[float], topics: list[list[str]]) -> list[str]:
    """Between 40 and 400 words: common ones, the language's, and the topics' (the first topic most)."""
    text = []
    for _ in range(min(400, max(40, int(chance.lognormvariate(4.9, 0.5))))):
        drawn = chance.random()
        if drawn < 0.4:
            text.append(chance.choice(COMMON))
        elif drawn < 0.72:
            text.append(chance.choices(words, cum_weights=heaviness)[0])
        else:
            text.append(chance.choice(chance.choices(topics, (5, 3, 2))[0]))
    return text


def _entry(number: int, text: list[str]) -> Entry:
    """A title made of the first words, as Cranfield's abstracts repeat theirs, and three sections."""
    third = len(text) // 3
    parts = (text[:third], text[third : 2 * third], text[2 * third :])
    sections = tuple(Section(f"part-{place}", "", " ".join(part)) for place, part in enumerate(parts))
    return small_entry(f"CRN-STD-{number:04}", " ".join(text[:12]), " ".join(text), sections=sections)


def _question(chance: random.Random, topics: list[list[str]], mix: list[int], text: list[str]) -> str:
    """Eight to twenty words: half common, of the others most from the first topics of the target, some from its text."""
    words = []
    for _ in range(chance.randint(8, 20)):
        source = (COMMON, topics[mix[0]], topics[mix[1]], text)[chance.choices(range(4), (9, 6, 2, 3))[0]]
        words.append(chance.choice(source))
    return " ".join(words)


def _grades(mixes: list[list[int]], target: int) -> dict[str, int]:
    first, *others = mixes[target]
    grades = {}
    for number, mix in enumerate(mixes):
        grade = 3 * (mix[0] == first) + (first in mix[1:]) + (len({*others} & {*mix}) > 0)
        if grade >= 2:
            grades[f"document:CRN-STD-{number:04}"] = min(4, grade)
    return grades
