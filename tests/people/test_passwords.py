"""The law of a good password."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.passwords import COMMON, GUESSABLE, REPEATS, TOO_LONG, TOO_SHORT, Owner, problem
from portal.people.service.new_password import common

ANNA = Owner("Anna Berg", "anna.berg@example.org")


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short-words", TOO_SHORT),
        ("x1Y2" * 33, TOO_LONG),
        ("password1234", COMMON),
        ("Password-2024!!!", COMMON),
        ("PasswordPassword", COMMON),
        ("aaaaaaaaaaaaaaaa", REPEATS),
        ("abcabcabcabcabc", REPEATS),
        ("121212121212121", REPEATS),
        ("qwertyuiopasdf", GUESSABLE),
        ("poiuytrewq4321", GUESSABLE),
        ("1234567890123", GUESSABLE),
        ("P@$$w0rd!Summer7", GUESSABLE),
        ("Baseline2026!!", GUESSABLE),
        ("anna.berg.2026", GUESSABLE),
        ("AnnaBerg12345678", GUESSABLE),
        ("example.org-2026", GUESSABLE),
    ],
)
def test_what_is_guessed_first_is_refused_with_its_reason(password: str, sentence: str) -> None:
    assert problem(password, ANNA, common()) == sentence


@pytest.mark.parametrize(
    "password",
    [
        "anna-has-a-long-password",
        "tram lemon quartz",
        "ein Fahrrad im Schnee",
        "Ünïcödé früh am Tag",
        "kV7#pq2!Lw9z",
        "日本語のとても長い合言葉です",
    ],
)
def test_length_without_rules_of_composition_is_enough(password: str) -> None:
    assert problem(password, ANNA, common()) is None


@given(st.text(max_size=11))
def test_nothing_under_twelve_characters_passes(password: str) -> None:
    assert problem(password, ANNA, common()) == TOO_SHORT


@given(st.text(min_size=12, max_size=140))
def test_every_text_gets_an_answer(password: str) -> None:
    assert problem(password, ANNA, common()) in {None, TOO_LONG, COMMON, REPEATS, GUESSABLE}


def test_every_line_of_the_list_is_refused() -> None:
    assert all(problem(line, Owner("", "x@y"), common()) for line in common())
    assert sum(len(line) >= 12 for line in common()) > 5000
