"""Pictures drawn anew: their pixels only, whatever came; and hostile or broken files refused with a sentence."""

import io
import os
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin

from portal.files import pictures
from portal.files.pictures import DrawingTooHard, NoPicture, PictureTooLarge, UnsafeDrawing, redrawn

SECRET = b"51.5007 N 0.1246 W"


def made(form: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    """A small picture whose left half is dark; with an alpha it is nearly opaque."""
    picture = Image.new("RGB", size, "white")
    picture.paste("navy", (0, 0, size[0] // 2, size[1]))
    if mode == "RGBA":
        picture.putalpha(250)
    out = io.BytesIO()
    picture.convert(mode).save(out, form, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def svg(inside: str, more: str = 'viewBox="0 0 90 60"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {more}>{inside}</svg>'.encode()


def png_header(width: int, height: int) -> bytes:
    """The head of a PNG that claims a size, and nearly nothing after it."""

    def chunk(name: bytes, inside: bytes) -> bytes:
        return struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", zlib.crc32(name + inside))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("form", "mode", "ending"), [
    ("PNG", "RGB", "png"), ("PNG", "RGBA", "png"), ("PNG", "P", "png"), ("PNG", "1", "png"), ("JPEG", "RGB", "jpg"), ("JPEG", "CMYK", "jpg"),
    ("WEBP", "RGB", "jpg"), ("WEBP", "RGBA", "png"),
])  # fmt: skip
def test_a_picture_keeps_its_pixels_and_becomes_png_or_jpeg(form: str, mode: str, ending: str) -> None:
    picture = redrawn(made(form, mode=mode))
    again = opened(picture.content).convert("RGB")
    assert (picture.ending, again.size) == (ending, (40, 20))
    left, right = again.getpixel((5, 10)), again.getpixel((35, 10))
    assert sum(right) > 740
    assert sum(left) < sum(right) - 200


def test_what_a_file_holds_besides_its_pixels_is_left_behind() -> None:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    files = (made("JPEG", exif=exif, comment=SECRET), made("PNG", pnginfo=text), made("WEBP", exif=exif.tobytes()), made("PNG") + SECRET)
    for content in files:
        assert SECRET in content
        assert SECRET not in redrawn(content).content


def test_a_photograph_taken_upright_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(redrawn(made("JPEG", exif=exif)).content).size == (20, 40)


def test_a_large_picture_is_made_small_enough_for_a_page() -> None:
    noise = Image.frombytes("RGB", (1200, 1200), os.urandom(1200 * 1200 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert len(redrawn(out.getvalue()).content) <= pictures.KEPT_BYTES
    assert max(opened(redrawn(made("PNG", (4000, 10))).content).size) == pictures.LONGEST_SIDE


def test_a_drawing_becomes_pixels() -> None:
    picture = redrawn(svg('<title>A box</title><rect width="90" height="60" fill="red"/><text x="5" y="20">Box</text>'))
    assert picture.ending == "png"
    assert opened(picture.content).convert("RGB").getpixel((2, 2)) == (255, 0, 0)


@pytest.mark.parametrize("content", [
    b"", b"GIF89a\x01\x00\x01\x00", b"<html><script>alert(1)</script></html>", made("PNG")[:60], made("JPEG")[:200], made("WEBP")[:40],
    b"\x89PNG\r\n\x1a\n" + b"\0" * 500, b"\xff\xd8\xff" + bytes(range(256)), made("GIF"), made("BMP"), b"%PDF-1.7", b"<svg", svg("<rect"),
    png_header(100, 100),
])  # fmt: skip
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NoPicture):
        redrawn(content)


@pytest.mark.parametrize(
    "content", [b"\0" * (pictures.MOST_BYTES + 1), png_header(60_000, 60_000), png_header(9_000, 9_000), png_header(12_000, 10_000)]
)
def test_what_unfolds_to_gigabytes_is_refused_unopened(content: bytes) -> None:
    with pytest.raises(PictureTooLarge):
        redrawn(content)


@pytest.mark.parametrize("inside", [
    "<script>alert(1)</script>", '<rect onload="alert(1)"/>', '<image href="https://example.org/a.png"/>', "<foreignObject/>",
    '<a xlink:href="https://example.org">x</a>', "<style>@import url(https://example.org)</style>",
])  # fmt: skip
def test_a_drawing_that_runs_or_reaches_out_is_refused(inside: str) -> None:
    with pytest.raises(UnsafeDrawing):
        redrawn(svg(inside))


def test_a_document_type_with_entities_is_refused() -> None:
    with pytest.raises(UnsafeDrawing):
        redrawn(b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg("<text>&b;</text>"))


@pytest.mark.parametrize("name", ["uses", "tall"])
def test_a_drawing_that_never_ends_is_given_up(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PATIENCE", 5)
    levels = "".join(f'<g id="g{n}">{f"""<use href="#g{n + 1}"/>""" * 12}</g>' for n in range(9))
    hard = {
        "uses": svg(f'<defs>{levels}<rect id="g9" width="1" height="1"/></defs><use href="#g0"/>'),
        "tall": svg('<rect width="1" height="9"/>', 'width="1" height="90000000"'),
    }
    with pytest.raises(DrawingTooHard):
        redrawn(hard[name])
