"""What rendered text may hold, judged from the outside by an HTML parser of its own: names everything that could run, call out or deceive."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import lxml.html

from portal.content import markdown
from portal.content.terms import Term

ELEMENTS = frozenset(
    {"a", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr"}
    | {"i", "img", "li", "ol", "p", "pre", "s", "section", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
)
ATTRIBUTES = frozenset(
    ["alt", "aria-hidden", "aria-label", "class", "href", "id", "loading", "rel", "role", "scope", "src", "start", "tabindex", "title"]
)
PAGE_IDS = frozenset(["main", "document", "q", "toc-h", "site-nav", "shortcuts", "shortcuts-h", "shortcuts-off"])
ID = re.compile(r"[a-z][a-z0-9-]*")
IMAGE = re.compile(r"/library/images/[0-9a-z]+\.[a-z]+")
TERMS = (Term("risk", ("alert",), '"><img src=x onerror=alert(1)>', "/glossary#risk"),)


def rendered(text: str) -> markdown.Rendered:
    """A hostile text among hostile titles, terms and images that are all there."""
    return markdown.render(
        text,
        link=lambda code, anchor: markdown.Link(f"/library/{code.lower()}" + (f"#{anchor}" if anchor else ""), "</a><script>\"'`"),
        image=lambda _path: "/library/images/00ff.png",
        terms=TERMS,
    )


class _Tags(HTMLParser):
    """A second reader, which drops no element that stands in the wrong place."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element as it is written."""
        self.found += [f"<{tag}>"] * (tag not in ELEMENTS)
        self.found.extend(_of_attributes({name: value or "" for name, value in attrs}))

    def handle_comment(self, data: str) -> None:
        """Nothing in a text makes a comment."""
        self.found.append(f"<!--{data}-->")

    handle_decl = handle_pi = unknown_decl = handle_comment


def faults(html: str) -> list[str]:
    """Everything in a piece of HTML that should not be there, read by two parsers; empty for a safe one."""
    tags = _Tags()
    tags.feed(html)
    tags.close()
    return [*tags.found, *_faults_of_tree(html)]


def _faults_of_tree(html: str) -> list[str]:
    tree = lxml.html.fragment_fromstring(html, create_parent="article")
    found = [f"<{element.tag}>" for element in tree.iterdescendants() if element.tag not in ELEMENTS]
    for element in tree.iterdescendants():
        found.extend(_of_attributes({str(name): str(value) for name, value in element.attrib.items()}))
    found += [f"a link in a link: {link.get('href')}" for link in tree.iter("a") if next(link.iterancestors("a"), None) is not None]
    ids = Counter(element.get("id") for element in tree.iterdescendants() if element.get("id") is not None)
    return found + [f"id {name} {count} times" for name, count in ids.items() if count > 1]


def _of_attributes(attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if name not in ATTRIBUTES:
            yield f"{name}={value!r}"
        if name == "href" and not harmless(value):
            yield f"address {value!r}"
        if name == "src" and not IMAGE.fullmatch(value):
            yield f"image {value!r}"
        if name == "id" and (not ID.fullmatch(value) or value in PAGE_IDS):
            yield f"id {value!r}"


def harmless(address: str) -> bool:
    """Whether an address, read as a browser reads it, is web, mail, or of this site."""
    seen = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    scheme = urlsplit(seen).scheme.lower()
    if scheme in {"http", "https", "mailto"}:
        return True
    return not scheme and ":" not in seen.split("/")[0] and not re.match(r"[/\\]{2}", seen) and seen[:1] in {"/", "#"}
