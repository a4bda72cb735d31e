"""The smallest valid papers, and images drawn by hand."""

import struct
import zlib
from datetime import UTC, date, datetime

from portal.paper.document import Control, PaperDocument
from portal.paper.markdown import Target

APPROVED = datetime(2026, 9, 11, 14, 30, 5, 123456, tzinfo=UTC)
ADDRESS = "https://portal.example/library/rsk-std-01"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='20'><rect width='40' height='20' fill='#0b5568'/></svg>"
HOSTILE = '#import "x.typ": * $x^2$ \\ #{panic()} = head // c */ <label> @ref [x]({0}) \u202eabc\u202c &lt;b&gt; _x0041_ %PDF'


def resolve(code: str, anchor: str) -> Target | None:
    if code != "RSK-STD-01":
        return None
    return Target("RSK-STD-01 Risk management", f"/library/rsk-std-01{'#' if anchor else ''}{anchor}")


def control(**changed: object) -> Control:
    values: dict[str, object] = {
        "code": "RSK-STD-01",
        "kind": "Standard",
        "title": "Risk management",
        "version": "3.0",
        "state": "Effective",
        "owner": "Risk lead",
        "approver": "Head of PMO",
        "effective": date(2026, 9, 15),
        "next_review": date(2027, 9, 15),
        "at": APPROVED,
        "summary": "How every project finds its risks.",
    }
    return Control(**(values | changed))  # type: ignore[arg-type]


def paper(markdown: str, **changed: object) -> PaperDocument:
    return PaperDocument(control(**changed), markdown, ADDRESS, resolve)


def png(width: int, height: int) -> bytes:
    """A one-coloured PNG (PNG specification, sections 5 and 11)."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\0" + b"\x20\x80\xa0" * width) * height)
    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
