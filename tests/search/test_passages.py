"""The best section and the passage: plain text with marks, at the place that shows why."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.lang.porter import stem

from portal.search.entry import Section
from portal.search.index import SearchIndex
from portal.search.passages import LENGTH, Finder, passage
from portal.search.queries import search
from portal.search.words import spans, stem_of
from tests.search.collection import ENDINGS, SYLLABLES, made_collection, small_entry
from tests.search.conftest import EVERYONE, NOON

SECTIONS = (
    Section("purpose", "Purpose", "Why the register is kept at all. " * 5),
    Section(
        "r9",
        "Escalation",
        "Filler about nothing. " * 40 + "The sponsor hears of a breach <b>within</b> two days & no later. " + "End. " * 40,
    ),
    Section("records", "Records", "The register, the sponsor's letters."),
)


@pytest.fixture
def library(filled: Callable[..., SearchIndex]) -> SearchIndex:
    text = "\n".join(f"{section.title}\n{section.text}" for section in SECTIONS)
    return filled(
        small_entry("RSK-STD-01", "Risk", text, sections=SECTIONS),
        small_entry("RSK-STD-02", "No sections", "A single breach, in a text without sections."),
        small_entry("RSK-STD-03", "Only its title speaks of quorums", "Nothing else."),
    )


def test_a_hit_links_to_its_best_section_and_marks_what_was_asked(library: SearchIndex) -> None:
    hit = search(library, "breaches sponsors", EVERYONE, NOON).hits[0]
    assert (hit.url, hit.section) == ("/library/rsk-std-01#r9", "Escalation")
    assert [run.text for run in hit.passage if run.marked] == ["sponsor", "breach"]
    assert "<b>within</b> two days & no later." in hit.snippet
    assert hit.snippet.startswith("… ")
    assert hit.snippet.endswith(" …")
    assert len(hit.snippet) <= LENGTH + 4


def test_a_hit_without_a_matching_section_shows_how_its_text_begins(library: SearchIndex) -> None:
    whole = search(library, "single", EVERYONE, NOON).hits[0]
    assert (whole.url, whole.section) == ("/library/rsk-std-02", "")
    title = search(library, "quorum", EVERYONE, NOON).hits[0]
    assert (title.url, title.snippet) == ("/library/rsk-std-03", "Nothing else.")


def test_only_the_hits_asked_for_are_highlighted(library: SearchIndex) -> None:
    hits = search(library, "breach", EVERYONE, NOON, highlighted=1).hits
    assert [bool(hit.passage) for hit in hits] == [True, False]


def test_a_phrase_draws_the_passage_to_its_section(filled: Callable[..., SearchIndex]) -> None:
    parts = (Section("a", "", "critical things and a path, path, critical words"), Section("b", "", "the critical path is long"))
    index = filled(small_entry("AAA-STD-01", "Plans", " ".join(part.text for part in parts), sections=parts))
    assert search(index, '"critical path"', EVERYONE, NOON).hits[0].url.endswith("#b")


def test_a_code_is_marked_as_a_whole_and_not_looked_for_in_its_own_text(filled: Callable[..., SearchIndex]) -> None:
    related = Section("related", "Related", "RES-STD-02 and RSK-STD-02, then RES-STD-01, of the 01 of a std; RES-STD-01-a.")
    index = filled(
        small_entry("RSK-GDE-01", "Workshops", related.text, sections=(related,)),
        small_entry("RES-STD-01", "Capacity", f"How many.\n{related.text}", sections=(Section("why", "", "How many."), related)),
    )
    own, other = search(index, "res-std-01", EVERYONE, NOON).hits
    assert (own.url, [run.text for run in own.passage]) == ("/library/res-std-01", ["How many."])
    assert (other.section, [run.text for run in other.passage if run.marked]) == ("Related", ["RES-STD-01"])


@given(st.text(max_size=600), st.sets(st.text(max_size=12), max_size=5))
def test_a_passage_is_a_piece_of_the_text_and_marks_only_what_was_asked(text: str, asked: set[str]) -> None:
    weights = {stem: 1.0 for word in asked for _, _, stem in spans(word)}
    runs = passage(text, Finder(weights))
    whole = "".join(run.text for run in runs).removeprefix("… ").removesuffix(" …")
    assert "".join(whole.split()) in "".join(text.split())
    assert all(stem_of(run.text) in weights for run in runs if run.marked)


@given(st.lists(st.sampled_from([*SYLLABLES, "y", "bility", "tional", "e", "ies"]), min_size=1, max_size=4), st.sampled_from(ENDINGS))
def test_a_stem_without_its_last_letter_begins_the_word(syllables: list[str], ending: str) -> None:
    word = "".join(syllables) + ending
    assert word.startswith(stem(word)[:-1])


def test_the_finder_finds_what_stemming_the_whole_text_finds() -> None:
    collection = made_collection(documents=30, questions=30)
    for entry, question in zip(collection.entries, collection.questions, strict=True):
        weights = {stem: 1.0 for _, _, stem in spans(question)}
        text = entry.text.replace(" the ", ". The-") + " e.g. a.wing Ｗing İ"
        assert Finder(weights).places(text.replace("İ", "")) == [place for place in spans(text.replace("İ", "")) if place[2] in weights]
        assert Finder(weights).places(text) == [place for place in spans(text) if place[2] in weights]
