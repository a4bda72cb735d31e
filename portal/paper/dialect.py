"""The Markdown dialect of controlled texts, for paper: markdown-it without raw HTML, plus what our texts use.

Tables, strike-through, footnotes, definition lists, admonitions, `[[CODE#anchor]]` references, and `{#id}` at the end of a paragraph,
heading or list entry, or on a line of its own above a block. Must not know what becomes of the tokens.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

REFERENCE = re.compile(r"\[\[([A-Z]{2,5}(?:-[A-Z]{2,5})?-\d{2,4})(?:#([A-Za-z][\w.-]*))?\]\]")
_TRAILING = re.compile(r"[ \t]*\{[#.](?P<names>[^{}\n`]*)\}[ \t]*$")
_NAMES = ("id", "class")


@cache
def parser() -> MarkdownIt:
    """The one parser. It keeps no state between texts and is never changed after it was built."""
    text = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    text.use(footnote_plugin).use(deflist_plugin).use(admon_plugin)
    text.use(attrs_plugin, allowed=_NAMES).use(attrs_block_plugin, allowed=_NAMES)
    text.inline.ruler.before("link", "reference", _reference)
    text.core.ruler.before("inline", "trailing_anchor", _trailing_anchor)
    return text


def _reference(state: StateInline, silent: bool) -> bool:
    found = REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.meta = {"code": found[1], "anchor": found[2] or ""}
    state.pos = found.end()
    return True


def _trailing_anchor(state: StateCore) -> None:
    """Move `{#id}` from the end of a block's text to the block's opening token."""
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "inline" or before.nesting != 1:
            continue
        found = _TRAILING.search(token.content)
        if found is None:
            continue
        token.content = token.content[: found.start()]
        names = f"{found[0].strip()[1]}{found['names']}".split()
        anchor = next((name[1:] for name in names if name.startswith("#")), "")
        if anchor:
            before.attrSet("id", anchor)
