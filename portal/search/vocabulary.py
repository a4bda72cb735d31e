"""What the room above tells search of words: which mean the same, and what the codes of practices and areas are called.

Search may not know that room, so the application hands in a function. What it gave is kept until the index changes: whatever changes the
vocabulary changes the entries of its practices and terms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from portal.search.index import SearchIndex
from portal.search.query import NO_SYNONYMS, Synonyms


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Synonyms, and titles by code of practices (`RSK.2`) and areas (`RSK`)."""

    synonyms: Synonyms = NO_SYNONYMS
    titles: Mapping[str, str] = field(default_factory=dict)


class VocabularyShelf:
    """One vocabulary for all requests of a process, asked for anew when the index has changed.

    `ask` must read what is committed now, in a session of its own: a session opened before the index changed may see an older vocabulary."""

    def __init__(self, ask: Callable[[], Vocabulary]) -> None:
        self._ask = ask
        self._kept: tuple[object, Vocabulary] | None = None

    def vocabulary(self, index: SearchIndex) -> Vocabulary:
        """The vocabulary that goes with the index as it is now."""
        state, kept = index.state, self._kept
        if kept is None or kept[0] != state:
            kept = self._kept = state, self._ask()
        return kept[1]
