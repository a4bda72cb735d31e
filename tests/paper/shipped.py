"""The documents this repository ships, as papers."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from portal.content.source import Source, SourceDocument, read
from portal.paper.document import Control, PaperDocument
from portal.paper.markdown import Target
from tests.paper.samples import APPROVED

ROOT = Path(__file__).parents[2] / "content"
PORTAL = "https://portal.example/library/"


@cache
def source() -> Source:
    return read(ROOT)


def images() -> Mapping[str, bytes]:
    return source().images


def templates() -> list[SourceDocument]:
    return [document for document in source().current if document.meta.kind == "template"]


def as_paper(document: SourceDocument) -> PaperDocument:
    meta = document.meta
    titles = {other.meta.code: other.meta.title for other in source().current}

    def resolve(code: str, anchor: str) -> Target | None:
        address = f"/library/{code.lower()}{'#' if anchor else ''}{anchor}"
        return Target(f"{code} {titles[code]}", address) if code in titles else None

    control = Control(
        code=meta.code,
        kind=meta.kind.title(),
        title=meta.title,
        version=str(meta.version),
        state="Effective",
        owner=meta.owner,
        approver=meta.approver,
        effective=meta.effective,
        next_review=date(2028, 1, 1),
        at=APPROVED,
        summary=meta.summary,
        practices=meta.practices,
        change=meta.change or "",
        transition=meta.transition or "",
    )
    return PaperDocument(control, document.text, f"{PORTAL}{meta.code.lower()}", resolve)
