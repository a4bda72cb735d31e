"""A Markdown text as sections of comparable blocks: paragraphs, list lines, table rows, lines of code. Written text, not HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from portal.content.anchors import Anchors
from portal.content.markdown_syntax import tokens, tokens_and_definitions
from portal.content.markdown_walk import explicit_id

_ID = re.compile(r"\s*\{#[a-z][a-z0-9-]{0,40}\}")


@dataclass(slots=True)
class Block:
    """A stretch that changes as one: its written text with single spaces, and the id it carries."""

    text: str
    anchor: str | None

    @property
    def shown(self) -> str:
        """The text without ids and the marks of bold."""
        return _ID.sub("", self.text).replace("**", "")


@dataclass(slots=True)
class Stretch:
    """A section: anchor and title (empty before the first heading), and its blocks. `key` is the same in two versions of a section."""

    anchor: str
    title: str
    blocks: list[Block] = field(default_factory=list)
    explicit: bool = False


def stretches(text: str) -> list[Stretch]:
    """The sections of a text, in order; definitions of links, which stand in no section, at the end of the last."""
    made, definitions = tokens_and_definitions(text)
    lines = text.split("\n")
    sections = [Stretch("", "")]
    anchors = Anchors({anchor for token in made if (anchor := explicit_id(token))})
    for index, token in enumerate(made):
        if token.level == 0 and token.type == "heading_open":
            sections.append(_section(made[index + 1], anchors))
        else:
            sections[-1].blocks.extend(_blocks(token, lines, made, index))
    sections[-1].blocks.extend(Block(_flat(lines[start:end]), None) for start, end in definitions)
    return sections if sections[0].blocks else sections[1:]


def explicit_texts(text: str) -> dict[str, str]:
    """What each explicit id stands for: its paragraph or line, or the whole section of a heading. The first of two wins."""
    found: dict[str, str] = {}
    for token in tokens(text):
        anchor = explicit_id(token)
        if anchor:
            found.setdefault(anchor, " ".join(token.content.split()))
    for section in stretches(text):
        if section.explicit and section.anchor in found:
            found[section.anchor] += "\n" + "\n".join(block.text for block in section.blocks)
    return found


def _section(inline: Token, anchors: Anchors) -> Stretch:
    title = _ID.sub("", inline.content).replace("**", "").strip()
    written = explicit_id(inline)
    given = written is not None and anchors.refusal(written) is None
    return Stretch(written if written is not None and given else anchors.of_heading(title), title, explicit=given)


def _blocks(token: Token, lines: list[str], made: list[Token], index: int) -> Iterator[Block]:
    """The blocks that begin with this token; lists and tables are taken line by line, quotes and admonitions by what is in them."""
    if token.map is None:
        return
    start, end = token.map
    if token.type in {"fence", "code_block"}:
        yield from (Block(line, None) for line in lines[start:end])
    elif token.type in {"tr_open", "admonition_open"}:
        yield Block(_flat(lines[start : start + 1]), None)
    elif token.type == "dt_open":
        yield Block(_flat([made[index + 1].content]), None)
    elif token.type == "paragraph_open" or (token.type == "heading_open" and token.level):
        yield Block(_flat(lines[start:end]), explicit_id(made[index + 1]))


def _flat(lines: list[str]) -> str:
    """Lines as one, with single spaces."""
    return " ".join(" ".join(lines).split())
