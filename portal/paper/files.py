"""The files a controlled document can be had as: one door to all writers.

Owns which endings are offered, their media types and who writes them. Must not know where documents and images come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.paper.document import PaperDocument

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
TEMPLATE = "template"


def formats_of(kind: str, formats: Iterable[str] = ()) -> tuple[str, ...]:
    """The endings offered for a document of this kind, in the order in which they are shown: PDF always, for templates what they list too."""
    listed = frozenset(formats) if kind == TEMPLATE else frozenset()
    return tuple(ending for ending in MEDIA_TYPES if ending == "pdf" or ending in listed)


def media_type(ending: str) -> str:
    """The media type of a file with this ending. Raises KeyError for an ending nobody writes."""
    return MEDIA_TYPES[ending]


def make(document: PaperDocument, ending: str, images: Mapping[str, bytes], guidance: bool = True) -> bytes:
    """The document as a file; the same Revision and images give the same bytes. Raises KeyError for an ending nobody writes.

    `images` maps the sources of pictures to PNG, JPEG or SVG. `guidance=False` gives a template as an empty form; a PDF, which is for reading,
    always has everything. Writers are imported here, because each brings a large library that most processes never need.
    """
    match ending:
        case "pdf":
            from portal.paper.pdf import document_pdf

            return document_pdf(document, images).content
        case "docx":
            from portal.paper.docx import document_docx

            return document_docx(document, images, guidance)
        case "xlsx":
            from portal.paper.xlsx import document_xlsx

            return document_xlsx(document, guidance)
        case "csv":
            from portal.paper.csv import document_csv

            return document_csv(document, guidance)
        case "md":
            from portal.paper.md import document_md

            return document_md(document, guidance)
        case _:
            raise KeyError(ending)
