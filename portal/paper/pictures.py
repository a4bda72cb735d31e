"""Images for paper: which bytes can be printed, and drawings as pixels for formats that know no SVG.

Must not know documents.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import unquote

import typst

LARGEST = 40_000_000
"""Pixels of a PNG or JPEG that is opened: a small file may unfold to gigabytes."""
DRAWN_AT = 200
"""Pixels an inch of a drawing turned into pixels."""
Kept = TypeVar("Kept")
_STARTS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}


def kind_of(picture: bytes) -> str:
    """png, jpg or svg by the first bytes, or empty."""
    for start, kind in _STARTS.items():
        if picture.startswith(start):
            return kind
    return "svg" if b"<svg" in picture[:2000] else ""


def printable(picture: bytes) -> bool:
    """True if the bytes are a PNG, JPEG or SVG that typst can open and that is not of absurd size."""
    kind = kind_of(picture)
    if not kind or (kind == "png" and _png_pixels(picture) > LARGEST):
        return False
    try:
        return bool(as_png(picture, ppi=8))
    except typst.TypstError:
        return False


def as_png(picture: bytes, ppi: float = DRAWN_AT) -> bytes:
    """The image drawn on a sheet of its own size, at most 16 cm wide. Raises typst.TypstError if it cannot be opened."""
    page = b"""#set page(width: auto, height: auto, margin: 0pt)
#let file = bytes(json(bytes(sys.inputs.picture)))
#context { let wide = measure(image(file)).width; image(file, width: calc.min(wide, 16cm)) }"""
    png = typst.compile(page, format="png", ppi=ppi, ignore_system_fonts=True, sys_inputs={"picture": str(list(picture))})
    return bytes(png if isinstance(png, bytes) else b"".join(png))


def look_up(pictures: Mapping[str, Kept], source: str) -> Kept | None:
    """What is kept for a source of the text.

    Markdown percent-encodes what the file system does not, and a text may write a picture's path as seen from its own folder.
    """
    for written in (source, unquote(source)):
        for name in (written, written.removeprefix("../")):
            if name in pictures:
                return pictures[name]
    return None


def _png_pixels(picture: bytes) -> int:
    """Width times height from the IHDR chunk (PNG specification, 11.2.2)."""
    width, height = struct.unpack(">II", picture[16:24]) if len(picture) >= 24 else (0, 0)
    return int(width) * int(height)
