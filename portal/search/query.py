"""What a person types, understood: codes, quoted phrases, filters, plain words. Nothing a person types is an operator or an error.

Knows no index. Anything that is not a code, a closed pair of quotes or a known filter is plain text.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from portal.search.entry import slug
from portal.search.schema import FILTERS
from portal.search.words import plain, stems

LONGEST = 10_000
MOST_WORDS = 200
MOST_CODES = 20
FILTER = re.compile(rf'(?<!\S)({"|".join(FILTERS)}):(?:"([^"]*)"|(\S+))', re.IGNORECASE)
QUOTED = re.compile(r'"([^"]*)"|“([^“”]*)”')
CODE = re.compile(r"(?<![\w-])[a-z]{3}(?:-[a-z]{3})?-\d{2,4}(?![\w-])", re.IGNORECASE)
QUOTES = "\"'“”‘’()[]{}<>,;:!?*"

Filters = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Question:
    """A typed text, understood.

    `words`: the stems in order, those within quotes too; how often one occurs counts. `phrases`: stems that must follow each other.
    `filters`: for each field the slugs of which one must hold. `codes`: what may be a code or its beginning, in lower case. `mentions`: each
    whole code in lower case and its stems, which are sought as one and not as alternatives. `text`: all but the filters.
    """

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    filters: Filters = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    mentions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[str, int]:
        """Each stem and how often it was asked for."""
        return Counter(self.words)


def parse(typed: str, filters: Mapping[str, Collection[str]] | None = None) -> Question:
    """Understand a text; `filters` are those chosen on the page and join those typed. At most 10,000 characters and 200 words are read."""
    text = plain(typed[:LONGEST])
    wanted: dict[str, set[str]] = {}
    for name, quoted, bare in FILTER.findall(text):
        wanted.setdefault(name.lower(), set()).add(slug(quoted or bare))
    for name, values in (filters or {}).items():
        if name in FILTERS and values:
            wanted.setdefault(name, set()).update(map(slug, values))
    rest = FILTER.sub(" ", text).strip()
    phrases = (tuple(stems(straight or curved)) for straight, curved in QUOTED.findall(rest))
    return Question(
        text=rest,
        words=tuple(stems(CODE.sub(" ", rest))[:MOST_WORDS]),
        phrases=tuple(dict.fromkeys(phrase for phrase in phrases if phrase)),
        filters={name: frozenset(values) for name, values in wanted.items()},
        codes=tuple(dict.fromkeys(word for piece in rest.split() if (word := piece.strip(QUOTES + ".").casefold()))),
        mentions={code.lower(): tuple(stems(code)) for code in CODE.findall(rest)[:MOST_CODES]},
    )


class Synonyms:
    """Words that mean the same, from the glossary: `WBS` and `work breakdown structure`. Made once, asked for each question."""

    def __init__(self, meanings: Mapping[str, Collection[str]]) -> None:
        """`meanings` maps a term to its other names; each finds all the others of its group."""
        self._others: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
        self._starts: dict[str, int] = {}
        for term, names in meanings.items():
            group = frozenset(words for name in (term, *names) if (words := tuple(stems(plain(name)))))
            for words in group:
                self._others[words] = self._others.get(words, frozenset()) | group - {words}
                self._starts[words[0]] = max(self._starts.get(words[0], 0), len(words))

    def of(self, words: tuple[str, ...]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """The pairs of (what was asked for, what means the same) in a row of stems; the longest name at each place."""
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], None] = {}
        for start, word in enumerate(words):
            for length in range(self._starts.get(word, 0), 0, -1):
                asked = words[start : start + length]
                if asked in self._others:
                    found |= dict.fromkeys((asked, other) for other in sorted(self._others[asked]))
                    break
        return list(found)


NO_SYNONYMS = Synonyms({})
