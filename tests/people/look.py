"""What every page must look like to a parser: one h1 that begins the title, labelled fields, unique ids, nothing inline."""

from html.parser import HTMLParser
from typing import Any


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
        self._into: str = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if tag in {"input", "select", "textarea"} and found.get("type") not in {"hidden", "submit"}:
            self.fields.append((found.get("id", ""), found.get("aria-label", "")))
        if tag == "label":
            self.labels.add(found.get("for", ""))
        if "style" in found or (tag == "script" and "src" not in found) or tag == "style":
            self.inline.append(self.get_starttag_text() or tag)
        if tag == "h1":
            self.h1.append("")
        self._into = tag if tag in {"h1", "title"} else self._into

    def handle_endtag(self, tag: str) -> None:
        self._into = "" if tag == self._into else self._into

    def handle_data(self, data: str) -> None:
        if self._into == "h1":
            self.h1[-1] += data
        if self._into == "title":
            self.title += data


def problems(answer: Any) -> list[str]:
    """Everything that is wrong with a page; empty for a good one."""
    page = Page(answer.get_data(as_text=True))
    found = [] if len(page.h1) == 1 else [f"{len(page.h1)} h1"]
    if page.h1 and not page.title.startswith(page.h1[0].strip()):
        found.append(f"title {page.title!r} does not begin with {page.h1[0]!r}")
    found += [f"no label for {name!r}" for name, label in page.fields if not label and name not in page.labels]
    found += [f"id {name!r} twice" for name in set(page.ids) if page.ids.count(name) > 1]
    return found + [f"inline: {text}" for text in page.inline]
