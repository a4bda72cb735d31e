"""Suggestions while typing, and other spellings."""

from collections.abc import Callable

import pytest

from portal.search.index import SearchIndex
from portal.search.queries import search, suggest
from tests.search.collection import small_entry
from tests.search.conftest import EVERYONE, NOON


@pytest.fixture
def library(filled: Callable[..., SearchIndex]) -> SearchIndex:
    return filled(
        small_entry("RSK-STD-01", "Risk management", "Contingency is received and scheduled. Contingencies too."),
        small_entry("RSK-PRC-01", "Handling risk and issues", "Escalation."),
        small_entry("TPL-12", "Risk register", "Rows."),
        small_entry("SCH-STD-01", "Schedule", "A milestone is reached."),
    )


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("rsk-", ["RSK-PRC-01", "RSK-STD-01"]),
        ("RI", ["RSK-STD-01", "TPL-12", "RSK-PRC-01"]),
        ("risk man", ["RSK-STD-01"]),
        ("iss hand", ["RSK-PRC-01"]),
        ("  ", []),
        ("isk", []),
        ("%", []),
    ],
)
def test_suggestions_put_codes_then_beginnings_then_words(library: SearchIndex, typed: str, wanted: list[str]) -> None:
    assert [found.code for found in suggest(library, typed, EVERYONE, NOON)] == wanted


def test_suggestions_put_texts_before_words_that_begin_alike(filled: Callable[..., SearchIndex]) -> None:
    word = {"kind": "term", "weight": 0.5}
    index = filled(
        small_entry("a", "Risk", **word), small_entry("b", "Risk register", **word), small_entry("TPL-12", "Risk register"),
        small_entry("RSK-GDE-01", "A risk workshop"),
    )  # fmt: skip
    assert [found.code for found in suggest(index, "risk", EVERYONE, NOON)] == ["TPL-12", "a", "b", "RSK-GDE-01"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("contingancy", ""),
        ("contigency", "contingency"),
        ("milestne", "milestone"),
        ("recieved rows", "received rows"),
        ("Managment", ""),
        ("shcedule kind:standard", "schedule"),
        ("zzzzzzz", ""),
        ("risk", ""),
        ("rsik", "risk"),
    ],
)
def test_another_spelling_is_a_word_that_stands_in_a_text(library: SearchIndex, typed: str, meant: str) -> None:
    page = search(library, typed, EVERYONE, NOON)
    assert page.did_you_mean == meant
    assert page.total or not meant or search(library, meant, EVERYONE, NOON).total


def test_only_a_few_words_of_a_long_question_are_guessed(library: SearchIndex) -> None:
    page = search(library, "contigency milestne escalatoin shcedule", EVERYONE, NOON)
    assert page.did_you_mean == "contingency milestone escalation shcedule"
