"""Workbooks read back with openpyxl."""

import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from portal.paper.cells import LONGEST_CELL, LONGEST_NAME, cell_text, cut, sheet_names
from portal.paper.forms import form_of
from portal.paper.xlsx import document_xlsx, table_xlsx
from tests.paper.samples import APPROVED, HOSTILE, paper
from tests.paper.shipped import as_paper, templates
from tests.paper.test_forms import REGISTER

FIELDS = """| Risk | State | Chance | Days | Money | Due | Note | Odd |
|---|---|---|---|---|---|---|---|
| R-1 | open | 30.5 % | 3 | -1,000 | 2026-03-16 | 1-2 | x |

| Field | What to write | Allowed values | Bad | Good |
|---|---|---|---|---|
| State | where it stands | one of: open; closed | x | open |
| Chance | one figure | number from 0 to 100 % | x | 30 % |
| Days | working days | whole number from -3 to 99 | x | 3 |
| Money | full money | money | x | 5 |
| Due | day | date | x | 2026-01-01 |
| Note | short | text up to 150 characters | x | y |
| Odd | one | one of: yes, but; no | x | no |
"""


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def sheet_of(content: bytes, name: str) -> Worksheet:
    sheet = opened(content)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def rules(sheet: Worksheet) -> dict[str, DataValidation]:
    """Validations by the letter of their column."""
    return {str(rule.sqref)[0]: rule for rule in sheet.data_validations.dataValidation}


def test_every_table_is_a_sheet_between_how_to_use_and_fields() -> None:
    book = opened(document_xlsx(paper(REGISTER, code="TPL-12", version="2.0", title="Register")))
    assert book.sheetnames == ["How to use", "Risks", "Fields"]
    first = book["How to use"]
    assert isinstance(first, Worksheet)
    words = texts(first)
    expected = (
        "TPL-12",
        "2.0",
        "Risk lead",
        "Head of PMO",
        "15 September 2026",
        "Uncontrolled when printed",
        "Fill it in early.",
        "One row per risk.",
    )
    assert [word for word in expected if word not in words] == []
    assert (book.properties.title, book.properties.subject, book.properties.creator) == ("Register", "TPL-12 Version 2.0", "Risk lead")
    assert {one.name: one.value for one in book.custom_doc_props.props} == {"Code": "TPL-12", "Version": "2.0"}


def test_header_is_frozen_filtering_and_repeated_and_examples_are_set_apart() -> None:
    sheet = sheet_of(document_xlsx(paper(REGISTER)), "Risks")
    assert [cell.value for cell in sheet[1]] == ["Part", "State", "Money"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("B2", "$1:$1", "A1:C501")
    assert sheet["A1"].font.b
    assert (sheet["A2"].font.i, sheet["B2"].font.i, sheet["B2"].fill.fgColor.rgb) == (False, True, "FFECECEC")
    assert "Uncontrolled when printed" in str(sheet.oddFooter.left.text)
    assert sheet.oddFooter.right.text == "&P / &N" or "&[Page]" in str(sheet.oddFooter.right.text)


def test_allowed_values_become_rules_that_a_spreadsheet_enforces() -> None:
    found = rules(sheet_of(document_xlsx(paper(FIELDS)), "Risk management"))
    assert (found["B"].type, found["B"].formula1, str(found["B"].sqref)) == ("list", '"open,closed"', "B2:B501")
    assert (found["C"].type, found["C"].formula1, found["C"].formula2) == ("decimal", "0", "1")
    assert (found["D"].type, found["D"].formula1, found["D"].formula2) == ("whole", "-3", "99")
    assert (found["E"].type, found["F"].type) == ("decimal", "date")
    assert (found["G"].type, found["G"].operator, found["G"].formula1) == ("textLength", "lessThanOrEqual", "150")
    assert found["B"].prompt == "where it stands\nAllowed: one of: open; closed"
    assert "A" not in found


def test_values_with_commas_are_listed_on_a_hidden_sheet() -> None:
    book = opened(document_xlsx(paper(FIELDS)))
    rule = rules(sheet_of(document_xlsx(paper(FIELDS)), "Risk management"))["H"]
    assert rule.formula1 == "'Lists'!$A$1:$A$2"
    lists = book["Lists"]
    assert isinstance(lists, Worksheet)
    assert (lists.sheet_state, texts(lists)) == ("hidden", ["yes, but", "no"])


def test_figures_and_days_are_figures_and_days() -> None:
    row = sheet_of(document_xlsx(paper(FIELDS)), "Risk management")[2]
    assert [cell.value for cell in row][:7] == ["R-1", "open", 0.305, 3, -1000, datetime(2026, 3, 16), "1-2"]  # noqa: DTZ001  cells know no zone
    assert [cell.number_format for cell in row][:7] == ["@", "@", "0.0%", "General", "#,##0", "yyyy-mm-dd", "@"]


def test_without_guidance_only_the_form_is_left() -> None:
    content = document_xlsx(paper(REGISTER), guidance=False)
    assert opened(content).sheetnames == ["How to use", "Risks"]
    sheet = sheet_of(content, "Risks")
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=3)] == [
        ["Baseline", None, None],
        ["Reserve", None, None],
    ]
    assert "Fill it in early." not in texts(sheet_of(content, "How to use"))
    assert rules(sheet)["B"].formula1 == '"open,closed"'
    assert rules(sheet)["B"].prompt is None


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.meta.code)
def test_every_shipped_template_keeps_its_columns_rules_and_examples(template: object) -> None:
    document = as_paper(template)  # type: ignore[arg-type]
    form = form_of(document.tree(), document.control.title)
    book = opened(document_xlsx(document))
    assert book.sheetnames[1 : len(form.sheets) + 1] == list(sheet_names(sheet.title for sheet in form.sheets))
    for name, sheet in zip(book.sheetnames[1:], form.sheets, strict=False):
        page = book[name]
        assert isinstance(page, Worksheet)
        assert [cell.value for cell in page[1]] == [column.name for column in sheet.columns]
        assert page.max_row == len(sheet.rows) + 1
        listed = [column for column in sheet.columns if column.allowed.choices]
        assert len([rule for rule in page.data_validations.dataValidation if rule.type == "list"]) == len(listed)
        assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_the_same_revision_gives_the_same_bytes_at_any_time() -> None:
    with time_machine.travel(APPROVED):
        first = document_xlsx(paper(REGISTER)), table_xlsx("T", ["a"], [["b"]])
    with time_machine.travel(APPROVED + timedelta(days=400)):
        assert (document_xlsx(paper(REGISTER)), table_xlsx("T", ["a"], [["b"]])) == first


