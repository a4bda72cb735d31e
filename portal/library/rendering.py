"""From a parsed text to what a page shows: links get the titles of what they lead to, images their addresses. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.content import markdown
from portal.content.terms import Term
from portal.content.wording import DOCUMENT_CODE


@dataclass(frozen=True)
class Surroundings:
    """What a text is rendered against: titles of documents by code, glossary terms, the words of the interface inside a text (in the

    organisation's language, as texts are), and the hash that stands for terms and words.
    """

    titles: Mapping[str, str]
    terms: Sequence[Term]
    labels: markdown.Labels
    words_hash: str

    @classmethod
    def of(cls, titles: Mapping[str, str], terms: Sequence[Term], labels: markdown.Labels | None = None) -> "Surroundings":
        """Surroundings with their hash; words in English unless given."""
        said = labels or markdown.Labels()
        digest = hashlib.sha256(repr(([(t.term, t.also, t.definition) for t in terms], said)).encode()).hexdigest()
        return cls(titles, tuple(terms), said, digest)


@dataclass(frozen=True)
class Made:
    """The columns of `RenderedText`."""

    html: str
    plain: str
    contents: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    anchors: list[str]
    made_from: str


RULE = re.compile(r"r[0-9]{1,3}")
LINKED = re.compile(rf"\[\[({DOCUMENT_CODE.pattern})")


def cited(text: str) -> tuple[str, ...]:
    """Codes a text links to, as far as its rendering can depend on them."""
    return tuple(sorted(set(LINKED.findall(text))))


def address(code: str, anchor: str | None = None) -> str:
    """Where a document is read: an address that stays."""
    return f"/library/{code.lower()}" + (f"#{anchor}" if anchor else "")


def named(title: str, anchor: str | None) -> str:
    """The words of a link into a document after its code: the title, and the rule where the anchor is one."""
    return f"{title}, {anchor.upper()}" if anchor and RULE.fullmatch(anchor) else title


def made_from(content_hash: str, codes: Sequence[str], around: Surroundings) -> str:
    """The hash of everything a rendering depends on: the text, the titles it shows, the glossary, the language of the words inside."""
    titles = {code: around.titles.get(code, "") for code in codes}
    return hashlib.sha256(json.dumps([content_hash, titles, around.words_hash]).encode()).hexdigest()


def make(
    text: str | markdown.Parsed,
    codes: Sequence[str],
    content_hash: str,
    images: Mapping[str, str],
    around: Surroundings,
    *,
    images_at: str = "/library/images",
) -> Made:
    """Render one text that cites `codes`. `images` maps the path written to the hash of its bytes, which are served under `images_at`."""

    def link(code: str, anchor: str | None) -> markdown.Link | None:
        title = around.titles.get(code)
        return None if title is None else markdown.Link(address(code, anchor), named(title, anchor))

    def image(path: str) -> str | None:
        key = images.get(path)
        return None if key is None else f"{images_at}/{key}.{path.rsplit('.', 1)[-1].lower()}"

    page = markdown.render(text, link=link, terms=around.terms, image=image, labels=around.labels)
    return Made(
        html=page.html,
        plain=page.plain,
        contents=[{"level": h.level, "anchor": h.anchor, "number": h.number, "title": h.title} for h in page.contents],
        sections=[{"anchor": part.anchor, "title": part.title, "text": part.text} for part in page.sections],
        anchors=sorted(page.anchors),
        made_from=made_from(content_hash, codes, around),
    )
