"""PDF read back with pypdf."""

import io

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from portal.paper.document import PaperDocument, Words
from portal.paper.pdf import Pdf, document_pdf
from portal.paper.sheet import rule_label
from tests.paper.samples import ADDRESS, APPROVED, HOSTILE, SVG, control, paper, png, resolve

TEXT = """# Purpose

Why. See [[RSK-STD-01]], [inside](#r1) and [the register](/register).[^1]

R1. **One owner.** A rule. {#r1}

| Band | Probability |
|---|---|
| 1 | under 5 % |

: The bands.

![A blue box](images/box.svg)

- [x] done
- open

[^1]: A footnote.
"""


def text_of(pdf: Pdf) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)


def addresses(pdf: Pdf) -> set[str]:
    notes = [note.get_object() for page in PdfReader(io.BytesIO(pdf.content)).pages for note in page.get("/Annots", [])]
    return {str(note["/A"]["/URI"]) for note in notes if isinstance(note, DictionaryObject) and "/URI" in note.get("/A", {})}


def test_a_document_is_accessible_and_says_what_it_is() -> None:
    pdf = document_pdf(paper(TEXT), {"images/box.svg": SVG})
    reader = PdfReader(io.BytesIO(pdf.content))
    assert (pdf.is_ua, pdf.reason) == (True, "")
    assert b"pdfuaid:part" in pdf.content
    assert reader.metadata is not None
    assert reader.metadata.title == "RSK-STD-01 Risk management, version 3.0"
    assert reader.metadata.creation_date == APPROVED.replace(microsecond=0)
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_the_page_shows_control_block_rule_ids_and_the_warning() -> None:
    words = text_of(document_pdf(paper(TEXT, change="A duty moved.", notice="Superseded by 3.1."), {"images/box.svg": SVG}))
    expected = (
        "Risk lead",
        "Head of PMO",
        "15 September 2026",
        "15 September 2027",
        "Effective",
        "R1",
        "One owner.",
        "The bands.",
        "A footnote.",
    )
    assert [word for word in expected if word not in words] == []
    assert [word for word in ("Uncontrolled when printed", "Page 1 of 1", "A duty moved.", "Superseded by 3.1.") if word not in words] == []


def test_every_page_after_the_first_names_code_version_and_state() -> None:
    pdf = document_pdf(paper("Words. " * 1500), {})
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    assert len(pages) > 1
    for number, page in enumerate(pages[1:], start=2):
        words = page.extract_text()
        assert "Version 3.0, Effective" in words
        assert f"Page {number} of {len(pages)}" in words


def test_the_header_row_of_a_long_table_repeats() -> None:
    pdf = document_pdf(paper("| Head of the table | b |\n|---|---|\n" + "| row | x |\n" * 120), {})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages]
    assert len(pages) > 2
    assert all("Head of the table" in page for page in pages)


def test_links_are_absolute() -> None:
    assert addresses(document_pdf(paper(TEXT), {})) == {ADDRESS, "https://portal.example/register"}


def test_the_same_revision_gives_the_same_bytes() -> None:
    assert document_pdf(paper(TEXT), {"images/box.svg": SVG}) == document_pdf(paper(TEXT), {"images/box.svg": SVG})


@pytest.mark.parametrize("text", ["# A\n\n### Jumped", "Unknown sign \U0001f389 here"])
def test_what_accessibility_forbids_is_printed_without_it_and_said(text: str) -> None:
    pdf = document_pdf(paper(text), {})
    assert pdf.is_ua is False
    assert "PDF/UA" in pdf.reason
    assert PdfReader(io.BytesIO(pdf.content)).pages


@pytest.mark.parametrize("image", [png(4, 4)[:40], png(1, 1)[:16] + b"\0\0\xff\xff\0\0\xff\xff", b"<svg", b"", b"GIF89a"])
def test_an_image_that_cannot_be_opened_is_replaced_by_its_text(image: bytes) -> None:
    pdf = document_pdf(paper("![A blue box](a.png)"), {"a.png": image})
    assert pdf.is_ua
    assert "A blue box" in text_of(pdf)


def test_pixels_and_drawings_are_shown() -> None:
    pdf = document_pdf(paper("![Pixels](a%20b.png) ![Drawing](b.svg)"), {"a b.png": png(4, 4), "b.svg": SVG})
    assert pdf.is_ua
    assert "left out" not in text_of(pdf)


def test_hostile_text_is_text_everywhere() -> None:
    body = f'# {HOSTILE}\n\n{HOSTILE}\n\n| {HOSTILE} |\n|---|\n| {HOSTILE} |\n\n- {HOSTILE}\n\n```\n{HOSTILE}\n```\n\n!!! note "{HOSTILE}"\n    x'
    pdf = document_pdf(paper(body, title=HOSTILE, summary=HOSTILE, owner="\x00\x0b", notice=HOSTILE, change=HOSTILE), {})
    words = text_of(pdf)
    assert words.count("#{panic()}") >= 8
    assert "$x^2$" in words


def test_anchors_repeated_missing_or_odd_do_no_harm() -> None:
    text = "# A {#r1}\n\nR1. One. {#r1}\n\nR1. Two. {#r1}\n\n[x](#r1) [y](#nowhere) [z](#)\n\nHead[^1]\n\n| a[^1] |\n|---|\n| b |\n\n[^1]: Calls itself[^1]."
    assert document_pdf(paper(text), {}).is_ua


def test_frames_nested_without_end_are_printed() -> None:
    lists = "".join("  " * depth + "- a\n" for depth in range(45))
    assert document_pdf(paper("> " * 90 + "deep\n\n" + lists), {}).is_ua


def test_the_fixed_words_follow_the_language() -> None:
    words = Words.translated(
        lambda word: {"Owner": "Besitzer", "Page %(page)s of %(pages)s": "Seite %(page)s von %(pages)s"}.get(word, word)
    )
    shown = text_of(document_pdf(PaperDocument(control(), TEXT, ADDRESS, resolve, "de", words), {}))
    assert "Besitzer" in shown
    assert "Seite 1 von 1" in shown
    assert "15 September 2026" in shown


def test_a_line_without_a_rule_number_keeps_all_its_words() -> None:
    assert rule_label(()) == ("", ())