def test_hostile_text_is_text_everywhere() -> None:
    nasty = ["=1+1", "@SUM(A1)", "https://x.example/", "{=1}", "`_x0041_`", "]]>", "a\x01b", "\u202eאבג", "😀", HOSTILE.replace("|", "")]
    table = "\n".join(f"| {text} |" for text in nasty)
    text = f'# =cmd|\' /C calc\'!A0\n\n| =HYPERLINK("x") |\n|---|\n{table}\n\n!!! guidance "=2"\n    =3'
    content = document_xlsx(paper(text, title="=1+1", owner="&P&D", code="'", notice="=4"))
    book = opened(content)
    kinds = {cell.data_type for name in book.sheetnames for row in book[name].iter_rows() for cell in row}  # type: ignore[attr-defined]
    assert kinds <= {"s", "n"}
    page = book[book.sheetnames[1]]
    assert isinstance(page, Worksheet)
    assert page["A1"].value == '=HYPERLINK("x")'
    assert [page.cell(line, 1).value for line in (2, 6, 7, 8)] == ["=1+1", "_x0041_", "]]>", "a\ufffdb"]
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not any("hyperlink" in name.lower() or "calcChain" in name for name in names)


def test_a_cell_takes_no_more_than_excel_holds() -> None:
    long = sheet_of(table_xlsx("T", ["a", "b"], [["x" * 40_000, "😀" * 20_000]]), "T")
    first, second = long["A2"].value, long["B2"].value
    assert isinstance(first, str)
    assert isinstance(second, str)
    assert (len(first), first[-1]) == (LONGEST_CELL, "…")
    assert len(second.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert cell_text("y" * LONGEST_CELL) == "y" * LONGEST_CELL
    assert cut("ab😀", 3) == "ab…"


def test_names_of_sheets_are_such_as_excel_accepts() -> None:
    titles = ["a/b:c*?[d]\\", "", "'quoted'", "History", "x" * 40, "X" * 40, "😀" * 20, "\x00\x01", "Same", "same", "’", "'''"]
    names = sheet_names(titles)
    assert names[:4] == ("a b c d", "Sheet", "quoted", "History (2)")
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= LONGEST_NAME for name in names)
    rows = "\n\n".join(f"# {title or 'Empty'}\n\n| a |\n|---|\n| b |" for title in titles)
    assert len(opened(document_xlsx(paper(rows))).sheetnames) == len(titles) + 1


def test_a_list_keeps_days_times_and_figures() -> None:
    row = [
        date(2026, 9, 15),
        datetime(2026, 9, 15, 14, 30, tzinfo=UTC),
        3,
        2.5,
        Decimal("1.5"),
        None,
        "=1",
        date(1850, 1, 1),
        10**15,
        float("nan"),
        True,
    ]
    sheet = sheet_of(
        table_xlsx("Register of documents", [f"h{n}" for n in range(11)], [row], subtitle="15 September 2026"), "Register of documents"
    )
    values = [cell.value for cell in sheet[2]]
    assert values[:2] == [datetime(2026, 9, 15), datetime(2026, 9, 15, 14, 30)]  # noqa: DTZ001  cells know no zone
    assert values[2:] == [3, 2.5, 1.5, None, "=1", "1850-01-01", "1000000000000000", "nan", "True"]
    assert [sheet["A2"].is_date, sheet["B2"].is_date, sheet["G2"].data_type] == [True, True, "s"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:K2")


def test_an_empty_list_still_is_a_sheet() -> None:
    assert texts(sheet_of(table_xlsx("", ["Code"], []), "Sheet")) == ["Code"]


def test_margins_take_ampersands_as_text_and_are_never_too_long() -> None:
    sheet = sheet_of(table_xlsx("&P " * 200, ["a"], [], subtitle="R&D " * 200), sheet_names(["&P " * 200])[0])
    assert str(sheet.oddHeader.left.text).startswith("&&P &&P")
    assert str(sheet.oddHeader.right.text).endswith("…")
