"""What grows while the tokens of one text are walked: pieces of HTML, anchors, sections, problems. Knows no token types."""

import re
from typing import Final

from portal.content.markdown_parts import DocumentLink, Heading, ImageUse, Parsed, Piece, Rule, Section, SectionSlot
from portal.content.problems import Problem
from portal.content.wording import slug

_PAGE: Final = frozenset(
    {"main", "document", "q", "toc", "toc-h", "site-nav", "shortcuts", "shortcuts-h", "shortcuts-off", "ack-go", "ack-read", "csrf"}
)
_FOOTNOTE: Final = re.compile(r"fn(?:ref)?[0-9]+(?:-[0-9]+)?")
_LABEL: Final = re.compile(r"(?P<label>[A-Z]{1,3}[0-9]{1,3})\.\s+")
_BOLD: Final = re.compile(r"[A-Z]{1,3}[0-9]{1,3}\.\s+\*\*(?P<title>.+?)\*\*\s*", re.DOTALL)


def reserved(anchor: str) -> bool:
    """Whether an id belongs to the page around a text or to its footnotes. All that begins with `page-` is the page's."""
    return anchor in _PAGE or anchor.startswith("page-") or _FOOTNOTE.fullmatch(anchor) is not None


class Page:
    """The growing result. `explicit` are the ids written in the text, which headings without one must not take."""

    def __init__(self, explicit: frozenset[str]) -> None:
        self.explicit = explicit
        self.out: list[Piece] = []
        self.problems: list[Problem] = []
        self.anchors: set[str] = set()
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
        self._slugs: dict[str, int] = {}

    def note(self, line: int, code: str, message: str) -> None:
        """Add a problem at a line of the text."""
        self.problems.append(Problem("", line, code, message))

    def claim(self, anchor: str | None, line: int) -> str | None:
        """An id for an element, or None when there is none to give: an id stands once in a text."""
        if anchor is None:
            return None
        if anchor in self.anchors:
            self.note(line, "duplicate-anchor", f"the id {anchor} is used twice")
            return None
        if reserved(anchor):
            self.note(line, "reserved-anchor", f"the id {anchor} belongs to the page around the text; choose another")
            return None
        self.anchors.add(anchor)
        return anchor

    def slug_for(self, title: str) -> str:
        """The id of a heading without one of its own: its text, numbered from the second on."""
        base = slug(title)
        while True:
            self._slugs[base] = self._slugs.get(base, 0) + 1
            made = base if self._slugs[base] == 1 else f"{base}-{self._slugs[base]}"
            if made not in self.anchors and made not in self.explicit and not reserved(made):
                return made

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
            if anchor not in self.anchors:
                self.note(line, "broken-anchor", f"#{anchor} is not an id in this text")
        plain = "\n\n".join(f"{section.title}\n{section.text}".strip() for section in self.sections)
        return Parsed(
            pieces=_joined(self.out),
            contents=tuple(self.contents),
            sections=tuple(self.sections),
            plain=plain,
            anchors=frozenset(self.anchors),
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
