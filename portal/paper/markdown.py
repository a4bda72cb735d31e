"""Markdown to the block tree that every paper format is written from.

Owns how tokens become blocks and which addresses may be links. Never fails on any text: what is not understood is shown as written.
Must not know the formats, nor where references lead: it is told by `resolve`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from markdown_it.token import Token

from portal.paper import blocks as b
from portal.paper.dialect import parser
from portal.paper.inline import InlineReader, clean

DEEPEST = 8
"""Lists, quotes and boxes nested deeper than this lose their frame, never their words (a page has no room, typst stops at 64)."""


class Target(NamedTuple):
    """Where a reference leads: the words of the link and its address (absolute, or relative to the portal)."""

    title: str
    url: str


Resolve = Callable[[str, str], Target | None]
"""From code and anchor (empty for the whole document) to the target, or None if there is none: then the code itself is shown."""


@dataclass
class _Node:
    token: Token
    children: list[_Node] = field(default_factory=list)


def read(markdown: str, resolve: Resolve, address: str = "") -> b.Tree:
    """The block tree of a text. `address` is the absolute address of the document itself: relative links are completed with it.

    A link that is not http, https or mailto when completed is shown as plain text. Control characters, which no office format can hold,
    become U+FFFD.
    """
    tokens = parser().parse(clean(markdown), {})
    inline = InlineReader(lambda code, anchor: _found(resolve, code, anchor), lambda url: absolute(url, address))
    return _BlockReader(inline).tree(_nested(tokens))


def absolute(url: str, address: str) -> str:
    """The address a link leads to: complete, or `#anchor` inside the document at `address`, or empty where no link may lead."""
    try:
        whole = urljoin(address, url) if address else url
        parts = urlsplit(whole)
    except ValueError:
        return ""
    if url.startswith("#") or (address and whole.startswith(f"{address}#")):
        return f"#{parts.fragment}" if parts.fragment else ""
    return whole if parts.scheme in {"http", "https", "mailto"} else ""


def _found(resolve: Resolve, code: str, anchor: str) -> tuple[str, str]:
    target = resolve(code, anchor)
    return (target.title, target.url) if target else (f"{code}#{anchor}" if anchor else code, "")


def _nested(tokens: list[Token]) -> list[_Node]:
    """Opening and closing tokens as a tree, without recursion."""
    root: list[_Node] = []
    open_lists = [root]
    for token in tokens:
        if token.nesting == -1:
            if len(open_lists) > 1:
                open_lists.pop()
            continue
        node = _Node(token)
        open_lists[-1].append(node)
        if token.nesting == 1:
            open_lists.append(node.children)
    return root


@dataclass
class _BlockReader:
    """One walk over the nodes of one text; `depth` counts the frames around the present block."""

    inline: InlineReader
    depth: int = 0

    def tree(self, nodes: list[_Node]) -> b.Tree:
        notes = [note for node in nodes if node.token.type == "footnote_block_open" for note in node.children]
        body = [node for node in nodes if node.token.type != "footnote_block_open"]
        return b.Tree(
            self.blocks(body),
            tuple(b.Note(int(note.token.meta["id"]) + 1, self.blocks(note.children)) for note in notes),
        )

    def blocks(self, nodes: list[_Node]) -> tuple[b.Block, ...]:
        return tuple(_with_captions(block for node in nodes for block in self.block(node)))

    def block(self, node: _Node) -> Iterable[b.Block]:
        make = _MAKERS.get(node.token.type)
        return make(self, node) if make else ()

    def framed(self, node: _Node, frame: Callable[[tuple[b.Block, ...]], b.Block]) -> Iterable[b.Block]:
        """The children inside their frame, or without it where the frames are too many."""
        self.depth += 1
        inside = self.blocks(node.children)
        self.depth -= 1
        return inside if self.depth >= DEEPEST else (frame(inside),)

    def line(self, node: _Node) -> b.Line:
        return next((self.inline.line(child.token) for child in node.children if child.token.type == "inline"), ())

    def heading(self, node: _Node) -> Iterable[b.Block]:
        return (b.Heading(int(node.token.tag[1]), self.line(node), _anchor(node)),)

    def paragraph(self, node: _Node) -> Iterable[b.Block]:
        line = self.line(node)
        if len(line) == 1 and isinstance(line[0], b.Picture):
            return (b.Figure(line[0], anchor=_anchor(node)),)
        return (b.Paragraph(line, _anchor(node)),) if line else ()

    def listing(self, node: _Node) -> Iterable[b.Block]:
        self.depth += 1
        items = tuple(self.item(child) for child in node.children)
        self.depth -= 1
        if self.depth >= DEEPEST:
            return tuple(block for item in items for block in item.blocks)
        start = node.token.attrGet("start")
        return (b.Listing(items, node.token.type == "ordered_list_open", int(start) if start is not None else 1),)

    def item(self, node: _Node) -> b.Item:
        blocks = self.blocks(node.children)
        first = blocks[0] if blocks else None
        if not isinstance(first, b.Paragraph):
            return b.Item(blocks, _anchor(node))
        line, done = _task(first.line)
        return b.Item((replace(first, line=line, anchor=""), *blocks[1:]), _anchor(node) or first.anchor, done)

    def definitions(self, node: _Node) -> Iterable[b.Block]:
        entries: list[b.Definition] = []
        for child in node.children:
            if child.token.type == "dt_open":
                entries.append(b.Definition(self.line(child), ()))
            elif entries:
                entries[-1] = replace(entries[-1], blocks=entries[-1].blocks + self.blocks(child.children))
        return _captioned_figures(entries) or (b.Definitions(tuple(entries)),)

    def table(self, node: _Node) -> Iterable[b.Block]:
        rows = [row for part in node.children for row in part.children]
        header, *body = [tuple(self.line(cell) for cell in row.children) for row in rows]
        align = tuple(_alignment(cell.token) for cell in rows[0].children)
        return (b.Table(header, tuple(body), align),)

    def admonition(self, node: _Node) -> Iterable[b.Block]:
        title = next((self.line(child) for child in node.children if child.token.type == "admonition_title_open"), ())
        kind = re.sub(r"[^a-z]", "", str(node.token.meta["tag"])) or "note"
        return self.framed(node, lambda inside: b.Admonition(kind, b.plain(title), inside))

    def quote(self, node: _Node) -> Iterable[b.Block]:
        return self.framed(node, b.Quote)

    def code(self, node: _Node) -> Iterable[b.Block]:
        return (b.Code(node.token.content.rstrip("\n").expandtabs(4)),)

    def divider(self, _node: _Node) -> Iterable[b.Block]:
        return (b.Divider(),)


_MAKERS: dict[str, Callable[[_BlockReader, _Node], Iterable[b.Block]]] = {
    "heading_open": _BlockReader.heading,
    "paragraph_open": _BlockReader.paragraph,
    "bullet_list_open": _BlockReader.listing,
    "ordered_list_open": _BlockReader.listing,
    "dl_open": _BlockReader.definitions,
    "table_open": _BlockReader.table,
    "admonition_open": _BlockReader.admonition,
    "blockquote_open": _BlockReader.quote,
    "fence": _BlockReader.code,
    "code_block": _BlockReader.code,
    "hr": _BlockReader.divider,
}


def _anchor(node: _Node) -> str:
    return str(node.token.attrGet("id") or "")


def _alignment(cell: Token) -> str:
    return str(cell.attrGet("style") or "text-align:left").removeprefix("text-align:")


def _task(line: b.Line) -> tuple[b.Line, bool | None]:
    """`[ ] text` and `[x] text` say whether a task is done."""
    first = line[0] if line else None
    mark = re.match(r"\[([ xX])\]\s+", first.text) if isinstance(first, b.Run) and not first.url else None
    if mark is None or not isinstance(first, b.Run):
        return line, None
    return (replace(first, text=first.text[mark.end() :]), *line[1:]), mark[1] != " "


def _with_captions(blocks: Iterable[b.Block]) -> Iterator[b.Block]:
    """A paragraph that begins with `: ` right after a table or a figure is its caption."""
    held: b.Block | None = None
    for block in blocks:
        caption = _caption(block)
        if caption and isinstance(held, b.Table | b.Figure) and not held.caption:
            held = replace(held, caption=caption)
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


def _caption(block: b.Block) -> b.Line:
    first = block.line[0] if isinstance(block, b.Paragraph) and block.line else None
    if isinstance(block, b.Paragraph) and isinstance(first, b.Run) and first.text.startswith(": "):
        return (replace(first, text=first.text[2:].lstrip()), *block.line[1:])
    return ()


def _captioned_figures(entries: list[b.Definition]) -> tuple[b.Block, ...]:
    """An image with `: caption` beneath reads as a definition to Markdown; to us it is a figure."""
    figures: list[b.Block] = []
    for entry in entries:
        if len(entry.term) != 1 or not isinstance(entry.term[0], b.Picture):
            return ()
        first, *rest = entry.blocks or (b.Paragraph(()),)
        figures += [b.Figure(entry.term[0], first.line if isinstance(first, b.Paragraph) else ()), *rest]
    return tuple(figures)
