"""A draft as a file, its next version, its problems, and two texts merged."""

from dataclasses import asdict
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.check import Known, check
from portal.content.front_matter import DocumentMeta, Version, Withdrawn, parse
from portal.library.drafts import Place, file_of, merged, merged_front, next_version, places, same, source_of

LINE = st.text(alphabet=st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=60).map(str.strip).filter(bool)
TEXT = st.text(alphabet="ab# \n-*[]|é—{}:'\"\\", max_size=200)
LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)
FRONT: dict[str, Any] = {
    "code": "RSK-STD-01", "kind": "standard", "title": "Risk management", "summary": "What it asks.", "practices": ["RSK.1"],
    "owner": "Risk lead", "approver": "Head of PMO", "review_months": 12, "audience": ["everyone"], "phases": ["plan"], "level": "minor",
}  # fmt: skip
KNOWN = Known(practices=frozenset({"RSK.1"}))
DAY = date(2026, 3, 2)


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of these words, each once."""
    return st.lists(st.sampled_from(values), unique=True, max_size=4).map(tuple)


METAS = st.builds(
    DocumentMeta,
    code=st.just("RSK-STD-01"),
    kind=st.sampled_from(["policy", "standard", "procedure"]),
    title=LINE,
    version=st.builds(Version, st.integers(1, 99), st.integers(1, 99)),
    summary=LINE,
    practices=st.just(("RSK.1", "PLM.12")),
    owner=LINE,
    approver=LINE,
    effective=st.dates(),
    review_months=st.integers(1, 120),
    audience=st.sampled_from([("everyone",), ("team:rail", "role:author", "position:PRM")]),
    phases=st.just(("plan", "close")) | st.just(("benefits",)),
    templates=some(("TPL-01", "TPL-02", "TPL-123")),
    course=st.none() | st.just("CRS-05"),
    change=st.none() | LINE,
    transition=st.none() | LINE,
    must_read=some(("team:rail", "position:PRM")),
    due_days=st.integers(1, 365),
    withdrawn=st.none() | st.builds(Withdrawn, st.dates(), LINE, st.none() | st.just("RSK-STD-02")),
)


@given(METAS, TEXT)
def test_a_file_made_of_a_front_and_a_text_says_the_same_when_read_again(meta: DocumentMeta, text: str) -> None:
    read = parse(file_of(asdict(meta), meta.version, text), "methodology/RSK-STD-01-x.md")
    assert read.problems == ()
    assert (read.meta, read.text) == (meta, text)


@given(
    st.dictionaries(st.sampled_from(list(FRONT)), st.text(max_size=40) | st.lists(st.text(max_size=9), max_size=3)), st.text(max_size=80)
)
def test_no_front_whatever_stops_the_check_and_each_problem_has_a_place_in_the_editor(front: dict[str, Any], text: str) -> None:
    source = source_of(front, Version(1, 0), text, {}, on=DAY)
    lines = text.count("\n") + 1
    for place in places(check(source, KNOWN), source):
        assert (place.key != "") != (place.line > 0)
        assert place.line <= lines


def test_a_complete_draft_has_no_problems_and_an_empty_one_names_each_field() -> None:
    assert check(source_of(FRONT, Version(1, 0), "# Purpose\n\nWords.\n", {}, on=DAY), KNOWN) == ()
    empty = source_of({"code": "RSK-STD-01", "kind": "standard"}, Version(1, 0), "", {}, on=DAY)
    assert {place.key for place in places(check(empty, KNOWN), empty)} == {
        "title", "summary", "practices", "owner", "approver", "review_months", "audience", "phases",
    }  # fmt: skip


def test_a_problem_is_placed_at_its_line_of_the_text_or_its_key() -> None:
    source = source_of({**FRONT, "title": "Ri\u200bsk"}, Version(2, 0), "# Purpose\n\n[[RSK-STD-99]] says so.\n", {}, on=DAY)
    found = [(place.key, place.line, place.problem.code) for place in places(check(source, KNOWN), source)]
    assert sorted(found) == [
        ("", 3, "unknown-code"),
        ("change", 0, "missing-change"),
        ("title", 0, "hidden-character"),
        ("transition", 0, "missing-transition"),
    ]


def test_a_picture_that_a_text_shows_is_looked_for_among_its_pictures() -> None:
    text = "# Flow\n\n![Steps.](../images/flow.png)\n"
    assert [p.code for p in check(source_of(FRONT, Version(1, 0), text, {}, on=DAY), KNOWN)] == ["missing-image"]
    assert check(source_of(FRONT, Version(1, 0), text, {"images/flow.png": b"\x89PNG\r\n\x1a\n"}, on=DAY), KNOWN) == ()
    broken = source_of(FRONT, Version(1, 0), text, {"images/flow.png": b"GIF"}, on=DAY)
    assert [(place.key, place.line) for place in places(check(broken, KNOWN), broken)] == [("", 0)]


@pytest.mark.parametrize(("newest", "level", "expected"), [
    (None, "major", "1.0"), (None, "minor", "1.0"), (Version(1, 0), "minor", "1.1"), (Version(1, 9), "minor", "1.10"),
    (Version(1, 9), "major", "2.0"), (Version(0, 3), "major", "1.0"),
])  # fmt: skip
def test_the_next_version_follows_the_newest_approved_one(newest: Version | None, level: str, expected: str) -> None:
    assert str(next_version(newest, level)) == expected


@given(LINES, LINES)
def test_where_one_alone_changed_a_text_the_merged_text_is_theirs(base: str, changed: str) -> None:
    assert merged(base, changed, base).text == changed
    assert merged(base, base, changed).text == changed
    assert merged(base, changed, changed).text == changed


@given(LINES, LINES, LINES)
def test_no_line_that_one_of_both_added_is_lost_in_a_merge(base: str, ours: str, theirs: str) -> None:
    found = merged(base, ours, theirs)
    kept = set(found.text.split("\n"))
    assert (set(ours.split("\n")) | set(theirs.split("\n"))) - set(base.split("\n")) <= kept
    assert found.conflicts == found.text.split("\n").count("<<<<<<<")


def test_a_line_changed_by_both_stands_twice_between_marks() -> None:
    found = merged("a\nb\nc", "a\nx\nc", "a\ny\nc", our_name="the draft", their_name="yours")
    assert (found.text, found.conflicts) == ("a\n<<<<<<< the draft\nx\n=======\ny\n>>>>>>> yours\nc", 1)


def test_fields_are_merged_and_those_that_both_changed_are_named() -> None:
    base = {"title": "A", "owner": "B", "phases": ("plan",), "course": ""}
    ours = {"title": "A1", "owner": "B", "phases": ["plan"], "course": None}
    theirs = {"title": "A2", "owner": "C", "phases": ["plan", "close"]}
    assert merged_front(base, ours, theirs) == ({"title": "A1", "owner": "C", "phases": ["plan", "close"], "course": None}, ("title",))
    assert same({"title": "A", "course": ""}, {"title": "A"})
    assert not same(ours, theirs)


def test_a_place_without_key_and_line_is_a_picture() -> None:
    source = source_of(FRONT, Version(1, 0), "", {"images/a.svg": b"<b/>"}, on=DAY)
    assert [type(place) for place in places(check(source, KNOWN), source)] == [Place]
