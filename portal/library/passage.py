"""The words of a document that stand at an anchor: what a report of a problem quotes. Pure."""

from html.parser import HTMLParser

LONGEST = 1200
VOID = frozenset({"br", "hr", "img", "input", "wbr"})
NOT_WORDS = frozenset({"permalink", "footnote-backref"})
BLOCKS = frozenset({"p", "li", "tr", "dt", "dd", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "pre"})
CELLS = frozenset({"td", "th"})


def passage(html: str, anchor: str) -> str:
    """The plain text of the element with that id in a rendered document, lines kept apart; empty when there is none.

    Cut at 1,200 characters. Links to the place itself are left out, section numbers stay with a space after them.
    """
    if not anchor:
        return ""
    found = _Element(anchor)
    found.feed(html)
    found.close()
    lines = (" ".join(line.split()) for line in "".join(found.words).split("\n"))
    text = "\n".join(line for line in lines if line)
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


class _Element(HTMLParser):
    """Collects the words inside one element of well-formed HTML."""

    def __init__(self, anchor: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._anchor = anchor
        self._depth = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._note(" " if self._depth else "")
            return
        found = dict(attrs)
        if not self._depth and found.get("id") != self._anchor:
            return
        self._depth += 1
        if self._silent or NOT_WORDS & set((found.get("class") or "").split()):
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if not self._depth or tag in VOID:
            return
        self._depth -= 1
        self._silent -= 1 if self._silent else 0
        if not self._depth:
            self._anchor = ""
        self._note("\n" if tag in BLOCKS else " · " if tag in CELLS else " " if tag == "span" else "")

    def handle_data(self, data: str) -> None:
        if self._depth:
            self._note(data.replace("\n", " "))

    def _note(self, words: str) -> None:
        if not self._silent:
            self.words.append(words)
