"""A template as Markdown: its text as written, to be filled in elsewhere, saying what it is and with addresses that lead home.

Owns which parts of the source are addresses; code is left alone. Must not know the block tree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from portal.paper.dialect import REFERENCE, parser
from portal.paper.document import PaperDocument
from portal.paper.forms import EXPLAINS
from portal.paper.inline import clean
from portal.paper.markdown import absolute

_PIECE = re.compile(
    r"(?P<escaped>\\.)|(?P<code>(?<!`)(?P<ticks>`+)(?!`)(?:[^\n]|\n(?!\s*\n)){1,2000}?(?<!`)(?P=ticks)(?!`))"
    r"|\[\[(?P<reference>[^\[\]\n]{1,80})\]\]"
    r"|!\[(?P<alt>(?:\\.|[^\[\]\\]){0,1000})\]\((?:<[^<>\n]*>|[^\s()<>]+)[^()\n]*\)"
    r"|(?P<before>\]\(|^ {0,3}\[[^\]^\n][^\]\n]*\]:[ \t]+)(?P<url><[^<>\n]*>|[^\s()<>]+)",
    re.MULTILINE,
)
"""What is looked for in a text without code blocks: escapes and code first, because nothing inside them is an address."""


def document_md(document: PaperDocument, guidance: bool = True) -> bytes:
    """Front matter with code, version, state and title, and the notice above a text that does not count, then the text. UTF-8, line feeds.

    References become links with titles, relative links absolute ones, and a picture, which does not travel with the file, a link to the
    document. Without guidance the boxes that explain are left out; tables keep their rows.
    """
    control = document.control
    front = {"code": control.code, "version": control.version, "state": control.state, "title": control.title}
    if control.notice:
        front["notice"] = control.notice
    head = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in front.items())
    body = "".join(_pieces(clean(document.markdown).replace("\r\n", "\n"), document, guidance)).strip("\n")
    return f"---\n{head}---\n\n{body}\n".encode()


def _pieces(text: str, document: PaperDocument, guidance: bool) -> Iterator[str]:
    """The text in stretches of prose, with its addresses completed, and of code, as it is."""
    tokens = parser().parse(text, {})
    left_out = frozenset() if guidance else frozenset(_rows(token for token in tokens if _explains(token)))
    code = frozenset(_rows(token for token in tokens if token.type in {"fence", "code_block"}))
    prose = ""
    for number, line in enumerate(text.split("\n")):
        if number in left_out:
            continue
        if number not in code:
            prose += f"{line}\n"
            continue
        yield _completed(prose, document)
        yield f"{line}\n"
        prose = ""
    yield _completed(prose, document)


def _rows(tokens: Iterable[Token]) -> Iterator[int]:
    for token in tokens:
        yield from range(*(token.map or (0, 0)))


def _explains(token: Token) -> bool:
    return token.type == "admonition_open" and re.sub(r"[^a-z]", "", str(token.meta["tag"])) in EXPLAINS


def _completed(prose: str, document: PaperDocument) -> str:
    def piece(found: re.Match[str]) -> str:
        if found["reference"] is not None:
            return _reference(found[0], document)
        if found["alt"] is not None:
            return f"[{found['alt']}]({document.address})" if document.address else found["alt"]
        if found["url"] is not None:
            return f"{found['before']}{_home(found['url'].strip('<>'), document.address)}"
        return found[0]

    return _PIECE.sub(piece, prose)


def _reference(written: str, document: PaperDocument) -> str:
    """`[[CODE#anchor]]` as a link with the title of what it leads to; as written where that is unknown."""
    found = REFERENCE.fullmatch(written)
    target = document.resolve(found[1], found[2] or "") if found else None
    if target is None:
        return written
    title = re.sub(r"([\\\[\]|`*_])", r"\\\1", clean(target.title))
    return f"[{title}]({_home(target.url, document.address)})"


def _home(url: str, address: str) -> str:
    """The address as Markdown takes it: complete, also where it points into the document itself; `<>` where no link may lead."""
    whole = absolute(url, address)
    whole = address + whole if whole.startswith("#") else whole
    return f"<{whole}>" if not whole or re.search(r"[\s()]", whole) else whole
