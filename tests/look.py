"""What every page must look like to a parser: one h1 that begins the title, labelled fields, unique ids, nothing inline, no object shown as Python shows it."""

import re
from html.parser import HTMLParser

UNLABELLED = {"hidden", "submit"}
OBJECT = re.compile(r"&lt;(?:built-in|bound) method [^&]*|&lt;[\w.]+ object at 0x[0-9a-f]+")


class Page(HTMLParser):
    """The facts of one HTML page that the laws are about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.h1: list[str] = []
        self.title = ""
        self.ids: list[str] = []
        self.fields: list[tuple[str, str]] = []
        self.labels: set[str] = set()
        self.inline: list[str] = []
        self.silent: list[str] = []
        self._into: str = ""
        self._svg = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._svg += tag == "svg"
        if "id" in found:
            self.ids.append(found["id"])
        if tag in {"input", "select", "textarea"} and found.get("type") not in UNLABELLED:
            self.fields.append((found.get("id", ""), found.get("aria-label", "") or found.get("aria-labelledby", "")))
        if tag == "label":
            self.labels.add(found.get("for", ""))
        if tag == "img" and "alt" not in found:
            self.silent.append(self.get_starttag_text() or tag)
        if _is_inline(tag, found):
            self.inline.append(self.get_starttag_text() or tag)
        if tag == "h1":
            self.h1.append("")
        self._into = tag if tag in {"h1", "title"} and not self._svg else self._into

    def handle_endtag(self, tag: str) -> None:
        self._svg -= tag == "svg"
        self._into = "" if tag == self._into else self._into

    def handle_data(self, data: str) -> None:
        if self._into == "h1":
            self.h1[-1] += data
        if self._into == "title":
            self.title += data


def _is_inline(tag: str, found: dict[str, str]) -> bool:
    """True for what the content security policy refuses: styles and scripts in the page itself."""
    handlers = any(name.startswith("on") for name in found)
    addresses = any(found.get(name, "").strip().lower().startswith("javascript:") for name in ("href", "action", "formaction"))
    return "style" in found or tag == "style" or (tag == "script" and "src" not in found) or handlers or addresses


def problems(text: str) -> list[str]:
    """Everything that is wrong with a page; empty for a good one."""
    page = Page(text)
    found = [] if text.lstrip().lower().startswith("<!doctype html>") else ["no doctype"]
    found += [] if len(page.h1) == 1 else [f"{len(page.h1)} h1"]
    if page.h1 and not (_words(page.h1[0]) and _words(page.title).startswith(_words(page.h1[0]))):
        found.append(f"title {page.title!r} does not begin with {page.h1[0]!r}")
    found += [f"no label for {name!r}" for name, label in page.fields if not label and name not in page.labels]
    found += [f"id {name!r} twice" for name in sorted(set(page.ids)) if page.ids.count(name) > 1]
    found += [f"no text for {text}" for text in page.silent]
    found += [f"Python's own words: {text!r}" for text in OBJECT.findall(text)]
    return found + [f"inline: {text}" for text in page.inline]


def _words(text: str) -> str:
    return " ".join(text.split())
