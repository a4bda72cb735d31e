"""The Markdown we read: which rules are on, `[[CODE#anchor]]`, and the bounds that keep any text linear. Knows tokens, not HTML."""

import re
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref

from portal.content.wording import ANCHOR, COURSE_CODE, DOCUMENT_CODE

MAX_NESTING: Final = 16
MAX_PARAGRAPH: Final = 8_000
_DOCUMENT_LINK: Final = re.compile(r"\[\[(?P<inside>[^\[\]\n]{1,80})\]\]")
_TARGET: Final = re.compile(rf"(?P<code>{DOCUMENT_CODE.pattern}|{COURSE_CODE.pattern})(?:#(?P<anchor>{ANCHOR.pattern}))?")
_FOOTNOTE: Final = re.compile(r"\[\^[^\s\]\[]{1,40}\]")


def tokens(text: str) -> list[Token]:
    """The block tokens of a text, inline tokens with their children. Linear in the length of the text."""
    return _PARSER.parse(text)


def tokens_and_definitions(text: str) -> tuple[list[Token], list[tuple[int, int]]]:
    """The tokens, and the lines (from, to) of each `[word]: address`, which makes no token."""
    env: dict[str, Any] = {}
    made = _PARSER.parse(text, env)
    entries = [*env.get("references", {}).values(), *env.get("duplicate_refs", [])]
    return made, sorted((int(entry["map"][0]), int(entry["map"][1])) for entry in entries)


def _document_link(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[[", state.pos):
        return False
    match = _DOCUMENT_LINK.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        target = _TARGET.fullmatch(match["inside"])
        token = state.push("document_link", "", 0)
        token.content = match["inside"]
        token.meta = target.groupdict() if target else {}
    state.pos = match.end()
    return True


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    """The plugin's rule, which would look for the end of each mark through the whole paragraph. A mark without its footnote has a token too."""
    match = _FOOTNOTE.match(state.src, state.pos) if state.src.startswith("[^", state.pos) else None
    if match is None or footnote_ref(state, silent):
        return match is not None
    if not silent:
        state.push("unknown_footnote", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _footnote_text(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The plugin's rule, for marks of a length that `_footnote_mark` finds again."""
    first = state.bMarks[start] + state.tShift[start]
    match = _FOOTNOTE.match(state.src, first, state.eMarks[start]) if state.src.startswith("[^", first) else None
    if match is None or not footnote_def(state, start, end, silent):
        return False
    if not silent:
        state.env.setdefault("footnote_lines", {}).setdefault(match[0][2:-1], []).append(start)
    return True


def _lost_footnotes(state: StateCore) -> None:
    """A token for each footnote that is shown nowhere: no mark points to it, or another of its name comes after."""
    marks = state.env.get("footnotes", {}).get("refs", {})
    for label, lines in state.env.get("footnote_lines", {}).items():
        for line in lines if marks.get(f":{label}", -1) < 0 else lines[:-1]:
            state.tokens.append(Token("lost_footnote", "", 0, map=[line, line + 1], content=f"[^{label}]"))


def _inline(state: StateCore) -> None:
    """Parse the inside of paragraphs; one longer than anybody reads stays plain text, because inline rules look far ahead."""
    for token in state.tokens:
        if token.type == "inline":
            token.children = []
            if len(token.content) > MAX_PARAGRAPH:
                plain = Token("text", "", 0, content=token.content)
                token.children.append(plain)
                token.meta["too_long"] = True
            else:
                state.md.inline.parse(token.content, state.md, state.env, token.children)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default", {"maxNesting": MAX_NESTING, "html": False, "linkify": False, "typographer": False})
    parser.use(footnote_plugin, inline=False).use(deflist_plugin).use(admon_plugin)
    parser.core.ruler.at("inline", _inline)
    parser.core.ruler.after("footnote_tail", "lost_footnotes", _lost_footnotes)
    parser.core.ruler.disable(["linkify", "replacements", "smartquotes"])
    parser.inline.ruler.before("link", "document_link", _document_link)
    parser.inline.ruler.at("footnote_ref", _footnote_mark)
    parser.block.ruler.at("footnote_def", _footnote_text, {"alt": ["paragraph", "reference"]})
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  # the walker's allow-list decides, and names what it refuses
    return parser


_PARSER: Final = _parser()
