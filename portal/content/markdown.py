"""Markdown to sanitised HTML, contents, plain text by section, links and rules. Made once per Revision; knows no other text but through `link`."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

from portal.content.markdown_parts import (
    Heading,
    ImageSlot,
    Labels,
    LabelSlot,
    Link,
    LinkSlot,
    Parsed,
    Piece,
    Rendered,
    Rule,
    Section,
    SectionSlot,
    TextSlot,
)
from portal.content.markdown_walk import walk
from portal.content.problems import Problem
from portal.content.sanitise import clean
from portal.content.terms import Term, index_of

__all__ = ["Heading", "Labels", "Link", "Parsed", "Rendered", "Rule", "Section", "Term", "parse", "render"]

LinkTo = Callable[[str, str | None], Link | None]
ImageAt = Callable[[str], str | None]


def parse(text: str) -> Parsed:
    """Take a text apart without knowing any other; the costly half of `render`, and all that `check` needs."""
    return walk(text)


def no_image(_path: str) -> str | None:
    """No image is to be had."""
    return None


def render(
    text: str | Parsed,
    *,
    link: LinkTo,
    terms: Sequence[Term] = (),
    image: ImageAt = no_image,
    labels: Labels | None = None,
) -> Rendered:
    """Put a text together. `link(code, anchor)` and `image(path)` give the address, or None: then the words stay and a problem is added.

    `image` gets the path from the content root. The HTML holds no id but those of the text and `fn1`, `fnref1` of its footnotes.
    """
    parsed = parse(text) if isinstance(text, str) else text
    filling = _Filling(link, image, tuple(terms), labels or Labels())
    html = clean("".join(map(filling.piece, parsed.pieces)))
    problems = tuple(sorted((*parsed.problems, *filling.problems)))
    return Rendered(
        html=html,
        contents=parsed.contents,
        sections=parsed.sections,
        plain=parsed.plain,
        anchors=parsed.anchors,
        links=parsed.links,
        images=parsed.images,
        external=parsed.external,
        rules=parsed.rules,
        problems=problems,
    )


class _Filling:
    """Fills the open places of one text."""

    def __init__(self, link: LinkTo, image: ImageAt, terms: tuple[Term, ...], labels: Labels) -> None:
        self.link, self.image, self.labels = link, image, labels
        self.seen: set[str] = set()
        self.problems: list[Problem] = []
        index = index_of(terms)
        self.mark = partial(index.mark, seen=self.seen) if terms else escape

    def piece(self, piece: Piece) -> str:
        """One piece as HTML."""
        if isinstance(piece, str):
            return piece
        if isinstance(piece, TextSlot):
            return self.mark(piece.text)
        if isinstance(piece, SectionSlot):
            self.seen.clear()
            return ""
        if isinstance(piece, LabelSlot):
            return escape(str(getattr(self.labels, piece.name)))
        return self.document(piece) if isinstance(piece, LinkSlot) else self.picture(piece)

    def document(self, slot: LinkSlot) -> str:
        code, anchor, line = slot.link
        target = self.link(code, anchor)
        if target is None:
            place = f"{code}#{anchor}" if anchor else code
            self.problems.append(Problem("", line, "unknown-code", f"[[{place}]] leads nowhere"))
            return escape(code)
        return f'<a class="doc-link" href="{escape(target.href)}">{escape(f"{code} {target.title}")}</a>'

    def picture(self, slot: ImageSlot) -> str:
        address = self.image(slot.use.path)
        if address is None:
            self.problems.append(Problem("", slot.use.line, "missing-image", f"{slot.use.path} is not in the content folder"))
            return escape(slot.use.alt)
        return f'<img class="img-fluid" src="{escape(address)}" alt="{escape(slot.use.alt)}" loading="lazy">'
