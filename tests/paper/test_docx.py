"""Word files read back with python-docx."""

import io
import zipfile
from datetime import timedelta
from typing import Any

import docx
import pytest
import time_machine
from docx.oxml.ns import qn

from portal.paper.docx import document_docx
from tests.paper.samples import ADDRESS, APPROVED, HOSTILE, SVG, control, paper, png
from tests.paper.shipped import as_paper, images, templates
from tests.paper.test_pdf import TEXT

FORM = """!!! guidance "How to use this template"
    Read *this*.

# Cost

!!! guidance "What to write"
    The sum.

!!! example "Northgate Depot"
    | Amount | Of |
    |---|--:|
    | 78,000 | 150,000 |

# Asks

!!! example
    None.

# Fields

| Field | What to write | Allowed values | Bad | Good |
|---|---|---|---|---|
| Cost | the sum | money | much | 5 |
"""


def opened(markdown: str, guidance: bool = True, **changed: object) -> Any:
    return docx.Document(io.BytesIO(document_docx(paper(markdown, **changed), {"images/box.svg": SVG, "a b.png": png(4, 4)}, guidance)))


def styled(file: Any) -> list[tuple[str, str]]:
    return [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs if paragraph.text]


def table_texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_control_block_and_the_properties_say_what_it_is() -> None:
    file = opened(TEXT, code="TPL-12", version="2.0", notice="Superseded by 3.0.", change="A duty moved.")
    assert table_texts(file.tables[0]) == [
        ["Code", "TPL-12", "Version", "2.0"],
        ["State", "Effective", "Effective", "15 September 2026"],
        ["Owner", "Risk lead", "Approved by", "Head of PMO"],
        ["Next review", "15 September 2027", "Practices", "none"],
    ]
    known = file.core_properties
    assert (known.title, known.identifier, known.version, known.content_status) == ("Risk management", "TPL-12", "2.0", "Effective")
    assert (known.author, known.language, known.created) == ("Risk lead", "en-GB", APPROVED.replace(microsecond=0))
    assert [text for _, text in styled(file)][:4] == [
        "TPL-12 · Standard",
        "Risk management",
        "How every project finds its risks.",
        "Superseded by 3.0.",
    ]
    assert "What changed: A duty moved." in [text for _, text in styled(file)]


def test_header_and_footer_name_code_version_and_page() -> None:
    section = opened(TEXT).sections[0]
    assert section.header.paragraphs[0].text == "RSK-STD-01  Risk management\tVersion 3.0, Effective"
    footer = section.footer.paragraphs[0]
    assert footer.text == "Uncontrolled when printed. RSK-STD-01 Version 3.0\tPage 1 of 1"
    assert [one.text for one in footer._p.iter(qn("w:instrText"))] == [" PAGE ", " NUMPAGES "]


def test_headings_tables_and_links_are_real() -> None:
    file = opened(TEXT)
    assert ("Heading 1", "Purpose") in styled(file)
    table = file.tables[1]
    assert table_texts(table) == [["Band", "Probability"], ["1", "under 5 %"]]
    assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows] == [True, False]
    assert ("Caption", "The bands.") in styled(file)
    targets = {relation.target_ref for relation in file.part.rels.values() if relation.is_external}
    assert targets == {ADDRESS, "https://portal.example/register"}
    inside = {link.get(qn("w:anchor")) for link in file.element.iter(qn("w:hyperlink"))} - {None}
    assert inside == {"a0_r1", "note1"}
    assert inside <= {mark.get(qn("w:name")) for mark in file.element.iter(qn("w:bookmarkStart"))}


def test_lists_count_for_themselves_and_notes_stand_at_the_end() -> None:
    file = opened("1. one\n2. two\n\nBetween.\n\n3. three\n   - deep\n\n- [x] done\n\nHead[^1]\n\n[^1]: Small print.")
    numbers = [paragraph._p.pPr.numPr for paragraph in file.paragraphs]
    shown = [(int(number.numId.val), int(number.ilvl.val)) for number in numbers if number is not None]
    assert shown[0] == shown[1]
    assert len({number for number, _ in shown}) == 3
    assert [level for _, level in shown] == [0, 0, 0, 1]
    assert styled(file)[-3:] == [("Normal", "Head1"), ("Heading 1", "Notes"), ("Normal", "1. Small print.")]
    assert ("Normal", "☑ done") in styled(file)


