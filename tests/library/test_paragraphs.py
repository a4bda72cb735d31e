"""A text as paragraphs to comment on, and a quoted paragraph found again in what became of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.library.paragraphs import Place, find, replaced, split
from portal.library.reviewed import Remark, reviewed
from tests.library.shelf import NOON

TEXT = """Before any heading.

# Purpose

Nobody is surprised,
not even twice.

## Rules that bind {#bind}

R1. Look every week. {#r1}

- one thing
- another thing

  with more of it

| who | what |
|---|---|
| you | look |

: Who does what.

```
a: b

c: d
```

> Said by somebody.

[^1]: A note.
"""
PARTS = (
    ("Before any heading.", ""),
    ("# Purpose", "purpose"),
    ("Nobody is surprised,\nnot even twice.", "purpose"),
    ("## Rules that bind {#bind}", "bind"),
    ("R1. Look every week. {#r1}", "r1"),
    ("- one thing", "r1"),
    ("- another thing\n\n  with more of it", "r1"),
    ("| who | what |\n|---|---|\n| you | look |\n\n: Who does what.", "r1"),
    ("```\na: b\n\nc: d\n```", "r1"),
    ("> Said by somebody.", "r1"),
    ("[^1]: A note.", "r1"),
)


def remark(quote: str, anchor: str = "", number: int = 1) -> Remark:
    """An open remark about a paragraph."""
    return Remark(number, "Anna", NOON, 1, anchor, quote, "Hm.", None, "open")


def test_a_text_is_split_where_a_reader_would() -> None:
    assert [(part.text, part.anchor) for part in split(TEXT)] == list(PARTS)


@given(st.lists(st.sampled_from(["word", "# Head", "- item", "  more", "", "", "| a |", "```", "> said", "1. one", "{#r1}", "\t", "---"])))
def test_every_line_that_says_something_is_in_exactly_one_paragraph(lines: list[str]) -> None:
    text = "\n".join(lines)
    paragraphs = split(text)
    covered = [line for part in paragraphs for line in range(part.first, part.last)]
    assert covered == sorted(set(covered))
    assert {line for line, words in enumerate(lines) if words.strip()} <= set(covered)
    assert all(part.text == "\n".join(lines[part.first : part.last]) for part in paragraphs)


@pytest.mark.parametrize(
    ("quote", "anchor", "place"),
    [
        ("R1. Look every week. {#r1}", "r1", Place(4, exact=True)),
        ("  R1. Look\nevery week. {#r1}\n", "", Place(4, exact=True)),
        ("R1. Look every day. {#r1}", "r1", Place(4, exact=False)),
        ("R1. Look every single working day at noon. {#r1}", "r1", Place(4, exact=False)),
        ("Everything else entirely, in other words than any here.", "r1", None),
        ("", "", None),
    ],
)
def test_a_quoted_paragraph_is_found_word_for_word_else_by_likeness_else_not(quote: str, anchor: str, place: Place | None) -> None:
    assert find(split(TEXT), quote, anchor) == place


def test_of_two_paragraphs_that_read_alike_the_one_under_the_same_anchor_is_meant() -> None:
    text = "# One\n\nThe same.\n\n# Two\n\nThe same.\n"
    assert [find(split(text), "The same.", anchor) for anchor in ("one", "two", "three")] == [
        Place(1, exact=True), Place(3, exact=True), Place(1, exact=True)
    ]  # fmt: skip


@pytest.mark.parametrize("index", range(len(PARTS)))
def test_other_words_stand_where_the_paragraph_stood_and_nothing_else_changes(index: int) -> None:
    old = PARTS[index][0]
    assert replaced(TEXT, Place(index, exact=True), "New words.\n\nTwo of them.\n") == TEXT.replace(old, "New words.\n\nTwo of them.")


def test_empty_words_take_the_paragraph_out() -> None:
    gone = replaced(TEXT, Place(4, exact=True), "  \n")
    assert "R1." not in gone
    assert len(split(gone)) == len(PARTS) - 1


def test_each_remark_stands_beside_its_paragraph_what_became_of_it_or_among_the_lost() -> None:
    remarks = (remark("R1. Look every week. {#r1}"), remark("R1. Look every day. {#r1}", number=2), remark("", number=3),
               remark("What nobody ever wrote in here.", number=4))  # fmt: skip
    made = reviewed(
        TEXT, remarks, lambda text: f'<p id="x"><a href="#r1">{text}</a><a href="/library/x#r1">x</a><a class="permalink">#</a></p>'
    )
    beside = made.passages[4]
    assert [[one.id for one in found] for found in (beside.remarks, beside.earlier, made.whole, made.lost)] == [[1], [2], [3], [4]]
    assert (beside.open, made.open) == (2, 4)
    assert beside.html == '<p><a>R1. Look every week. {#r1}</a><a href="/library/x#r1">x</a></p>'
