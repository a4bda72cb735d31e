"""The words at an anchor, from documents rendered as they are published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content import markdown
from portal.library.passage import LONGEST, passage

TEXT = """# Rules

R1. **Look twice.** The manager looks at *every* risk, see [the sheet](https://example.org). {#r1}

- C1. First line. {#c1}
- C2. Second line.

| Band | Days |
|---|---|
| 1 | 2 |

## Escalation

Within two days.
"""


def html() -> str:
    return markdown.render(TEXT, link=lambda *_: None, terms=[], image=lambda _: None).html


@pytest.mark.parametrize(("anchor", "words"), [
    ("r1", "R1. Look twice. The manager looks at every risk, see the sheet."),
    ("c1", "C1. First line."),
    ("escalation", "1.1 Escalation"),
    ("rules", "1 Rules"),
    ("nowhere", ""),
    ("", ""),
])  # fmt: skip
def test_the_words_at_an_anchor_are_quoted_and_nothing_else(anchor: str, words: str) -> None:
    assert passage(html(), anchor) == words


def test_an_element_inside_another_is_quoted_with_its_lines() -> None:
    assert (
        passage('<div id="t"><table><tr><th>A</th><td>1<br>2</td></tr><tr><td>B</td></tr></table></div><p>no</p>', "t") == "A · 1 2 ·\nB ·"
    )


def test_a_long_passage_is_cut() -> None:
    quoted = passage(f'<p id="long">{"word " * 900}</p>', "long")
    assert len(quoted) <= LONGEST
    assert quoted.endswith("…")


@given(st.text(max_size=300), st.text(max_size=20))
def test_no_text_breaks_it(html: str, anchor: str) -> None:
    assert len(passage(html, anchor)) <= LONGEST
