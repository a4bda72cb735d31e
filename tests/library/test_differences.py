"""What a reader is shown of the differences of two texts, worked by hand on small ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.diff import Run, compare
from portal.library.differences import Line, differences, pieces

BEFORE = "# Rules\n\nR1. Escalate within 5 working days. {#r1}\n\nR2. Keep it. {#r2}\n\n# Records\n\nKept for a year.\n"
AFTER = "# Rules\n\nR1. Escalate within 2 working days. {#r1}\n\nR2. Keep it. {#r2}\n\n# Records\n\nKept for a year.\n\n# New\n\nA part.\n"


def lines(old: str, new: str) -> list[Line]:
    return [line for section in differences(old, new).sections for stretch in section.stretches for line in stretch.lines]


def test_one_changed_word_is_removed_and_added_in_its_place() -> None:
    line = lines(BEFORE, AFTER)[0]
    assert (line.label, line.state) == ("R1", "changed")
    assert line.merged == (Run("same", "R1. Escalate within "), Run("del", "5"), Run("ins", "2"), Run("same", " working days."))
    assert line.old == (Run("same", "R1. Escalate within "), Run("del", "5"), Run("same", " working days."))


def test_unchanged_lines_are_folded_and_unchanged_sections_too() -> None:
    rules, records, new = differences(BEFORE, AFTER).sections
    assert [(stretch.is_folded, len(stretch.lines)) for stretch in rules.stretches] == [(False, 1), (True, 1)]
    assert (records.state, records.count) == ("same", 1)
    assert (new.title, new.state) == ("New", "added")


def test_words_are_counted_as_added_and_removed() -> None:
    found = differences(BEFORE, AFTER)
    assert (found.added, found.removed) == (3, 1)
    assert [section.title for section in found.changed] == ["Rules", "New"]


def test_a_few_words_left_between_longer_changes_read_as_changed() -> None:
    same, old, new = "R1. Every project keeps a register.", "They keep it short and plain.", "Nobody may keep a second list."
    line = lines(f"{same} {old} {{#r1}}", f"{same} {new} {{#r1}}")[0]
    assert line.merged == (Run("same", f"{same} "), Run("del", old[:-1]), Run("ins", new[:-1]), Run("same", "."))


def test_a_short_change_keeps_its_surroundings() -> None:
    old, new = "One owner, by name, in the register.", "Two owners, by name, in the log."
    assert [run.kind for run in lines(old, new)[0].merged] == ["del", "ins", "same", "del", "ins", "same"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See [[RSK-STD-01#r3]] for *how*.", "See RSK-STD-01#r3 for how."),
        ("- a line of a list", "a line of a list"),
        ("| Band | Share |\n|---|---|\n| 1 | under 5 % |", "1 · under 5 %"),
    ],
)
def test_readers_see_no_marks_of_the_writing(written: str, shown: str) -> None:
    line = lines("", written)[-1]
    assert line.merged == (Run("ins", shown),)


def test_marks_are_shown_where_they_are_all_that_changed() -> None:
    line = lines("Say *how*.", "Say how.")[0]
    assert "".join(run.text for run in line.merged if run.kind == "del").count("*") == 2


@given(st.lists(st.sampled_from(["the", "risk", "owner", "of", "a", "5", "days"]), max_size=12),
       st.lists(st.sampled_from(["the", "risk", "owner", "of", "a", "5", "days"]), max_size=12))  # fmt: skip
def test_both_sides_can_be_read_from_the_pieces(old: list[str], new: list[str]) -> None:
    for section in compare(" ".join(old), " ".join(new)):
        for row in section.rows:
            line = pieces(row)
            assert "".join(piece.old for piece in line) == "".join(run.text for run in row.old)
            assert "".join(piece.new for piece in line) == "".join(run.text for run in row.new)