def test_guidance_and_examples_have_styles_of_their_own() -> None:
    expected = [
        ("Guidance Title", "How to use this template"),
        ("Guidance", "Read this."),
        ("Example Title", "Northgate Depot"),
        ("Example", "None."),
    ]
    found = styled(opened(FORM))
    assert [one for one in expected if one not in found] == []
    assert len(opened(FORM).tables) == 3


def test_without_guidance_the_empty_form_is_left() -> None:
    file = opened(FORM, guidance=False)
    words = [text for style, text in styled(file) if style not in {"Kind", "Title", "Subtitle"}]
    assert words[1:] == ["Cost", "Asks"]
    assert table_texts(file.tables[1]) == [["Amount", "Of"], *[["", ""]] * 3]
    assert file.paragraphs[-1].text == ""


def test_pictures_are_pixels_with_their_words_and_missing_ones_are_named() -> None:
    file = opened("![A blue box](images/box.svg)\n\nIn a ![Pixel](a%20b.png) line.\n\n![Gone](c.png)")
    kinds = [part.content_type for part in file.part.package.iter_parts() if "image" in part.content_type]
    assert kinds == ["image/png", "image/png"]
    shown = [one.get("descr") for one in file.element.iter(qn("wp:docPr"))]
    assert shown == ["A blue box", "Pixel"]
    assert ("Figure", "[Picture left out: Gone]") in styled(file)


def test_a_wide_table_of_few_rows_is_turned() -> None:
    header, row = "|".join("abcdefgh"), "|".join("12345678")
    assert table_texts(opened(f"|{header}|\n{'|---' * 8}|\n|{row}|").tables[1])[:2] == [["a", "1"], ["b", "2"]]


def test_the_same_revision_gives_the_same_bytes_at_any_time() -> None:
    pictures = {"images/box.svg": SVG}
    with time_machine.travel(APPROVED):
        first = document_docx(paper(TEXT), pictures)
    with time_machine.travel(APPROVED + timedelta(days=400)):
        assert document_docx(paper(TEXT), pictures) == first
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any("thumbnail" in name for name in zipfile.ZipFile(io.BytesIO(first)).namelist())


def test_hostile_text_is_text_everywhere() -> None:
    nasty = f"{HOSTILE} ]]> a\x01b \u202eאבג 😀 <w:p/> &amp;"
    body = f'# {nasty}\n\n{nasty}\n\n| {nasty.replace("|", "")} |\n|---|\n| {nasty} |\n\n- {nasty}\n\n```\n{nasty}\n```\n\n!!! odd "{nasty}"\n    x'
    file = opened(body, title=nasty * 9, summary=nasty, owner="\x00\x0b", notice=nasty, change=nasty, version="1.\x02")
    words = "\n".join([text for _, text in styled(file)] + [text for table in file.tables for row in table_texts(table) for text in row])
    assert words.count("]]> a\ufffdb \u202eאבג 😀 <w:p/> &") >= 9
    assert file.core_properties.title.endswith("…")


def test_anchors_repeated_missing_or_odd_do_no_harm() -> None:
    text = "# A {#r1}\n\nR1. One. {#r1}\n\n[x](#r1) [y](#nowhere) [z](#)\n\n" + f"Long. {{#{'x' * 90}}}\n\n" + f"Long too. {{#{'x' * 91}}}"
    names = [mark.get(qn("w:name")) for mark in opened(text).element.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names)) == 3
    assert all(len(name) <= 40 for name in names)


def test_frames_nested_without_end_are_written() -> None:
    lists = "".join("  " * depth + "- a\n" for depth in range(45))
    assert opened("> " * 90 + "deep\n\n" + lists + "\n---\n\nTerm\n: Meaning")


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.meta.code)
@pytest.mark.parametrize("guidance", [True, False])
def test_every_shipped_template_opens_with_its_headings(template: Any, guidance: bool) -> None:
    document = as_paper(template)
    file = docx.Document(io.BytesIO(document_docx(document, images(), guidance)))
    headings = [text for style, text in styled(file) if style.startswith("Heading")]
    written = [line.lstrip("# ") for line in template.text.splitlines() if line.startswith("#")]
    assert headings == (written if guidance else [heading for heading in written if heading != "Fields"])
    assert any(style.startswith("Guidance") for style, _ in styled(file)) is guidance
    assert file.core_properties.identifier == control(code=template.meta.code).code
