"""No text takes more than a fixed time for each of its characters: measured by how much work grows with length, counted, not clocked."""

import sys
import time
from collections.abc import Callable
from functools import cache

import pytest

from portal.content import markdown
from portal.content.diff import compare
from tests.content.safety import TERMS

LENGTH = 9_000  # more than a paragraph may have
LONG_LENGTH = 100_000
MOST_CALLS = 250  # for one character; prose takes three, and work that looks at every pair of characters thousands

Make = Callable[[int], str]
REPEATED = (
    *("[", "*", "_", "<", "`", "~", "&", "\\", "|", "!", "]", ">", "-", "#", ":", "{", "a", " ", "\n", "\t"),
    *("*a ", "**a ", "_a ", "*_", "a**b_", "~~a ", "![", "[^", "[^a]", "[a](", "[a](<", "[](", "[[", "[[A", "](", "<a ", "<!--", "<a:"),
    *("&#x", "&aaaaa", "\\[", "{#a}", "[a](/b)", "![a](b.png)", "[](/b)", "[[AAA-AAA-00]]", "<http://a>", "risk ", "`a"),
    *("> ", "- ", "1. ", ": ", "> - ", "a\n", " \n", "> a\n", "- a\n", "- a\n\n", "1. a\n", "- [ ] a\n", "a\n\n", "a\n: b\n"),
    *(
        "# a\n\n",
        "# section\n",
        "a\n=\n",
        "```\n",
        "```a\n",
        "---\n",
        "!!! note\n",
        "[a]: b\n",
        '[a]: b "\n',
        "[a\n",
        "[^a]: ",
        "x {#a}\n\n",
    ),
    *("a|b\n-|-\n1|2\n\n: cap\n\n", "[^a] [^a] [^a]\n\n", "\u202e", "![a](b.png)\n\n: c\n\n"),
)
MADE: dict[str, Make] = {
    "nested links": lambda n: "[a" * (n // 4) + "](b)" * (n // 4),
    "emphasis that opens and closes": lambda n: "*a **a " * (n // 14) + "b** b* " * (n // 14),
    "backticks of growing length": lambda n: " ".join("`" * (i % 100 + 1) for i in range(n // 50)),
    "lists in lists": lambda n: "\n".join("  " * i + "- a" for i in range(int(n**0.5))),
    "quotes in quotes": lambda n: "\n".join(">" * (i + 1) + " a" for i in range(int((2 * n) ** 0.5))),
    "boxes in boxes": lambda n: "\n".join("    " * i + "!!! note" for i in range(int((n / 2) ** 0.5))),
    "a quote that goes on without its mark": lambda n: "> a\n" + "b\n" * (n // 2),
    "a paragraph of footnotes": lambda n: (
        "".join(f"[^a{i}] " for i in range(n // 24)) + "\n\n" + "".join(f"[^a{i}]: b\n\n" for i in range(n // 24))
    ),
    "footnotes in footnotes": lambda n: "".join(f"[^a{i}]: b [^a{i + 1}]\n\n" for i in range(n // 22)),
    "many references": lambda n: "".join(f"[a{i}]: b\n" for i in range(n // 20)) + "\n" + "".join(f"[a{i}]\n\n" for i in range(n // 20)),
    "headings that want each other's ids": lambda n: "".join(f"# a-{i}\n\n# a\n\n" for i in range(n // 12)),
    "ids that headings want": lambda n: "".join(f"x {{#a-{i}}}\n\n" for i in range(n // 20)) + "# a\n\n" * (n // 20),
    "a wide table": lambda n: "|a" * (n // 4) + "|\n" + "|-" * (n // 4) + "|\n",
    "a long table": lambda n: "a|b\n-|-\n" + "[[*|_`<\n" * (n // 8),
    "an address without end": lambda n: "[a](/" + "b" * n + ")",
    "a title without end": lambda n: '!!! note "' + 'a"' * (n // 2),
    "parentheses": lambda n: "[a](" + "(" * n,
}


def repeated(part: str) -> Make:
    return lambda length: part * (length // len(part))


def paragraphs(part: str) -> Make:
    return lambda length: (part * (7_900 // len(part)) + "\n\n") * (length // 7_900)


MADE |= {repr(text): repeated(text) for text in REPEATED}
MADE |= {f"paragraphs of {text!r}": paragraphs(text) for text in REPEATED if "\n" not in text}
LONG: dict[str, Make] = {
    **{name: MADE[name] for name in ("'['", "'*'", "'<'", "'`'", "'> '", "'- '", "paragraphs of '['", "paragraphs of '`'")},
    **{name: MADE[name] for name in ("lists in lists", "quotes in quotes", "a wide table")},
    "a table as wide as long": lambda n: "|a" * (n // 8) + "|\n" + "|-" * (n // 8) + "|\n" + "|b\n" * (n // 8),
}


def work(task: Callable[[], object]) -> int:
    """How many functions a task calls, ours and those written in C: the same on every machine."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        task()
    finally:
        sys.setprofile(before)
    return count


def render(text: str) -> Callable[[], object]:
    return lambda: markdown.render(text, link=lambda _code, _anchor: None, terms=TERMS)


@pytest.mark.parametrize("shape", MADE)
def test_the_work_for_each_character_is_bounded(shape: str) -> None:
    text = MADE[shape](LENGTH)
    assert work(render(text)) <= MOST_CALLS * LENGTH


def test_the_bound_would_see_work_that_grows_with_the_square() -> None:
    text = "x" * LENGTH
    assert work(lambda: [text.find("y", place) for place in range(LENGTH) for _ in range(LENGTH // 100)]) <= MOST_CALLS * LENGTH
    assert work(lambda: [text.find("y", place) for place in range(LENGTH) for _ in range(LENGTH // 30)]) > MOST_CALLS * LENGTH


def seconds(task: Callable[[], object]) -> float:
    """Processor time of a task."""
    began = time.process_time()
    task()
    return time.process_time() - began


@cache
def seconds_of_prose() -> float:
    """What the same length of plain prose takes here and now."""
    return seconds(render("A project that knows its risks early can still choose. *Mostly* so.\n\n" * (LONG_LENGTH // 70)))


@pytest.mark.parametrize("shape", LONG)
def test_a_hundred_kilobytes_of_anything_take_at_most_some_times_what_prose_takes(shape: str) -> None:
    assert seconds(render(LONG[shape](LONG_LENGTH))) < 80 * seconds_of_prose()


def test_comparing_two_long_texts_takes_no_more_than_the_budget_allows() -> None:
    def pair(length: int) -> Callable[[], object]:
        old = "".join(f"{n % 7} a {n % 5}\n\n" for n in range(length))
        new = "".join(f"{n % 5} b {n % 7}\n\n" for n in range(length))
        return lambda: compare(old, new)

    assert work(pair(1_200)) < 6 * work(pair(300))
