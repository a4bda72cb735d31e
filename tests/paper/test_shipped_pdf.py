"""Every document this repository ships, as an accessible PDF."""

import io

import pytest
from pypdf import PageObject, PdfReader

from portal.content.source import SourceDocument
from portal.paper.pdf import document_pdf
from tests.paper.shipped import as_paper, images, source


@pytest.mark.parametrize("first", range(6))
def test_every_document_and_earlier_version_we_ship_is_accessible(first: int) -> None:
    shipped = [*source().documents][first::6]
    assert len(shipped) >= 9
    assert [reason for document in shipped if (reason := _fault(document))] == []


def _fault(document: SourceDocument) -> str:
    """What is wrong with the PDF of one document, or nothing."""
    pdf = document_pdf(as_paper(document), images())
    pages = list(PdfReader(io.BytesIO(pdf.content)).pages)
    words = pages[-1].extract_text()
    faults = [pdf.reason] if not pdf.is_ua else []
    faults += ["no page number"] if f"Page {len(pages)} of {len(pages)}" not in words else []
    faults += ["no warning"] if "Uncontrolled when printed" not in words else []
    faults += ["a picture is missing"] if "![" in document.text and "Picture left out" in _words(pages) else []
    return f"{document.path}: {', '.join(faults)}" if faults else ""


def _words(pages: list[PageObject]) -> str:
    return " ".join(page.extract_text() for page in pages)
