"""What one may not see cannot be found, counted, suggested, guessed or felt in a score; what is over is found on request only."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from portal.search.entry import Entry
from portal.search.index import SearchIndex
from portal.search.queries import search, suggest
from tests.search.collection import small_entry
from tests.search.conftest import EVERYONE, NOON

DAY = timedelta(days=1)
CONTROL = EVERYONE | {"control"}


@pytest.fixture
def library(filled: Callable[..., SearchIndex]) -> SearchIndex:
    return filled(
        small_entry("OPE-STD-01", "Open rules", "Everybody reads about contingency."),
        small_entry(
            "SEC-STD-01", "Secret rules", "Xylophones and contingency.", audience=frozenset({"role:assessor", "team:rail"}), owner="Spy"
        ),
        small_entry("NOB-STD-01", "Nobody's rules", "Zeppelins and contingency.", audience=frozenset()),
    )


def version(number: str, begins: int, ends: int | None, text: str) -> Entry:
    """Revision `number` of one document, effective from and until so many days after NOON."""
    until = None if ends is None else NOON + ends * DAY
    key = f"document:VER-STD-01@{number}"
    return Entry(key, "standard", "Versions", text, f"/v/{number}", EVERYONE, effective_from=NOON + begins * DAY, effective_until=until)


def test_only_the_audience_finds_counts_and_is_offered_an_entry(library: SearchIndex) -> None:
    assert search(library, "contingency", EVERYONE, NOON).total == 1
    assert search(library, "contingency", EVERYONE | {"team:rail"}, NOON).total == 2
    assert search(library, "SEC-STD-01 xylophones", EVERYONE, NOON).total == 0
    assert search(library, "NOB-STD-01", {"everyone", "control", ""}, NOON).hits == ()
    assert search(library, "contingency", (), NOON).total == 0
    owners = next(facet for facet in search(library, "contingency", EVERYONE, NOON).facets if facet.name == "owner")
    assert owners.counts == ()


def test_suggestions_and_other_spellings_come_from_what_one_may_see(library: SearchIndex) -> None:
    assert suggest(library, "secret", EVERYONE, NOON) == ()
    assert suggest(library, "SEC-", EVERYONE, NOON) == ()
    assert [found.code for found in suggest(library, "sec", {"role:assessor"}, NOON)] == ["SEC-STD-01"]
    assert search(library, "xylofones", EVERYONE, NOON).did_you_mean == ""
    assert search(library, "xylofones", {"role:assessor"}, NOON).did_you_mean == "xylophones"


def test_what_one_may_not_see_moves_no_score(library: SearchIndex) -> None:
    before = search(library, "everybody contingency", EVERYONE, NOON).hits[0].score
    with library.writing() as writing:
        writing.apply(
            [
                small_entry(f"SEC-STD-{number}", "More", "contingency " * 9, audience=frozenset({"role:assessor"}))
                for number in range(10, 30)
            ]
        )
    assert search(library, "everybody contingency", EVERYONE, NOON).hits[0].score == before


def test_effective_is_from_the_first_moment_until_just_before_the_last(filled: Callable[..., SearchIndex]) -> None:
    index = filled(version("1.0", -2, 0, "old wording"), version("2.0", 0, 3, "new wording"), version("3.0", 3, None, "next wording"))
    tick = timedelta(microseconds=1)
    for at, wanted in ((NOON - 2 * DAY - tick, []), (NOON - tick, ["1.0"]), (NOON, ["2.0"]), (NOON + 3 * DAY, ["3.0"])):
        assert [hit.url.removeprefix("/v/") for hit in search(index, "wording", EVERYONE, at).hits] == wanted


def test_superseded_texts_come_on_request_and_one_version_per_code(filled: Callable[..., SearchIndex]) -> None:
    index = filled(
        version("1.0", -2, 0, "the old amphora rule"), version("2.0", 0, None, "new wording"), version("3.0", 5, 9, "amphora planned")
    )
    assert search(index, "amphora", EVERYONE, NOON).total == 0
    hit, *more = search(index, "amphora", EVERYONE, NOON, with_superseded=True).hits
    assert (hit.url, hit.superseded, more) == ("/v/1.0", True, [])
    both = search(index, "VER-STD-01 wording", EVERYONE, NOON, with_superseded=True)
    assert [(hit.url, hit.superseded) for hit in both.hits] == [("/v/2.0", False)]


def test_a_key_without_source_and_an_empty_audience_token_are_refused() -> None:
    with pytest.raises(ValueError, match="names no source"):
        Entry("RSK-STD-01", "standard", "", "", "", EVERYONE)
    with pytest.raises(ValueError, match="audience"):
        Entry("document:X", "standard", "", "", "", frozenset({"team:a b"}))
