"""A controlled document as PDF, set by typst.

Owns the choice of PDF/UA-1 or plain PDF and how the block tree is handed to the sheet `document.typ`: as JSON, every word a string, so that
nothing in a text can become typst code. Must not know where documents come from, nor how the page looks (that is the sheet's).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst

from portal.paper.document import PaperDocument
from portal.paper.pictures import kind_of, printable
from portal.paper.sheet import sheet_content

SHEET = Path(__file__).with_name("document.typ")


@dataclass(frozen=True)
class Pdf:
    """`is_ua` says that the file is PDF/UA-1; if not, `reason` says in typst's words why it could not be."""

    content: bytes
    is_ua: bool
    reason: str


def document_pdf(document: PaperDocument, images: Mapping[str, bytes], fonts: Sequence[Path] = ()) -> Pdf:
    """The document as PDF. `images` maps each source as written in the text to the bytes of a PNG, JPEG or SVG file.

    Only fonts that typst carries and those in the folders `fonts` are used, so that every machine gives the same bytes. An image that is
    missing or unreadable is replaced by its text alternative. Raises `typst.TypstError` only for a fault of ours.
    """
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        root = Path(folder)
        content = json.dumps(sheet_content(document, _pictures(images, root)), ensure_ascii=False, sort_keys=True)
        (root / SHEET.name).write_bytes(SHEET.read_bytes())
        press = _Press(root, content, int(document.made_at.timestamp()), tuple(fonts))
        try:
            return Pdf(press.run(["ua-1"]), is_ua=True, reason="")
        except typst.TypstError as refusal:
            return Pdf(press.run([]), is_ua=False, reason=refusal.message)


@dataclass(frozen=True)
class _Press:
    root: Path
    content: str
    timestamp: int
    fonts: tuple[Path, ...]

    def run(self, standards: list[typst.PDFStandard]) -> bytes:
        pdf = typst.compile(
            self.root / SHEET.name,
            root=self.root,
            font_paths=_fonts(self.fonts),
            format="pdf",
            sys_inputs={"content": self.content},
            pdf_standards=standards,
            timestamp=self.timestamp,
        )
        return bytes(pdf)


@cache
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders))


def _pictures(images: Mapping[str, bytes], root: Path) -> dict[str, str]:
    """Write the printable images into the folder of this run; from source to file name there."""
    names: dict[str, str] = {}
    for source in sorted(images):
        if printable(images[source]):
            names[source] = f"picture-{len(names)}.{kind_of(images[source])}"
            (root / names[source]).write_bytes(images[source])
    return names
