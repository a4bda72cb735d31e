"""An empty index, and ways to fill it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.search.entry import Entry
from portal.search.index import SearchIndex

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
EVERYONE = frozenset({"everyone"})


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """An empty index."""
    return SearchIndex(tmp_path / "index")


@pytest.fixture
def filled(index: SearchIndex) -> Callable[..., SearchIndex]:
    """A function that fills the index with entries and gives it."""

    def fill(*entries: Entry) -> SearchIndex:
        with index.writing() as writing:
            writing.replace(entries)
        return index

    return fill
