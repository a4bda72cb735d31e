"""A reader of pages: everything on one that a person sees or hears, and what of it is neither translated nor data.

The tests' data are written in Greek letters and the translations' doubles in full-width ones, so every Latin letter left is either one of the
known signs (codes, addresses, file endings) or a sentence that gettext does not know.
"""

import re
from collections.abc import Collection
from html.parser import HTMLParser

SPOKEN = {"title", "alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "label", "summary", "content"}
SILENT_TAGS = {"script", "style", "kbd", "code"}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "col", "source"}
BUTTONS = {"submit", "button", "reset"}
SILENT_ATTRIBUTES = {"data-key", "data-suggest", "data-filter", "data-bs-theme", "data-copy", "data-report-at", "data-move", "data-insert"}
"""Attributes for scripts that hold addresses, ids and keys; any other is taken for words."""
LETTERS = re.compile(r"[A-Za-z]")
SIGNS = re.compile(
    r"""
    (?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
  | (?P<source>\bmethodology/\S+\.md\b)
  | (?P<address>https?://\S+|(?<![\w/])/[\w./?=&%-]+)
  | (?P<document>\b[A-Z]{3}-[A-Z]{3}-\d{2,4}\b|\bTPL-\d{2,4}\b|\bCRS-\d{2,4}\b)
  | (?P<practice>\b[A-Z]{3}\.\d{1,2}\b)
  | (?P<rule>\b[A-Za-z]{1,3}\d{1,3}\b)
  | (?P<file>\.(?:docx|xlsx|csv|md|pdf)\b)
  | (?P<number>\b[0-9a-f]{16}\b)
  | (?P<place>\{\w*\})
    """,
    re.VERBOSE,
)


class Visible(HTMLParser):
    """The texts of one page: each piece between tags, and each attribute that is read aloud or shown by a script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._language = ""
        self._silent: list[str] = []
        self._path: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins: its spoken attributes."""
        found = {name: value or "" for name, value in attrs}
        self._language = self._language or found.get("lang", "")
        if tag in SILENT_TAGS or found.get("lang", self._language) != self._language:
            self._silent.append(tag)
        for name, value in found.items():
            told = name in SPOKEN and tag != "meta"
            shown = name.startswith("data-") and name not in SILENT_ATTRIBUTES
            button = name == "value" and tag == "input" and found.get("type") in BUTTONS
            if told or shown or button:
                self.texts.append((f"<{tag} {name}>", value))
        if tag not in VOID:
            self._path.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()
        if tag in self._path:
            while self._path.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self._silent and data.strip():
            self.texts.append((f"<{self._path[-1] if self._path else ''}>", " ".join(data.split())))


def untranslated(text: str, known: Collection[str] = (), whole: Collection[str] = ()) -> list[str]:
    """What is neither translated nor data on a page: `where: words`, once each. `known` are words that are data, `whole` whole texts."""
    found = [f"{where}: {words}" for where, words in Visible(text).texts if words not in whole and left(words, known)]
    return list(dict.fromkeys(found))


def left(words: str, known: Collection[str] = ()) -> str:
    """What of a text remains once signs and known words are taken away; empty when no Latin letter does."""
    rest = SIGNS.sub(" ", words)
    for word in sorted(known, key=len, reverse=True) if LETTERS.search(rest) else ():
        rest = re.sub(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", " ", rest)
    return " ".join(rest.split()) if LETTERS.search(rest) else ""
