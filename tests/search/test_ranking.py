"""Ranking: BM25 to the last figure, and what may come before it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.entry import whole_text
from portal.search.index import SearchIndex
from portal.search.queries import search
from portal.search.query import Synonyms
from portal.search.words import stems
from tests.search.collection import Collection, made_collection, small_entry
from tests.search.conftest import EVERYONE, NOON
from tests.search.reference import ANALYZER, PlainBM25, mean_average_precision

Fill = Callable[..., SearchIndex]


@pytest.fixture(scope="module")
def collection() -> Collection:
    return made_collection()


@pytest.fixture(scope="module")
def indexed(collection: Collection, tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    index = SearchIndex(Path(tmp_path_factory.mktemp("cranfield")))
    with index.writing() as writing:
        writing.replace(collection.entries)
    return index


@pytest.fixture(scope="module")
def reference(collection: Collection) -> PlainBM25:
    return PlainBM25({entry.key: whole_text(entry) for entry in collection.entries})


def found(index: SearchIndex, text: str, size: int = 10) -> list[str]:
    return [hit.code for hit in search(index, text, EVERYONE, NOON, size=size, highlighted=0, guess=False).hits]


def test_mean_average_precision_is_within_two_per_cent_of_plain_bm25(
    collection: Collection, indexed: SearchIndex, reference: PlainBM25
) -> None:
    pages = [search(indexed, question, EVERYONE, NOON, size=1000, highlighted=0, guess=False) for question in collection.questions]
    ours = mean_average_precision([[hit.key for hit in page.hits] for page in pages], collection.judgements)
    plain = mean_average_precision([reference.order(question) for question in collection.questions], collection.judgements)
    assert 0.2 < plain < 0.95
    assert ours >= 0.98 * plain
    assert abs(ours - plain) <= 0.02 * plain


def test_a_long_question_is_scored_as_plain_bm25_scores_it(collection: Collection, indexed: SearchIndex, reference: PlainBM25) -> None:
    same = 0
    for question in collection.questions[:40]:
        wanted = reference.scores(question)
        page = search(indexed, question, EVERYONE, NOON, size=1000, highlighted=0, guess=False)
        same += all(hit.score == pytest.approx(wanted[hit.key], rel=1e-6) for hit in page.hits)
        assert {hit.key for hit in page.hits} == set(wanted)
    assert same >= 20


@given(st.text(max_size=200))
def test_words_are_those_of_whooshs_stemming_analyzer(text: str) -> None:
    assert stems(text) == [token.text for token in ANALYZER(text)]


def test_scores_stay_exact_after_updates_and_removals(filled: Fill) -> None:
    entries = [small_entry(f"AAA-STD-{number:02}", f"Text {number}", "alpha beta " * number + "gamma delta") for number in range(1, 30)]
    index = filled(*entries)
    changed = [small_entry(f"AAA-STD-{number:02}", f"Text {number}", "alpha " * number + "omega") for number in range(1, 6)]
    for entry in changed:
        with index.writing() as writing:
            writing.apply([entry], ["document:AAA-STD-29"])
    texts = {entry.key: whole_text(entry) for entry in (*entries[:-1], *changed)}
    wanted = PlainBM25(texts).scores("zero alpha gamma wholly unknown words")
    page = search(index, "zero alpha gamma wholly unknown words", EVERYONE, NOON, size=100)
    assert {hit.key: hit.score for hit in page.hits} == pytest.approx(wanted, rel=1e-6)


def test_a_word_of_more_documents_than_a_block_holds_is_scored_exactly_after_segments_are_merged(filled: Fill) -> None:
    entries = [small_entry(f"AAA-STD-{number:04}", f"Text {number}", "alpha " * (number % 7 + 1) + "beta") for number in range(1, 1301)]
    index = filled(*entries[:600])
    for part in (entries[600:1290], entries[1290:1295], entries[1295:]):
        with index.writing() as writing:
            writing.apply(part)
    wanted = PlainBM25({entry.key: whole_text(entry) for entry in entries}).scores("alpha never said")
    page = search(index, "alpha never said", EVERYONE, NOON, size=2000, highlighted=0)
    assert {hit.key: hit.score for hit in page.hits} == pytest.approx(wanted, rel=1e-6)


def test_the_exact_code_comes_first_in_any_case_and_among_words(filled: Fill) -> None:
    index = filled(
        small_entry("RSK-STD-01", "Risk management", "How risks are owned."),
        small_entry("RSK-PRC-01", "Issues", "See RSK-STD-01. " * 30),
        small_entry("TPL-12", "Register", "For RSK-STD-01 and RSK-PRC-01. " * 20),
    )
    for text in ("RSK-STD-01", "rsk-std-01", "(RSK-STD-01)?", "what does Rsk-Std-01 say about issues"):
        assert found(index, text)[0] == "RSK-STD-01", text
    assert found(index, "tpl-12 rsk-prc-01")[:2] == ["TPL-12", "RSK-PRC-01"]
    assert found(index, "RSK-STD")[0] == found(index, "rsk-st")[0] == "RSK-STD-01"
    assert found(index, "XXX-STD-01 XXX-PRC-02") == []


def test_a_title_that_holds_what_is_asked_comes_before_a_body_full_of_it(filled: Fill) -> None:
    index = filled(
        small_entry("AAA-STD-01", "Lessons", "The risk register. " * 80),
        small_entry("TPL-12", "Risk register", "One row for each uncertain event. " * 40),
        small_entry("TPL-13", "Risk register review record", "The risk register is looked at. " * 40),
        small_entry("AAA-STD-02", "Costs", "Nothing about that. " * 10),
    )
    assert found(index, "risk register") == ["TPL-12", "TPL-13", "AAA-STD-01"]


def test_stems_find_other_forms_of_a_word(filled: Fill) -> None:
    index = filled(small_entry("AAA-STD-01", "Escalation", "Whoever escalated closes it."), small_entry("AAA-STD-02", "Other"))
    assert found(index, "escalating closing") == ["AAA-STD-01"]


def test_a_synonym_finds_the_other_name_both_ways(filled: Fill) -> None:
    index = filled(
        small_entry("AAA-STD-01", "Scope", "Every WBS element has an owner."),
        small_entry("AAA-STD-02", "Planning", "The work breakdown structure comes first."),
        small_entry("AAA-STD-03", "Structure of work", "A breakdown of machines."),
    )
    synonyms = Synonyms({"WBS": ["work breakdown structure"]})
    codes = [hit.code for hit in search(index, "wbs", EVERYONE, NOON, synonyms=synonyms).hits]
    assert set(codes) == {"AAA-STD-01", "AAA-STD-02"}
    codes = [hit.code for hit in search(index, "work breakdown structure", EVERYONE, NOON, synonyms=synonyms).hits]
    assert "AAA-STD-01" in codes
    assert search(index, "wbs", EVERYONE, NOON).total == 1
