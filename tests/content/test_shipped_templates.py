"""The shipped templates: every field says what to write, what is allowed, a bad and a good example that keeps to it."""

import re

import pytest

from portal.content.source import SourceDocument
from tests.content.shipped import Table, columns, documents, section, tables, titles

TEMPLATES = documents("template")
HEADERS = ["Field", "What to write", "Allowed values", "Bad", "Good"]
PLAIN = {"date": r"\d{4}-\d{2}-\d{2}", "name": r"[A-Z].+", "code": r"\S+(?: \S+)*", "money": r"-?\d{1,3}(?:,\d{3})*"}
TEXT = re.compile(r"text up to (\d+) characters")
CHOICE = re.compile(r"one of: (.+)")
NUMBER = re.compile(r"(?P<whole>whole )?number from (?P<least>-?\d+) to (?P<most>\d+)(?P<percent> %)?")


def by_code(one: SourceDocument) -> str:
    return one.meta.code


def fields(one: SourceDocument) -> Table:
    (found,) = tables(section(one, "Fields"))
    return found


def is_form(one: SourceDocument) -> bool:
    """Filled in heading by heading; the others are sheets with a column for each field."""
    return "docx" in one.meta.formats


def sheets(one: SourceDocument) -> str:
    return one.text[: one.text.index("\n# Fields")]


def keeps_to(allowed: str, written: str) -> bool:
    """Whether a value is one that the column "Allowed values" allows."""
    if allowed in PLAIN:
        return re.fullmatch(PLAIN[allowed], written) is not None
    if match := TEXT.fullmatch(allowed):
        return 0 < len(written) <= int(match[1])
    if match := CHOICE.fullmatch(allowed):
        return written in match[1].split("; ")
    match = NUMBER.fullmatch(allowed)
    assert match is not None, allowed
    shape = r"-?\d+" if match["whole"] else r"-?\d+(?:\.\d+)?"
    number = re.fullmatch(shape + (" %" if match["percent"] else ""), written)
    return number is not None and int(match["least"]) <= float(written.removesuffix(" %")) <= int(match["most"])


@pytest.mark.parametrize("one", TEMPLATES, ids=by_code)
def test_its_last_part_is_the_table_of_its_fields(one: SourceDocument) -> None:
    assert titles(one)[-1] == "Fields"
    assert list(fields(one)[0]) == HEADERS
    assert all(all(row.values()) for row in fields(one))


@pytest.mark.parametrize("one", TEMPLATES, ids=by_code)
def test_every_heading_or_column_is_a_field_and_every_field_is_one_of_them(one: SourceDocument) -> None:
    wanted = titles(one)[:-1] if is_form(one) else [name for sheet in columns(sheets(one)) for name in sheet]
    assert [row["Field"] for row in fields(one)] == list(dict.fromkeys(wanted))


@pytest.mark.parametrize("one", TEMPLATES, ids=by_code)
def test_the_good_example_keeps_to_what_is_allowed_and_differs_from_the_bad_one(one: SourceDocument) -> None:
    assert [row["Field"] for row in fields(one) if not keeps_to(row["Allowed values"], row["Good"])] == []
    assert [row["Field"] for row in fields(one) if row["Bad"] == row["Good"]] == []


@pytest.mark.parametrize("one", [one for one in TEMPLATES if not is_form(one)], ids=by_code)
def test_each_sheet_has_an_example_row_that_keeps_to_what_is_allowed(one: SourceDocument) -> None:
    allowed = {row["Field"]: row["Allowed values"] for row in fields(one)}
    for sheet in tables(sheets(one)):
        assert sheet
        wrong = [(name, cell) for row in sheet for name, cell in row.items() if cell and not keeps_to(allowed[name], cell)]
        assert wrong == []


@pytest.mark.parametrize("one", [one for one in TEMPLATES if is_form(one)], ids=by_code)
def test_each_heading_of_a_form_has_guidance_and_an_example(one: SourceDocument) -> None:
    for title in titles(one)[:-1]:
        written = section(one, title)
        assert "!!! guidance" in written, title
        assert '!!! example "Northgate Depot"' in written, title


@pytest.mark.parametrize("one", TEMPLATES, ids=by_code)
def test_instructions_stand_in_boxes_and_say_who_fills_it_in_and_who_reads_it(one: SourceDocument) -> None:
    first = one.text.split("\n# ")[0]
    assert '!!! guidance "How to use this template"' in first
    assert re.search(r"\b(?:minutes?|hours?|half a day|two days|an hour)\b", first)
    assert re.search(r"\breads?\b|\bread\b|Readers", first)
    for title in titles(one)[:-1]:
        assert "!!! guidance" in section(one, title), title


@pytest.mark.parametrize(
    ("allowed", "good", "bad"),
    [
        ("date", "2026-10-02", "2 October"),
        ("name", "Petra Novak", "the team's"),
        ("money", "-40,000", "40k"),
        ("text up to 5 characters", "words", "sentence"),
        ("one of: yes; no", "no", "none"),
        ("whole number from 1 to 5", "5", "6"),
        ("whole number from 1 to 5", "1", "1.5"),
        ("number from -10 to 100 %", "3.1 %", "3.1"),
    ],
)
def test_the_judge_knows_each_kind_of_rule(allowed: str, good: str, bad: str) -> None:
    assert keeps_to(allowed, good)
    assert not keeps_to(allowed, bad)
