"""What grows while the tokens of one text are walked: pieces of HTML, anchors, sections, problems. Knows no token types."""

import re
from typing import Final

from portal.content.anchors import Anchors
from portal.content.markdown_parts import DocumentLink, Heading, ImageUse, Parsed, Piece, Rule, Section, SectionSlot
from portal.content.problems import Problem

_REFUSED: Final = {
    "duplicate-anchor": "is used twice",
    "reserved-anchor": "belongs to the page around the text; choose another",
}
_LABEL: Final = re.compile(r"(?P<label>[A-Z]{1,3}[0-9]{1,3})\.\s+")
_BOLD: Final = re.compile(r"[A-Z]{1,3}[0-9]{1,3}\.\s+\*\*(?P<title>.+?)\*\*\s*", re.DOTALL)


class Page:
    """The growing result. `explicit` are the ids written in the text, which headings without one must not take."""

    def __init__(self, explicit: frozenset[str]) -> None:
        self._anchors = Anchors(explicit)
        self.out: list[Piece] = []
        self.problems: list[Problem] = []
        self.links: list[DocumentLink] = []
        self.images: list[ImageUse] = []
        self.external: list[tuple[str, int]] = []
        self.own_links: list[tuple[str, int]] = []
        self.rules: list[Rule] = []
        self.contents: list[Heading] = []
        self.sections: list[Section] = []
        self.words: list[str] = []
        self.title, self.anchor, self.last_level = "", "", 0
        self._numbers: list[int] = []

    def note(self, line: int, code: str, message: str) -> None:
        """Add a problem at a line of the text."""
        self.problems.append(Problem("", line, code, message))

    def claim(self, anchor: str | None, line: int) -> str | None:
        """An id for an element, or None when there is none to give: an id stands once in a text and is not one of the page's own."""
        if anchor is None:
            return None
        refusal = self._anchors.refusal(anchor)
        if refusal is not None:
            self.note(line, refusal, f"the id {anchor} {_REFUSED[refusal]}")
            return None
        return anchor

    def of_heading(self, title: str) -> str:
        """The id of a heading without one of its own."""
        return self._anchors.of_heading(title)

    def heading(self, depth: int, title: str, anchor: str, line: int, *, in_contents: bool) -> str:
        """Begin a section at a heading of Markdown depth 1 to 6; its number, empty for one inside a quote or list."""
        if depth > self.last_level + 1:
            self.note(line, "jumped-heading", f"{title!r} is level {depth} after level {self.last_level}; leave no level out")
        self.last_level = depth
        if not in_contents:
            return ""
        self.end_section()
        self._numbers = [*self._numbers[:depth], *[0] * (depth - len(self._numbers))]
        self._numbers[depth - 1] += 1
        number = ".".join(map(str, self._numbers))
        self.title, self.anchor = title, anchor
        self.contents.append(Heading(min(depth + 1, 6), anchor, number, title))
        return number

    def end_section(self) -> None:
        """Keep the words since the last heading as a section."""
        if self.words or self.title:
            self.sections.append(Section(self.anchor, self.title, "\n".join(self.words)))
        self.words = []
        self.out.append(SectionSlot())

    def rule(self, anchor: str, plain: str, written: str) -> None:
        """Keep a paragraph or list line that has an id: label, bold short name, text."""
        match = _LABEL.match(plain)
        label = match["label"] if match else ""
        text = plain[match.end() :] if match else plain
        bold = _BOLD.match(written) if match else None
        title = re.sub(r"[*_`]", "", bold["title"]) if bold else ""
        if title and text.startswith(title):
            text = text[len(title) :].lstrip()
        self.rules.append(Rule(anchor, label, title.rstrip(".:"), text))

    def parsed(self) -> Parsed:
        """Everything, once the last token is walked."""
        self.end_section()
        for anchor, line in self.own_links:
            if anchor not in self._anchors.used:
                self.note(line, "broken-anchor", f"#{anchor} is not an id in this text")
        plain = "\n\n".join(f"{section.title}\n{section.text}".strip() for section in self.sections)
        return Parsed(
            pieces=_joined(self.out),
            contents=tuple(self.contents),
            sections=tuple(self.sections),
            plain=plain,
            anchors=frozenset(self._anchors.used),
            links=tuple(self.links),
            images=tuple(self.images),
            external=tuple(self.external),
            rules=tuple(self.rules),
            problems=tuple(sorted(self.problems)),
        )


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Neighbouring strings made one."""
    made: list[Piece] = []
    run: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            run.append(piece)
            continue
        if run:
            made.append("".join(run))
            run = []
        made.append(piece)
    return (*made, "".join(run))
