"""A Markdown text as the paragraphs that people comment on, and a quoted paragraph found again in a later text. Pure.

A list is taken item by item; a table, a quotation, a box or a piece of code is one paragraph.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from markdown_it.token import Token

from portal.content.anchors import Anchors
from portal.content.markdown_syntax import tokens_and_definitions
from portal.content.markdown_walk import explicit_id
from portal.content.wording import slug

LIKE = 0.6
"""From how much likeness on (0 to 1, as difflib reckons it) a paragraph counts as the one quoted, written anew."""
LISTS = frozenset({"bullet_list_open", "ordered_list_open"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The lines `first` until before `last` (counted from 0) as written, and the anchor nearest above or in them, empty before any."""

    first: int
    last: int
    text: str
    anchor: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quoted paragraph stands in a text; not `exact` when its words changed."""

    index: int
    exact: bool


def split(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text in its order. Every line that is not empty is in exactly one of them."""
    lines = text.split("\n")
    made, definitions = tokens_and_definitions(text)
    spans = sorted({*_spans(made), *definitions})
    anchors = _anchors(made)
    paragraphs: list[Paragraph] = []
    here = ""
    for first, last, is_heading in _whole(spans, lines, made):
        own = [anchor for line, anchor in anchors if first <= line < last]
        here = own[0] if own else here
        paragraphs.append(Paragraph(first, last, "\n".join(lines[first:last]), here, is_heading))
    return tuple(paragraphs)


def find(paragraphs: Sequence[Paragraph], quote: str, anchor: str = "") -> Place | None:
    """Where `quote` stands: word for word, best under the same anchor; else the paragraph most like it; None: no longer in the text."""
    wanted = _flat(quote)
    if not wanted:
        return None
    same = [index for index, paragraph in enumerate(paragraphs) if _flat(paragraph.text) == wanted]
    if same:
        return Place(next((index for index in same if paragraphs[index].anchor == anchor), same[0]), exact=True)
    best, index = max(((_likeness(wanted, _flat(p.text)), -n) for n, p in enumerate(paragraphs)), default=(0.0, 0))
    return Place(-index, exact=False) if best >= LIKE else None


def replaced(text: str, place: Place, new: str) -> str:
    """The text with other words in place of that paragraph; with empty words, without it."""
    paragraph = split(text)[place.index]
    lines = text.split("\n")
    words = new.strip("\n").split("\n") if new.strip() else []
    return "\n".join([*lines[: paragraph.first], *words, *lines[paragraph.last :]])


def _spans(made: Sequence[Token]) -> list[tuple[int, int]]:
    """Lines (from, to) of what stands by itself, and of each item of an outer list; a table together with its caption."""
    spans: list[tuple[int, int]] = []
    inside, after_table = False, False
    for token, following in pairwise([*made, Token("", "", 0)]):
        if token.level == 0 and token.nesting >= 0:
            inside = token.type in LISTS
        if not token.map or not ((token.level == 0 and not inside) or (token.level == 1 and inside and token.type == "list_item_open")):
            continue
        if after_table and token.type == "paragraph_open" and following.content.startswith(": "):
            spans.append((spans.pop()[0], token.map[1]))
        else:
            spans.append((token.map[0], token.map[1]))
        after_table = token.type == "table_open"
    return spans


def _whole(spans: Sequence[tuple[int, int]], lines: Sequence[str], made: Sequence[Token]) -> Iterator[tuple[int, int, bool]]:
    """The spans without empty lines around them, and what lies between two of them."""
    headings = {token.map[0] for token in made if token.type == "heading_open" and token.level == 0 and token.map}
    edges = [(0, 0), *spans, (len(lines), len(lines))]
    for (_, before), (first, last) in pairwise(edges):
        for start, end in ((before, first), (max(first, before), last)):
            while start < end and not lines[start].strip():
                start += 1  # noqa: PLW2901
            while start < end and not lines[end - 1].strip():
                end -= 1  # noqa: PLW2901
            if start < end:
                yield start, end, start in headings


def _anchors(made: Sequence[Token]) -> list[tuple[int, str]]:
    """Each anchor with its line: ids as written, and those that headings without one get from their words."""
    ids = Anchors({anchor for token in made if (anchor := explicit_id(token))})
    found = []
    for before, token in pairwise(made):
        anchor = explicit_id(token)
        is_heading = before.type == "heading_open" and before.level == 0
        if token.map and (anchor or (is_heading and slug(token.content))):
            found.append((token.map[0], anchor or ids.of_heading(token.content.replace("**", "").strip())))
    return found


def _likeness(wanted: str, text: str) -> float:
    matcher = SequenceMatcher(None, text, wanted, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0.0
    return matcher.ratio()


def _flat(text: str) -> str:
    return " ".join(text.split())
