"""A controlled document as a Word file: a control block, real headings, lists and tables, guidance in styles of its own.

Owns the page, the control block and the properties of the file. The same Revision and images give the same bytes. Must not know where documents
come from.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Cm

from portal.paper.blocks import Run
from portal.paper.cells import cut
from portal.paper.document import PaperDocument
from portal.paper.docx_blocks import TEXT_WIDTH, BlockWriter
from portal.paper.docx_styles import set_styles
from portal.paper.docx_xml import add_field, add_table, fixed, shade
from portal.paper.forms import without_guidance

LONGEST_PROPERTY = 255


def document_docx(document: PaperDocument, images: Mapping[str, bytes], guidance: bool = True) -> bytes:
    """The document as .docx; without guidance an empty form. `images` maps sources of the text to PNG, JPEG or SVG; all go in as PNG."""
    file = docx.Document()
    styles = set_styles(file, document.language)
    _set_properties(file.core_properties, document)
    _drop_thumbnail(file.part.package)
    _set_page(file.sections[0], document)
    tree = document.tree()
    writer = BlockWriter(file, styles, tree if guidance else without_guidance(tree), images, document.words)
    _write_title(writer, document)
    writer.write()
    saved = io.BytesIO()
    file.save(saved)
    return fixed(saved.getvalue())


def _set_properties(properties: Any, document: PaperDocument) -> None:
    control, words = document.control, document.words
    texts = {
        "title": control.title,
        "subject": f"{control.code} {words.version} {control.version}",
        "author": control.owner,
        "last_modified_by": control.owner,
        "category": control.kind,
        "comments": f"{words.uncontrolled}. {control.summary}",
        "content_status": control.state,
        "identifier": control.code,
        "keywords": ", ".join((control.code, *control.practices)),
        "language": document.language,
        "version": control.version,
    }
    for name, text in texts.items():
        setattr(properties, name, cut(text, LONGEST_PROPERTY))
    made_at: datetime = document.made_at.replace(tzinfo=None)
    properties.created = properties.modified = made_at
    properties.revision = 1


def _drop_thumbnail(package: Any) -> None:
    """The blank document of python-docx carries a picture of an empty page."""
    for key in [key for key, relation in package.rels.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[key]


def _set_page(section: Any, document: PaperDocument) -> None:
    control, words = document.control, document.words
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.6), Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (header, footer):
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    header.add_run(control.code).bold = True
    header.add_run(f"  {control.title}\t{words.version} {control.version}, {control.state}")
    footer.add_run(f"{words.uncontrolled}.").bold = True
    footer.add_run(f" {control.code} {words.version} {control.version}\t")
    for part in re.split(r"(%\((?:page|pages)\)s)", words.page):
        match part:
            case "%(page)s":
                add_field(footer, "PAGE", "1")
            case "%(pages)s":
                add_field(footer, "NUMPAGES", "1")
            case _:
                footer.add_run(part)


def _write_title(writer: BlockWriter, document: PaperDocument) -> None:
    control, words = document.control, document.words
    writer.add("Kind", f"{control.code} · {control.kind}")
    writer.add("Title", control.title)
    if control.summary:
        writer.add("Subtitle", control.summary)
    if control.notice:
        writer.add("Warning Title", control.notice)
    _write_control_block(writer, document)
    for name, text in ((words.change, control.change), (words.transition, control.transition)):
        if text:
            writer.paragraph((Run(f"{name}: ", strong=True), Run(text)))
    if document.address:
        writer.paragraph((Run(f"{words.uncontrolled}. {words.current} "), Run(document.address, url=document.address)))


def _write_control_block(writer: BlockWriter, document: PaperDocument) -> None:
    """Who answers for which version since when: two pairs of label and value a row."""
    control, words = document.control, document.words
    pairs = [
        (words.code, control.code),
        (words.version, control.version),
        (words.state, control.state),
        (words.effective, document.day(control.effective)),
        (words.owner, control.owner),
        (words.approver, control.approver),
        (words.next_review, document.day(control.next_review)),
        (words.practices, ", ".join(control.practices) or words.none),
    ]
    table = add_table(writer.document, (Cm(2.5), Cm(5.6)) * 2)
    for first, second in zip(pairs[::2], pairs[1::2], strict=True):
        for place, (cell, text) in enumerate(zip(table.add_row().cells, (*first, *second), strict=True)):
            cell.paragraphs[0]._p.style = writer.styles["Control Value" if place % 2 else "Control Label"]
            cell.paragraphs[0].add_run(text)
            if place % 2 == 0:
                shade(cell._tc.get_or_add_tcPr(), "F1F3EF")
    writer.add("Table Space")
