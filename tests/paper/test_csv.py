"""CSV read back with Python's reader."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.paper.cells import LONGEST_CELL
from portal.paper.csv import csv_sheets, document_csv, table_csv
from tests.paper.samples import paper
from tests.paper.shipped import as_paper, templates

TWO = "# Small\n\n| A |\n|---|\n| 1 |\n\n# Large\n\n| B | C |\n|---|---|\n| x, y | -5 |\n| =1+1 | \\| |\n"


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_list_is_rfc_4180_with_a_byte_order_mark() -> None:
    content = table_csv(["Code", 'Said "so"'], [["a,b", "two\nlines"], ["é", None]])
    assert content == b'\xef\xbb\xbfCode,"Said ""so"""\r\n"a,b","two\nlines"\r\n\xc3\xa9,\r\n'


def test_days_and_times_are_written_to_be_sorted() -> None:
    rows = read(table_csv(["a", "b", "c"], [[date(2026, 9, 5), datetime(2026, 9, 5, 14, 30, 5, 9, tzinfo=UTC), -1.5]]))
    assert rows[1] == ["2026-09-05", "2026-09-05 14:30:05", "-1.5"]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+SUM(A1)", "-2+3+cmd|' /C calc'!A0", "@A1", "\t=1", "\r=1", "\n=1", "＝1", "-A1", "+"[:1] + "1-1"]
)
def test_a_cell_that_could_compute_is_neutralised(cell: str) -> None:
    assert read(table_csv([cell], [[cell]])) == [[f"'{cell}"], [f"'{cell}"]]


@pytest.mark.parametrize("cell", ["-40,000", "+5 %", "-", "-1.5", "a=b", " =1", "R-07", "", "5-1"])
def test_a_figure_or_a_word_stays_as_it_is(cell: str) -> None:
    assert read(table_csv(["h"], [[cell, "end"]]))[1] == [cell, "end"]


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    back = read(table_csv(["a", "b"], rows))
    assert len(back) == len(rows) + 1
    assert all(len(row) == 2 for row in back)
    assert not any(cell[:1] in tuple("=@\t\r\n") for row in back for cell in row if cell)


def test_control_characters_and_endless_cells_are_held() -> None:
    (_, (odd, long)) = read(table_csv(["a", "b"], [["a\x00b\x1b\ud800", "😀" * 40_000]]))
    assert odd == "a\ufffdb\ufffd\ufffd"
    assert len(long.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert long.endswith("…")


def test_the_widest_table_is_the_main_one_and_the_others_can_be_had() -> None:
    document = paper(TWO, code="TPL-12", version="2.0")
    assert csv_sheets(document) == ("Large", "Small")
    assert read(document_csv(document)) == [["B", "C", "Template TPL-12 Version 2.0, Effective"], ["x, y", "-5", ""], ["'=1+1", "|", ""]]
    assert read(document_csv(document, sheet=1))[1] == ["1", ""]
    with pytest.raises(IndexError):
        document_csv(document, sheet=2)


def test_without_guidance_the_examples_go() -> None:
    assert read(document_csv(paper(TWO), guidance=False)) == [["B", "C", "Template RSK-STD-01 Version 3.0, Effective"]]


def test_all_shipped_tables_come_back_whole() -> None:
    for template in [template for template in templates() if "csv" in template.meta.formats]:
        document = as_paper(template)
        for place, _ in enumerate(csv_sheets(document)):
            rows = read(document_csv(document, sheet=place))
            assert rows[0][-1] == f"Template {template.meta.code} Version {template.meta.version}, Effective"
            assert {len(row) for row in rows} == {len(rows[0])}
            assert len(rows) > 1
        assert document_csv(document) == document_csv(document)
