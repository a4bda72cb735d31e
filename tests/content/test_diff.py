"""Differences of two texts: what a reader of the older one is shown, and that nothing of either is lost."""

import re
from itertools import chain

from hypothesis import assume, given, settings

from portal.content import markdown
from portal.content.diff import DiffRow, Run, SectionDiff, changed_anchors, compare
from portal.content.diff_blocks import stretches
from portal.content.diff_words import Budget, matches
from tests.content.texts import TEXTS

OLD = "# Purpose\n\nWhy it is.\n\n# Rules\n\nR1. **Score.** Every 14 days. {#r1}\n\nR2. **Keep.** Seven years. {#r2}\n\n# Roles\n\n- one\n- two\n"
ID = re.compile(r"\s*\{#[a-z][a-z0-9-]{0,40}\}")


def plain(text: str) -> str:
    return " ".join(ID.sub("", text).replace("**", "").split())


def side(sections: tuple[SectionDiff, ...], name: str) -> list[str]:
    rows = chain.from_iterable(section.rows for section in sections)
    return [text for row in rows if (text := plain("".join(run.text for run in getattr(row, name))))]


def blocks(text: str) -> list[str]:
    return [made for stretch in stretches(text) for block in stretch.blocks if (made := plain(block.text))]


def states(sections: tuple[SectionDiff, ...]) -> list[tuple[str, str, str]]:
    return [(section.anchor, section.title, section.state) for section in sections]


def only_row(old: str, new: str) -> DiffRow:
    (changed,) = (row for section in compare(old, new) for row in section.rows if row.state != "same")
    return changed


def test_a_changed_figure_is_the_only_thing_marked_in_its_rule() -> None:
    row = only_row(OLD, OLD.replace("14 days", "10 days"))
    assert row == DiffRow(
        (Run("same", "R1. Score. Every "), Run("del", "14"), Run("same", " days.")),
        (Run("same", "R1. Score. Every "), Run("ins", "10"), Run("same", " days.")),
        "changed",
        "r1",
    )


def test_only_the_changed_section_is_changed() -> None:
    made = compare(OLD, OLD.replace("- two", "- two\n- three"))
    assert states(made) == [("purpose", "Purpose", "same"), ("rules", "Rules", "same"), ("roles", "Roles", "changed")]
    assert made[2].rows[-1] == DiffRow((), (Run("ins", "- three"),), "added", None)


def test_a_new_section_and_a_removed_one_stand_where_they_stood() -> None:
    new = OLD.replace("# Rules", "# Scope\n\nAll projects.\n\n# Rules").replace("# Purpose\n\nWhy it is.\n\n", "")
    assert states(compare(OLD, new)) == [
        ("scope", "Scope", "added"),
        ("purpose", "Purpose", "removed"),
        ("rules", "Rules", "same"),
        ("roles", "Roles", "same"),
    ]


def test_a_renamed_section_is_found_by_its_words() -> None:
    new = OLD.replace("# Rules", "# What everybody does")
    assert states(compare(OLD, new))[1] == ("what-everybody-does", "What everybody does", "changed")


def test_a_rule_rewritten_from_end_to_end_is_still_the_same_rule() -> None:
    row = only_row(OLD, OLD.replace("R2. **Keep.** Seven years.", "R2. **Archive.** Until the depot closes for good."))
    assert (row.state, row.anchor) == ("changed", "r2")


def test_a_rule_with_another_id_is_another_rule() -> None:
    rows = [row for section in compare(OLD, OLD.replace("{#r2}", "{#r9}")) for row in section.rows if row.state != "same"]
    assert [(row.state, row.anchor) for row in rows] == [("added", "r9"), ("removed", "r2")]


def test_an_address_changed_at_the_foot_of_the_text_is_not_hidden() -> None:
    row = only_row("See [it].\n\n[it]: /safe\n", "See [it].\n\n[it]: /elsewhere\n")
    assert row.new[-1] == Run("ins", "elsewhere")


def test_cells_terms_and_code_are_compared_line_by_line() -> None:
    old = "|a|b|\n|-|-|\n|one|1|\n|finish|2|\n\nTerm of it\n: Meaning\n\n```\nx = 1\ny = 2\n```\n"
    assert plain("".join(run.text for run in only_row(old, old.replace("|2|", "|3|")).new)) == "|finish|3|"
    assert plain("".join(run.text for run in only_row(old, old.replace("Term", "Word")).old)) == "Term of it"
    assert "".join(run.text for run in only_row(old, old.replace("y = 2", "y = 3")).new) == "y = 3"


def test_changed_anchors_are_those_whose_words_changed_came_or_went() -> None:
    new = OLD.replace("14", "10").replace("R2. **Keep.** Seven years. {#r2}\n\n", "") + "\nR3. New. {#r3}\n"
    assert changed_anchors(OLD, new) == {"r1", "r2", "r3"}


def test_the_id_of_a_heading_stands_for_its_section() -> None:
    old = "# Rules {#rules}\n\nOne.\n\n# Rest\n\nTwo.\n"
    assert changed_anchors(old, old.replace("One", "Three")) == {"rules"}
    assert changed_anchors(old, old.replace("Two", "Three")) == frozenset()


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_the_sides_of_all_rows_are_the_two_texts(old: str, new: str) -> None:
    made = compare(old, new)
    assert side(made, "old") == blocks(old)
    assert side(made, "new") == blocks(new)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_what_is_the_same_is_the_same_on_both_sides(old: str, new: str) -> None:
    for row in chain.from_iterable(section.rows for section in compare(old, new)):
        assert [run.text for run in row.old if run.kind == "same"] == [run.text for run in row.new if run.kind == "same"]
        assert {run.kind for run in row.old} <= {"same", "del"}
        assert {run.kind for run in row.new} <= {"same", "ins"}
        assert row.state != "same" or row.old == row.new


@given(TEXTS)
@settings(deadline=None)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {section.state for section in compare(text, text)} <= {"same"}
    assert changed_anchors(text, text) == frozenset()


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_changed_anchors_do_not_depend_on_the_direction(old: str, new: str) -> None:
    assert changed_anchors(old, new) == changed_anchors(new, old)


@given(TEXTS)
@settings(deadline=None)
def test_no_word_of_a_text_falls_out_of_the_comparison(text: str) -> None:
    assume(all(problem.code != "lost-footnote" for problem in markdown.parse(text).problems))
    kept = " ".join([*(stretch.title for stretch in stretches(text)), *blocks(text)])
    assert sorted(re.findall(r"[^\W_]+", plain(kept))) == sorted(re.findall(r"[^\W_]+", plain(text)))


def test_without_a_budget_a_changed_stretch_is_shown_whole() -> None:
    old, new = ["a", "b", "b", "c", "c"], ["a", "x", "b", "b", "c", "c", "y"]
    assert matches(old, new, Budget()) == [(0, 1, 0, 1), (1, 5, 2, 6)]
    assert matches(old, new, Budget(0)) == [(0, 1, 0, 1)]


def test_two_long_texts_without_a_common_line_stay_within_the_budget() -> None:
    budget = Budget()
    old = [f"a{n % 7}" for n in range(40_000)]
    new = [f"a{(n * 3) % 7}" for n in range(40_000)]
    matches(old, new, budget)
    assert budget.steps >= 0
