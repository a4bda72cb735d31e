"""How text becomes the words that are indexed and asked for: lower case, English stop words left out, Porter's stems.

The same words as whoosh's StemmingAnalyzer gives (with the expression of 2.7: to 3.54 an asterisk is a letter), several times faster: stems
are remembered, and no token objects are made. Knows no index.
"""

import re
from array import array
from collections.abc import Iterator
from functools import lru_cache

from whoosh import fields, formats
from whoosh.analysis import StemmingAnalyzer
from whoosh.analysis.filters import STOP_WORDS
from whoosh.lang.porter import stem as porter_stem

WORD = re.compile(r"\w+(?:\.\w+)*")
LONGEST = 64


@lru_cache(maxsize=2**17)
def stem_of(word: str) -> str | None:
    """The stem of one word; None for a stop word or a single letter, which are not indexed. Only the first 64 letters count."""
    lowered = word[:LONGEST].lower()
    if len(lowered) < 2 or lowered in STOP_WORDS:
        return None
    return str(porter_stem(lowered))


def stems(text: str) -> list[str]:
    """The stems of a text in order; positions count only the words that are indexed, so a phrase may skip stop words."""
    return [found for word in WORD.findall(text) if (found := stem_of(word)) is not None]


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in `text` each indexed word stands: start, end, stem."""
    for match in WORD.finditer(text):
        found = stem_of(match.group())
        if found is not None:
            yield match.start(), match.end(), found


def plain(text: str) -> str:
    """The text without what no index can hold: NULs and halves of surrogate pairs."""
    return text.encode("utf-8", "ignore").decode().replace("\0", " ")


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """A posting's positions as plain 32-bit numbers: a third of the time of whoosh's pickled ones."""

    def encode(self, poslist: list[int]) -> bytes:
        """Bytes of the positions; not meant for a machine of another byte order, as the whole index is not."""
        return array("I", poslist).tobytes()

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """The positions of a posting."""
        return array("I", valuestring).tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        """How often the word occurs."""
        return len(valuestring) // 4


class StemmedText(fields.TEXT):  # type: ignore[misc]
    """A field of stems with positions. Lengths are kept exactly elsewhere: whoosh rounds them to one byte, which costs precision."""

    def __init__(self) -> None:
        super().__init__(analyzer=StemmingAnalyzer())
        self.format = PackedPositions()
        self.scorable = False

    def index(self, value: list[str], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What whoosh's writer stores of a text's stems: for each its bytes, frequency, weight and positions."""
        places: dict[str, array[int]] = {}
        for position, stem in enumerate(value):
            if stem in places:
                places[stem].append(position)
            else:
                places[stem] = array("I", (position,))
        for stem, positions in places.items():
            yield stem.encode(), len(positions), len(positions), positions.tobytes()
