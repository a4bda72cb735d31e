"""Pictures that people put into texts, drawn anew: whatever a file holds besides its pixels is left behind, and what cannot be drawn is refused.

PNG stays PNG, JPEG stays JPEG, WebP becomes one of both, an SVG is checked and drawn in a process of its own. Knows no documents.
"""

import io
import struct
import subprocess
import sys
from dataclasses import dataclass

from PIL import Image, ImageOps

from portal.content.svg_check import svg_problems
from portal.errors import N_, Refused

MOST_BYTES = 5_000_000
"""Of a file as it comes."""
KEPT_BYTES = 950_000
"""Of a picture as it is kept: files of a content root take 1 MB."""
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2400
PATIENCE = 20
"""Seconds that drawing an SVG may take."""
BROKEN = (OSError, ValueError, SyntaxError, TypeError, EOFError, MemoryError, OverflowError, struct.error, ArithmeticError, IndexError,
          KeyError, Image.DecompressionBombError, Image.DecompressionBombWarning)  # fmt: skip
"""What Pillow raises on files that are not what they say."""


class PictureTooLarge(Refused):
    """More bytes or pixels than a document needs."""

    sentence = N_("The picture is too large: up to 5 MB and 40 million pixels. Save it smaller and try again.")


class NoPicture(Refused):
    """Not a picture that can be shown."""

    sentence = N_("The file is not a PNG, JPEG, WebP or SVG picture that can be read. Save it anew with a drawing program and try again.")


class UnsafeDrawing(Refused):
    """An SVG that is more than a drawing."""

    sentence = N_(
        "The SVG holds more than a drawing: a script, a link or something from elsewhere (line %(line)s). Save it as a plain SVG."
    )


class DrawingTooHard(Refused):
    """An SVG that takes too long or too much room to draw."""

    sentence = N_("The SVG could not be drawn. Save it as PNG and try again.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: its bytes, and `png` or `jpg`."""

    content: bytes
    ending: str


def redrawn(content: bytes) -> Picture:
    """The picture, its pixels only. Refused with a sentence when it is too large, broken, or more than a picture."""
    if len(content) > MOST_BYTES:
        raise PictureTooLarge
    if _is_svg(content):
        content = _drawn(content)
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureTooLarge
            kind = opened.format
            opened.load()
            pixels = ImageOps.exif_transpose(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PictureTooLarge from bomb
    except BROKEN as broken:
        raise NoPicture from broken
    return _saved(_plain(pixels), kind)


def _is_svg(content: bytes) -> bool:
    return b"<svg" in content[:4000] and content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _drawn(content: bytes) -> bytes:
    """An SVG as a PNG. It draws in a process of its own, which may take neither long nor much room."""
    problems = svg_problems("", content)
    if problems:
        raise UnsafeDrawing(line=problems[0].line) if problems[0].code == "unsafe-svg" else NoPicture
    try:
        command = [sys.executable, "-m", "portal.files.drawing"]
        answer = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=True)  # noqa: S603  our own module
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as failed:
        raise DrawingTooHard from failed
    return answer.stdout


def _plain(pixels: Image.Image) -> Image.Image:
    """Colours as every program reads them, small enough for a page, without anything but pixels."""
    has_alpha = "A" in pixels.getbands() or "transparency" in pixels.info
    made = pixels.convert("RGBA" if has_alpha else "RGB")
    made.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(made.mode, made.size)
    bare.paste(made)
    return bare


def _saved(pixels: Image.Image, kind: str | None) -> Picture:
    """As PNG or JPEG, made smaller until it is small enough to keep."""
    as_jpeg = pixels.mode == "RGB" and kind in {"JPEG", "WEBP"}
    while True:
        out = io.BytesIO()
        if as_jpeg:
            pixels.save(out, "JPEG", quality=85, optimize=True)
        else:
            pixels.save(out, "PNG", optimize=True)
        if out.tell() <= KEPT_BYTES:
            return Picture(out.getvalue(), "jpg" if as_jpeg else "png")
        pixels = pixels.resize((max(1, pixels.width * 3 // 4), max(1, pixels.height * 3 // 4)))
