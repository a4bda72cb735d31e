"""The convention by which templates say what their fields take."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.paper import blocks as b
from portal.paper.fields import Kind, allowed_values
from portal.paper.forms import BLANK_ROWS, form_of, without_guidance
from portal.paper.markdown import read
from tests.paper.samples import resolve
from tests.paper.shipped import as_paper, templates

REGISTER = """!!! guidance "How to use this template"
    Fill it in *early*.

# Risks

!!! guidance
    One row per risk.

| Part | State | Money |
|---|---|---|
| Baseline | open | 1,000 |
| Reserve | closed | -50 |

: From the case.

# Fields

| Field | What to write | Allowed values | Bad | Good |
|---|---|---|---|---|
| Part | fixed rows | one of: Baseline; Reserve | Buffer | Baseline |
| State | where it stands | one of: open; closed | so so | open |
"""


def test_a_list_of_choices_is_read() -> None:
    allowed = allowed_values("one of: yes; no, not yet; yes; -")
    assert (allowed.kind, allowed.choices) == (Kind.CHOICE, ("yes", "no, not yet", "-"))
    assert [allowed.accepts(text) for text in ("yes", "no, not yet", "", "Yes")] == [True, True, True, False]


def test_limits_of_numbers_are_read_with_their_sign() -> None:
    allowed = allowed_values("whole number from -400 to 1,000")
    assert (allowed.kind, allowed.least, allowed.most) == (Kind.WHOLE, Decimal(-400), Decimal(1000))
    assert [allowed.accepts(text) for text in ("-400", "1,000", "-401", "1001", "2.5", "two")] == [True, True, False, False, False, False]


def test_a_percentage_becomes_a_fraction() -> None:
    allowed = allowed_values("number from 0 to 80 %")
    assert allowed.is_percent
    assert allowed.value("30 %") == Decimal("0.3")
    assert allowed.value("30") == "30"
    assert [allowed.accepts(text) for text in ("80 %", "81 %", "30")] == [True, False, False]


def test_days_money_and_lengths_are_checked() -> None:
    assert allowed_values("date").value("2026-02-23") == date(2026, 2, 23)
    assert allowed_values("date").value("2026-02-30") == "2026-02-30"
    assert allowed_values("money").value("-40,000") == -40000
    assert allowed_values("money").accepts("about 40,000") is False
    assert [allowed_values("text up to 3 characters").accepts(text) for text in ("abc", "abcd")] == [True, False]


@pytest.mark.parametrize("text", ["", "see above", "number from a to b", "one of:", "text up to many characters", "whole number"])
def test_a_sentence_that_is_no_rule_checks_nothing(text: str) -> None:
    allowed = allowed_values(text)
    assert allowed.kind is Kind.ANY
    assert allowed.accepts("anything")


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_rule_takes_an_empty_cell_and_its_own_choices_and_nothing_but_a_rule_refuses(rule: str, cell: str) -> None:
    for text in (rule, f"one of: {rule}", f"number from {rule} to 9 %"):
        allowed = allowed_values(text)
        assert all(map(allowed.accepts, ("", *allowed.choices)))
        assert allowed.accepts(cell) or allowed.kind is not Kind.ANY


def test_a_template_is_its_sheets_fields_and_guidance() -> None:
    form = form_of(read(REGISTER, resolve), "Register")
    (sheet,) = form.sheets
    assert (sheet.title, sheet.caption, sheet.given) == ("Risks", "From the case.", 1)
    assert [column.allowed.kind for column in sheet.columns] == [Kind.CHOICE, Kind.CHOICE, Kind.ANY]
    assert sheet.rows_without_examples() == (("Baseline", "", ""), ("Reserve", "", ""))
    assert (form.fields_title, [field.name for field in form.fields]) == ("Fields", ["Part", "State"])
    assert [(part.title, part.lead, part.texts) for part in form.parts] == [
        ("", "How to use this template", ("Fill it in early.",)),
        ("Risks", "Guidance", ("One row per risk.",)),
    ]


def test_without_guidance_the_empty_form_remains() -> None:
    heading, table = without_guidance(read(REGISTER, resolve)).blocks
    assert isinstance(heading, b.Heading)
    assert isinstance(table, b.Table)
    assert [[b.plain(cell) for cell in row] for row in table.rows] == [["Baseline", "", ""], ["Reserve", "", ""]]
    assert table.caption == ()


def test_a_table_inside_an_example_stays_empty_and_its_words_go() -> None:
    text = "# Cost\n\n!!! example\n    Words.\n\n    | A | B |\n    |---|---|\n    | 1 | 2 |\n\n!!! warning\n    Kept."
    heading, table, warning = without_guidance(read(text, resolve)).blocks
    assert isinstance(heading, b.Heading)
    assert isinstance(table, b.Table)
    assert table.rows == (((), ()),) * BLANK_ROWS
    assert isinstance(warning, b.Admonition)


def test_a_form_of_headings_is_one_sheet_with_its_good_examples() -> None:
    fields = "| Field | What to write | Allowed values | Bad | Good |\n|---|---|---|---|---|\n| Need | why | text up to 9 characters | x | a much longer one |"
    (sheet,) = form_of(read(f"# Need\n\nText.\n\n# Fields\n\n{fields}", resolve), "Request").sheets
    assert (sheet.title, [column.name for column in sheet.columns], sheet.rows) == ("Request", ["Need"], (("a much longer one",),))
    assert sheet.columns[0].allowed.kind is Kind.ANY


@pytest.mark.parametrize(("text", "names"), [("# One\n\n# Two", ["One", "Two"]), ("Words.", ["Empty"])])
def test_a_text_without_tables_still_is_a_form(text: str, names: list[str]) -> None:
    (sheet,) = form_of(read(text, resolve), "Empty").sheets
    assert [column.name for column in sheet.columns] == names


def test_every_column_we_ship_has_a_rule_and_every_example_keeps_it() -> None:
    wrong = []
    for template in templates():
        form = form_of(as_paper(template).tree(), template.meta.title)
        wrong += [f"{template.meta.code} {field.name}: {field.allowed.written}" for field in form.fields if field.allowed.kind is Kind.ANY]
        for sheet in form.sheets:
            wrong += [f"{template.meta.code} {column.name}: no field" for column in sheet.columns if not column.field.what]
            cells = ((column, text) for row in sheet.rows for column, text in zip(sheet.columns, row, strict=True))
            wrong += [f"{template.meta.code} {column.name}: {text}" for column, text in cells if not column.allowed.accepts(text)]
    assert wrong == []
