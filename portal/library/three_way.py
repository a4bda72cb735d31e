"""Three texts side by side: what two have made of one beginning, place by place, with the words each changed. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from merge3 import Merge3

from portal.content.diff import Run
from portal.library.differences import differences

Kind = Literal["same", "ours", "theirs", "alike", "both"]
Lines = tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Lines at one place: as they were, and as each side has them, with the words it removed and added.

    `same`: nobody changed them. `ours`, `theirs`: one side did. `alike`: both did, and say the same. `both`: both did, otherwise.
    """

    kind: Kind
    base: str
    ours: Lines
    theirs: Lines


def rows(base: str, ours: str, theirs: str) -> tuple[Row, ...]:
    """All places in the order of the beginning, as `drafts.merged` finds them: what is `both` here stands between marks there."""
    return tuple(_rows(*(text.strip().split("\n") for text in (base, ours, theirs))))


def _rows(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[Row]:
    done = (0, 0, 0)
    for z, z_end, a, a_end, b, b_end in Merge3(base, ours, theirs).find_sync_regions():
        if any("".join(part).strip() for part in (base[done[0] : z], ours[done[1] : a], theirs[done[2] : b])):
            yield _row(base[done[0] : z], ours[done[1] : a], theirs[done[2] : b])
        if kept := "\n".join(base[z:z_end]).strip():
            yield Row("same", kept, (), ())
        done = (z_end, a_end, b_end)


def _row(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Row:
    was, here, there = ("\n".join(part).strip() for part in (base, ours, theirs))
    kind: Kind = "ours" if there == was else "theirs" if here == was else "alike" if here == there else "both"
    return Row(kind, was, _lines(was, here), _lines(was, there))


def _lines(before: str, after: str) -> Lines:
    found = differences(before, after)
    return tuple(line.merged for section in found.sections for stretch in section.stretches for line in stretch.lines)
