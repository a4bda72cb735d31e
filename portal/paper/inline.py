"""Tokens inside a paragraph to runs of text.

Owns styles, links, references and footnote calls within a line. Must not know blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown_it.token import Token

from portal.paper.blocks import Break, Inline, Line, NoteMark, Picture, Run

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_STYLES = {"strong": "strong", "em": "emphasis", "s": "strike"}


def clean(text: str) -> str:
    """The text with U+FFFD in place of what XML 1.0 (section 2.2) or UTF-8 cannot hold, and of C1 controls."""
    return _UNPRINTABLE.sub("\ufffd", text)


@dataclass(frozen=True)
class InlineReader:
    """`refer` gives words and address of `[[CODE#anchor]]`; `absolute` completes an address or empties it."""

    refer: Callable[[str, str], tuple[str, str]]
    absolute: Callable[[str], str]

    def line(self, token: Token) -> Line:
        """The parts of an inline token; neighbours in the same style are one run."""
        parts: list[Inline] = []
        for part in self._parts(token.children or []):
            last = parts[-1] if parts else None
            if isinstance(part, Run) and isinstance(last, Run) and _style(part) == _style(last):
                parts[-1] = Run(last.text + part.text, *_style(last))
            elif not isinstance(part, Run) or part.text:
                parts.append(part)
        return tuple(parts)

    def _parts(self, tokens: list[Token]) -> Iterator[Inline]:
        depth = dict.fromkeys(_STYLES.values(), 0)
        urls: list[str] = []
        for token in tokens:
            name = token.type.removesuffix("_open").removesuffix("_close")
            if name in _STYLES:
                depth[_STYLES[name]] += token.nesting
            elif token.type == "link_open":
                urls.append(self.absolute(str(token.attrGet("href") or "")))
            elif token.type == "link_close":
                urls.pop()
            else:
                styles = {key: count > 0 for key, count in depth.items()}
                yield self._leaf(token, styles, urls[-1] if urls else "")

    def _leaf(self, token: Token, styles: dict[str, bool], url: str) -> Inline:
        match token.type:
            case "softbreak":
                return Run(" ", **styles, url=url)
            case "hardbreak":
                return Break()
            case "image":
                return Picture(str(token.attrGet("src") or ""), clean(token.content).strip())
            case "footnote_ref":
                return NoteMark(int(token.meta["id"]) + 1)
            case "reference":
                title, target = self.refer(token.meta["code"], token.meta["anchor"])
                return Run(clean(title), **styles, url=self.absolute(target) if target else "")
            case _:
                return Run(clean(token.content), **styles, code=token.type == "code_inline", url=url)


def _style(run: Run) -> tuple[bool, bool, bool, bool, str]:
    return run.strong, run.emphasis, run.strike, run.code, run.url
