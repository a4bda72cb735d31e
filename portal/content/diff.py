"""Differences of two Markdown texts, section by section and word by word, for readers who know the older one. Pure; shows nothing."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from portal.content.diff_blocks import Block, Stretch, explicit_texts, stretches
from portal.content.diff_words import Budget, matches

State = Literal["same", "changed", "added", "removed"]
_WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")
_IN_BAG: Final = re.compile(r"\w+|\0[^\0]*\0")  # words, and ids as `_named` writes them
_ALIKE: Final = 0.35
_WINDOW: Final = 8


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words that is the same on both sides, added, or removed."""

    kind: Literal["same", "ins", "del"]
    text: str


@dataclass(frozen=True, slots=True)
class DiffRow:
    """One paragraph, list line or table row on both sides; an absent side is empty. `anchor` is its explicit id, of the newer text first."""

    old: tuple[Run, ...]
    new: tuple[Run, ...]
    state: State
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class SectionDiff:
    """One section; `same` ones hold their rows too, so that a page may fold them."""

    anchor: str
    title: str
    state: State
    rows: tuple[DiffRow, ...]


def compare(old: str, new: str) -> tuple[SectionDiff, ...]:
    """The sections of both texts, in the order of the newer, removed ones where they stood. Joining the sides of all rows gives both texts."""
    budget = Budget()
    before, after = stretches(old), stretches(new)
    made: list[SectionDiff] = []
    same = matches([stretch.anchor for stretch in before], [stretch.anchor for stretch in after], budget)
    a = c = 0
    for i, k, j, m in [*same, (len(before), len(before), len(after), len(after))]:
        made.extend(_sections(before[a:i], after[c:j], budget))
        made.extend(_section(*pair, budget) for pair in zip(before[i:k], after[j:m], strict=True))
        a, c = k, m
    return tuple(made)


def changed_anchors(old: str, new: str) -> frozenset[str]:
    """The explicit ids whose text changed, was added or was removed. A heading's id stands for its whole section."""
    before, after = explicit_texts(old), explicit_texts(new)
    return frozenset(anchor for anchor in before.keys() | after.keys() if before.get(anchor) != after.get(anchor))


def _sections(before: list[Stretch], after: list[Stretch], budget: Budget) -> Iterator[SectionDiff]:
    """Sections whose anchors differ: renamed ones are found by their words."""
    texts = [" ".join(block.text for block in stretch.blocks) for stretch in before]
    others = [" ".join(block.text for block in stretch.blocks) for stretch in after]
    for i, j in _paired(texts, others):
        if i is None and j is not None:
            yield _whole(after[j], "added")
        elif j is None and i is not None:
            yield _whole(before[i], "removed")
        elif i is not None and j is not None:
            yield _section(before[i], after[j], budget)


def _whole(stretch: Stretch, state: Literal["added", "removed"]) -> SectionDiff:
    return SectionDiff(stretch.anchor, stretch.title, state, tuple(_one_sided(block, state) for block in stretch.blocks))


def _one_sided(block: Block, state: Literal["added", "removed"]) -> DiffRow:
    if state == "added":
        return DiffRow((), (Run("ins", block.shown),), "added", block.anchor)
    return DiffRow((Run("del", block.shown),), (), "removed", block.anchor)


def _section(before: Stretch, after: Stretch, budget: Budget) -> SectionDiff:
    rows: list[DiffRow] = []
    old, new = before.blocks, after.blocks
    same = matches([block.text for block in old], [block.text for block in new], budget)
    a = c = 0
    for i, k, j, m in [*same, (len(old), len(old), len(new), len(new))]:
        rows.extend(_rows(old[a:i], new[c:j], budget))
        rows.extend(DiffRow((Run("same", block.shown),), (Run("same", block.shown),), "same", block.anchor) for block in new[j:m])
        a, c = k, m
    unchanged = before.title == after.title and all(row.state == "same" for row in rows)
    return SectionDiff(after.anchor, after.title, "same" if unchanged else "changed", tuple(rows))


def _rows(old: list[Block], new: list[Block], budget: Budget) -> Iterator[DiffRow]:
    for i, j in _paired([_named(block) for block in old], [_named(block) for block in new]):
        if i is None and j is not None:
            yield _one_sided(new[j], "added")
        elif j is None and i is not None:
            yield _one_sided(old[i], "removed")
        elif i is not None and j is not None:
            yield _changed(old[i], new[j], budget)


def _named(block: Block) -> str:
    """The text with its id repeated: two paragraphs with one id are versions of each other, however much was rewritten."""
    return f"{block.text} " + f"\0{block.anchor} " * (len(block.text.split()) * 3) if block.anchor else block.text


def _changed(before: Block, after: Block, budget: Budget) -> DiffRow:
    plain = before.shown != after.shown
    old = _WORD.findall(before.shown if plain else before.text)
    new = _WORD.findall(after.shown if plain else after.text)
    left: list[Run] = []
    right: list[Run] = []
    a = c = 0
    same = [span for span in matches(old, new, budget) if not "".join(old[span[0] : span[1]]).isspace()]
    for i, k, j, m in [*same, (len(old), len(old), len(new), len(new))]:
        left.extend(_run("del", old[a:i]))
        left.extend(_run("same", old[i:k]))
        right.extend(_run("ins", new[c:j]))
        right.extend(_run("same", new[j:m]))
        a, c = k, m
    return DiffRow(tuple(left), tuple(right), "changed", after.anchor or before.anchor)


def _run(kind: Literal["same", "ins", "del"], words: list[str]) -> tuple[Run, ...]:
    return (Run(kind, "".join(words)),) if words else ()


def _paired(old: list[str], new: list[str]) -> Iterator[tuple[int | None, int | None]]:
    """Each old and new text once, in order, alike ones together. Looks a few places ahead only, so it stays linear."""
    bags = [Counter(_IN_BAG.findall(text)) for text in old]
    others = [Counter(_IN_BAG.findall(text)) for text in new]
    i = 0
    for j, bag in enumerate(others):
        found = next((k for k in range(i, min(i + _WINDOW, len(bags))) if _alike(bags[k], bag)), None)
        if found is None:
            yield None, j
            continue
        yield from ((k, None) for k in range(i, found))
        yield found, j
        i = found + 1
    yield from ((k, None) for k in range(i, len(bags)))


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    total = one.total() + other.total()
    return total > 0 and 2 * (one & other).total() >= _ALIKE * total
