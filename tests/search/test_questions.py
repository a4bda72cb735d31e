"""What people type: plain words, phrases, filters, and things that look like operators."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.index import SearchIndex
from portal.search.queries import search, suggest
from portal.search.query import parse
from tests.search.collection import small_entry
from tests.search.conftest import EVERYONE, NOON

HOSTILE = (
    "(((", ")", '"', '"""', "AND OR NOT", "NOT risk", "*:*", "*", "?", "kind:", "kind:\"", "words:risk", "risk^99", "risk~2", "[a TO z]", "{}",
    "^(a+)+$", "(?=x)", "\\", "\0", "risk\0register", "\ud800", "'; DROP TABLE entry; --", "<script>alert(1)</script>", "%s %(x)s {0}",
    "a" * 10_000, "risk " * 2_500, "\" " * 5_000, "kind:x " * 1_500, "�", "İstanbul ŉ ß", "٣ ①", "-risk", "+risk", "the of and", "…", "\n\t ",
)  # fmt: skip


@pytest.fixture
def library(filled: Callable[..., SearchIndex]) -> SearchIndex:
    return filled(
        small_entry("RSK-STD-01", "Risk management", "The risk register is kept.", practices=("RSK.1", "RSK.2"), owner="Risk lead", phases=("plan",)),
        small_entry("RSK-PRC-01", "Issue handling", "The register of risk.", kind="procedure", practices=("RSK.2",), owner="Risk lead"),
        small_entry("CST-STD-01", "Cost control", "A register of money and risk.", practices=("CST.1",), owner="Cost lead", phases=("plan", "execute")),
        small_entry("TPL-01", "The who is who", "Names.", kind="template"),
    )  # fmt: skip


def codes(index: SearchIndex, text: str, **more: object) -> list[str]:
    return [hit.code for hit in search(index, text, EVERYONE, NOON, **more).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_plain_text(library: SearchIndex, text: str) -> None:
    page = search(library, text, EVERYONE, NOON)
    assert page.total <= 4
    assert isinstance(page.did_you_mean, str)
    suggest(library, text, EVERYONE, NOON)


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
def test_any_text_is_understood(text: str) -> None:
    question = parse(text)
    assert all(question.words) and all(question.phrases)  # noqa: PT018


def test_operators_are_words() -> None:
    assert parse("risk AND NOT register*").words == parse("risk register").words
    assert parse("*:* words:risk").filters == {}


def test_plain_words_are_alternatives(library: SearchIndex) -> None:
    assert set(codes(library, "money handling unheard-of")) == {"CST-STD-01", "RSK-PRC-01"}


def test_a_phrase_must_stand_as_it_is_quoted(library: SearchIndex) -> None:
    assert codes(library, '"risk register"') == ["RSK-STD-01"]
    assert codes(library, "“risk register” money") == ["RSK-STD-01"]
    assert codes(library, '"register money"') == ["CST-STD-01"], "stop words are skipped in phrases too"
    assert codes(library, '"risk management"') == ["RSK-STD-01"], "titles count"
    assert codes(library, '"risk register" "money"') == []


def test_filters_are_typed_or_chosen_and_narrow_together(library: SearchIndex) -> None:
    assert codes(library, "register kind:procedure") == ["RSK-PRC-01"]
    assert set(codes(library, "register practice:rsk.2")) == {"RSK-STD-01", "RSK-PRC-01"}
    assert set(codes(library, "register practice:RSK")) == {"RSK-STD-01", "RSK-PRC-01"}
    assert codes(library, 'register owner:"cost lead"') == codes(library, "register owner:cost-lead") == ["CST-STD-01"]
    assert codes(library, "register", filters={"phase": ["plan"], "owner": ["Risk lead"]}) == ["RSK-STD-01"]
    assert set(codes(library, "register kind:procedure kind:standard")) == {"RSK-STD-01", "RSK-PRC-01", "CST-STD-01"}
    assert codes(library, "register kind:nothing") == []


def test_filters_alone_list_everything_that_passes_by_title(library: SearchIndex) -> None:
    assert codes(library, "kind:standard") == ["CST-STD-01", "RSK-STD-01"]
    assert codes(library, "") == []


def test_stop_words_alone_are_looked_for_in_titles(library: SearchIndex) -> None:
    assert codes(library, "the who is") == ["TPL-01"]
    assert codes(library, "of") == []


def test_facets_count_all_hits_and_leave_their_own_filter_out(library: SearchIndex) -> None:
    page = search(library, "register", EVERYONE, NOON, size=1, filters={"kind": ["standard"]})
    facets = {facet.name: {count.value: (count.hits, count.chosen) for count in facet.counts} for facet in page.facets}
    assert page.total == 2
    assert facets["kind"] == {"standard": (2, True), "procedure": (1, False)}
    assert facets["practice"] == {"RSK.1": (1, False), "RSK.2": (1, False), "CST.1": (1, False)}
    assert facets["phase"] == {"plan": (2, False), "execute": (1, False)}
    assert facets["owner"] == {"Risk lead": (1, False), "Cost lead": (1, False)}
    assert facets["area"] == {"RSK": (1, False), "CST": (1, False)}


def test_pages_follow_each_other_without_gap_or_repeat(filled: Callable[..., SearchIndex]) -> None:
    index = filled(*(small_entry(f"AAA-STD-{number:02}", "Same title", "same words") for number in range(25)))
    pages = [search(index, "words", EVERYONE, NOON, page=number, size=10) for number in (1, 2, 3, 4)]
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert len({hit.code for page in pages for hit in page.hits}) == 25
    assert {page.total for page in pages} == {25}
    assert pages[0].pages == 3
