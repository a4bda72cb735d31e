"""Walks the block tokens of one text and writes them to a page: headings, paragraphs, lists, tables, admonitions, footnotes."""

import re
from collections.abc import Callable
from html import escape
from typing import Final

from markdown_it.token import Token

from portal.content.markdown_captions import caption_of_table, captioned_figures, only_image
from portal.content.markdown_inline import InlineWriter
from portal.content.markdown_page import Page
from portal.content.markdown_parts import LabelSlot, Parsed, Piece, SectionSlot
from portal.content.markdown_syntax import MAX_NESTING, MAX_PARAGRAPH, tokens
from portal.content.wording import ANCHOR, direction_characters

_EXPLICIT: Final = re.compile(rf"(?:^|(?<=[^\\]))\{{#(?P<id>{ANCHOR.pattern})\}}\s*\Z")
_ANY_ID: Final = re.compile(r"\s*\{#[^{}\n]{0,80}\}\s*\Z")
_TASK: Final = re.compile(r"\[[ xX]\]\s+")
ADMONITIONS: Final = ("note", "warning", "example", "guidance")
_PLAIN: Final = {
    "blockquote_open": "<blockquote>\n",
    "blockquote_close": "</blockquote>\n",
    "bullet_list_open": "<ul>\n",
    "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_close": "</li>\n",
    "thead_open": "<thead>\n",
    "thead_close": "</thead>\n",
    "tbody_open": "<tbody>\n",
    "tbody_close": "</tbody>\n",
    "tr_open": "<tr>",
    "tr_close": "</tr>\n",
    "td_close": "</td>",
    "table_close": "</table></div>\n",
    "dl_close": "</dl>\n",
    "dt_open": "<dt>",
    "dt_close": "</dt>\n",
    "dd_open": "<dd>",
    "dd_close": "</dd>\n",
    "hr": "<hr>\n",
    "admonition_title_open": '<p class="admonition-title">',
    "admonition_title_close": "</p>\n",
    "admonition_close": "</div>\n",
    "footnote_close": "</li>\n",
    "footnote_block_close": "</ol></section>\n",
}
_CONTAINERS: Final = frozenset({"blockquote_open", "list_item_open", "dd_open", "admonition_open"})


def walk(text: str) -> Parsed:
    """Take a text apart. Lines in the result count from 1 in this text."""
    made = tokens(text)
    page = Page(frozenset(anchor for token in made if (anchor := explicit_id(token))))
    for line, name in direction_characters(text):
        page.note(line, "hidden-character", f"the text changes its direction with {name}")
    _Walk(made, page).run()
    return page.parsed()


def explicit_id(token: Token) -> str | None:
    """The id written as `{#id}` at the end of a paragraph, heading or list line."""
    match = _EXPLICIT.search(token.content) if token.type == "inline" and "{#" in token.content[-60:] else None
    return match["id"] if match else None


class _Walk:
    def __init__(self, made: list[Token], page: Page) -> None:
        self.tokens, self.page = made, page
        self.line, self.index = 1, 0
        self.skipped: set[int] = set()
        self.item_id: tuple[int, str | None] = (-1, None)
        self.item_mark: tuple[Piece, ...] = ()
        self.closing = ""
        self.row: list[str] = []
        self.regions: dict[str, int] = {}

    def steps(self) -> dict[str, Callable[[Token], None]]:
        """What to do at each kind of token that is more than a tag."""
        return {
            "inline": self.inline,
            "paragraph_close": self.paragraph_close,
            "heading_open": self.nothing,
            "heading_close": self.nothing,
            "paragraph_open": self.nothing,
            "list_item_open": self.list_item,
            "ordered_list_open": self.ordered_list,
            "table_open": self.table,
            "th_open": self.cell,
            "th_close": self.head_close,
            "td_open": self.cell,
            "fence": self.code,
            "code_block": self.code,
            "admonition_open": self.admonition,
            "dl_open": self.definitions,
            "footnote_block_open": self.footnotes,
            "footnote_open": self.footnote,
            "footnote_anchor": self.footnote_back,
            "lost_footnote": self.lost_footnote,
        }

    def run(self) -> None:
        """Walk every token once, in order."""
        steps, out = self.steps(), self.page.out
        for index, token in enumerate(self.tokens):
            if token.map is not None:
                self.line = token.map[0] + 1
            self.index = index
            if index in self.skipped:
                continue
            if token.level >= MAX_NESTING - 1 and token.type in _CONTAINERS:
                self.page.note(self.line, "nested-too-deep", "what stands deeper than this is not shown; nest less")
            plain = _PLAIN.get(token.type)
            if plain is not None:
                out.append(plain)
                if token.type == "tr_close":
                    self.row_words()
            else:
                steps.get(token.type, self.nothing)(token)

    def nothing(self, _token: Token) -> None:
        """A token that another step writes."""

    def row_words(self) -> None:
        if any(self.row):
            self.page.words.append(" · ".join(self.row))
        self.row = []

    def take_id(self, token: Token) -> str | None:
        """Cut `{#id}` off the end of a paragraph, heading or list line; the id when it is a good one."""
        children = token.children or []
        found = _ANY_ID.search(token.content) if "{#" in token.content[-90:] else None
        last = children[-1] if children else None
        tail = _ANY_ID.search(last.content) if found and last is not None and last.type == "text" else None
        if tail is None or last is None:
            return None
        match = _EXPLICIT.search(token.content)
        if match is None:
            if not token.content[: found.start() + 1 if found else 0].endswith("\\"):
                self.page.note(self.line, "bad-anchor", f"{tail[0].strip()} is not an id like {{#r1}}")
            return None
        last.content = last.content[: tail.start()]
        return match["id"]

    def inline(self, token: Token) -> None:
        """Write the inside of a block together with the tag it stands in."""
        if token.meta.get("too_long"):
            self.page.note(self.line, "paragraph-too-long", f"over {MAX_PARAGRAPH} characters in one paragraph; it is shown as plain text")
        match self.tokens[self.index - 1].type:
            case "heading_open":
                self.heading(self.tokens[self.index - 1], token)
            case "paragraph_open":
                self.paragraph(self.tokens[self.index - 1], token)
            case "th_open":
                self.row.append(self.text(token, terms=False))
            case "td_open":
                self.row.append(self.text(token, terms=True))
            case "admonition_title_open":
                self.admonition_title(self.tokens[self.index - 2], token)
            case _:
                self.page.words.append(self.text(token, terms=False))

    def text(self, token: Token, *, terms: bool) -> str:
        return InlineWriter(self.page, self.line, terms=terms).write(token.children or [])

    def heading(self, opening: Token, token: Token) -> None:
        depth, line, page = int(opening.tag[1]), self.line, self.page
        tag = f"h{min(depth + 1, 6)}"
        written = self.take_id(token)
        place = len(page.out)
        title = self.text(token, terms=False)
        inside, page.out[place:] = page.out[place:], []
        if not title:
            page.note(line, "empty-heading", "a heading without text")
            return
        if depth == 6:
            page.note(line, "heading-too-deep", f"{title!r} is level 6; five levels are enough")
        anchor = page.claim(written, line) or page.of_heading(title)
        number = page.heading(depth, title, anchor, line, in_contents=opening.level == 0)
        if not number:
            page.out.append(SectionSlot())
        page.out.append(f'<{tag} id="{anchor}">' + (f'<span class="sec">{number}</span>' if number else ""))
        page.out.extend(inside)
        self.permalink(anchor)
        page.out.append(f"</{tag}>\n")

    def permalink(self, anchor: str) -> None:
        end = '"><i class="bi bi-link-45deg" aria-hidden="true"></i></a>'
        self.page.out.extend((f'<a class="permalink" href="#{anchor}" aria-label="', LabelSlot("permalink"), end))

    def paragraph(self, opening: Token, token: Token) -> None:
        on_item = self.item_id[0] == self.index
        anchor = self.item_id[1] if on_item else self.page.claim(self.take_id(token), self.line)
        bare = opening.hidden and (on_item or not anchor)
        mark, self.item_mark = self.item_mark, ()
        if only_image(token) is not None and not opening.hidden:
            self.page.out.extend(mark)
            self.figure(token, anchor, None)
            return
        name = f' id="{anchor}"' if anchor else ""
        self.page.out.extend(("" if bare else f"<p{name}>", *mark))
        plain = self.text(token, terms=True)
        if anchor:
            self.page.rule(anchor, plain, token.content)
            self.permalink(anchor)
        if plain:
            self.page.words.append(plain)
        self.closing = "" if bare else "</p>\n"

    def figure(self, inline: Token, anchor: str | None, caption: Token | None) -> None:
        """An image that stands alone, with the line beneath it or its title as caption."""
        out, image = self.page.out, only_image(inline)
        out.append('<figure class="figure"' + (f' id="{anchor}">' if anchor else ">"))
        words = [self.text(inline, terms=False)]
        if anchor:
            self.page.rule(anchor, words[0], inline.content)
            self.permalink(anchor)
        title = str(image.attrs.get("title", "")) if image is not None else ""
        if caption is not None or title:
            out.append('<figcaption class="figure-caption">')
            words.append(self.text(caption, terms=True) if caption is not None else title)
            out.extend((() if caption is not None else (escape(title),)) + ("</figcaption>",))
        out.append("</figure>\n")
        self.page.words.extend(filter(None, words))

    def definitions(self, _token: Token) -> None:
        """A list of definitions, or images with captions, which read as one."""
        found = captioned_figures(self.tokens, self.index)
        if found is None:
            self.page.out.append("<dl>\n")
            return
        for image, caption in found[0]:
            anchors = [self.page.claim(self.take_id(inline), self.line_of(inline)) for inline in (image, caption)]
            self.figure(image, next(filter(None, anchors), None), caption)
        self.skipped.update(found[1])

    def line_of(self, token: Token) -> int:
        """Go to the line of a token taken out of its turn."""
        self.line = token.map[0] + 1 if token.map is not None else self.line
        return self.line

    def paragraph_close(self, _token: Token) -> None:
        self.page.out.append(self.closing)
        self.closing = ""

    def list_item(self, _token: Token) -> None:
        """A list line; its id stands on the line itself where its paragraph is not shown as one."""
        following = self.tokens[self.index + 1 : self.index + 3]
        name, task = "", ""
        if len(following) == 2 and following[0].type == "paragraph_open":
            inline = following[1]
            if following[0].hidden:
                anchor = self.page.claim(self.take_id(inline), self.line)
                self.item_id = (self.index + 2, anchor)
                name = f' id="{anchor}"' if anchor else ""
            task = self.task_mark(inline)
        if not task:
            self.page.out.append(f"<li{name}>")
            return
        done = task[1] in "xX"
        icon = f'<i class="bi {"bi-check-square" if done else "bi-square"}" role="img" aria-label="'
        self.page.out.append(f'<li class="task-list-item"{name}>')
        self.item_mark = (icon, LabelSlot("done" if done else "to_do"), '"></i> ')

    def task_mark(self, inline: Token) -> str:
        """Cut `[ ] ` or `[x] ` off the front of a list line."""
        first = inline.children[0] if inline.children else None
        match = _TASK.match(first.content) if first is not None and first.type == "text" else None
        if match is None or first is None:
            return ""
        first.content = first.content[match.end() :]
        return match[0]

    def ordered_list(self, token: Token) -> None:
        start = token.attrs.get("start")
        self.page.out.append(f'<ol start="{int(start)}">\n' if start is not None else "<ol>\n")

    def table(self, _token: Token) -> None:
        """A table in a frame that scrolls by keyboard, named by its caption or its section."""
        found = caption_of_table(self.tokens, self.index)
        place = len(self.page.out)
        words = ""
        if found is not None:
            caption, taken = found
            self.skipped.update(taken)
            name = self.page.claim(self.take_id(caption), self.line)
            self.page.out.append(f'<caption id="{name}">' if name else "<caption>")
            words = self.text(caption, terms=False)
            self.page.out.append("</caption>\n")
        inside, self.page.out[place:] = self.page.out[place:], []
        region = words or self.page.title
        count = self.regions[region] = self.regions.get(region, 0) + 1
        suffix = region if count == 1 else f"{region} ({count})".strip()
        self.page.out.append('<div class="table-scroll" tabindex="0" role="region" aria-label="')
        self.page.out.extend((escape(suffix),) if words else (LabelSlot("table"), escape(f": {suffix}" if region or count > 1 else "")))
        self.page.out.append('"><table class="table">')
        self.page.out.extend(inside)
        if words:
            self.page.words.append(words)

    def cell(self, token: Token) -> None:
        """A cell; a heading cell without text is a plain one, for there is nothing to announce."""
        style = str(token.attrs.get("style", ""))
        align = ' class="text-end"' if "right" in style else ' class="text-center"' if "center" in style else ""
        heading = token.tag == "th" and bool(self.tokens[self.index + 1].content)
        self.closing = "</th>" if heading else "</td>"
        self.page.out.append(f'<th scope="col"{align}>' if heading else f"<td{align}>")

    def head_close(self, _token: Token) -> None:
        self.page.out.append(self.closing)

    def code(self, token: Token) -> None:
        self.page.out.append(f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>\n')
        if token.content.strip():
            self.page.words.append(token.content.strip())

    def admonition(self, token: Token) -> None:
        kind = str(token.meta.get("tag", ""))
        if kind not in ADMONITIONS:
            self.page.note(self.line, "unknown-admonition", f"{kind!r}: use {', '.join(ADMONITIONS)}")
            kind = "note"
        self.page.out.append(f'<div class="admonition {kind}" role="note">\n')

    def admonition_title(self, opening: Token, token: Token) -> None:
        """The title written, or the word of the interface for the kind."""
        kind = str(opening.meta.get("tag", ""))
        if opening.info.strip().lower() == kind and kind in ADMONITIONS:
            self.page.out.append(LabelSlot(kind))
            return
        self.page.words.append(self.text(token, terms=False))

    def lost_footnote(self, token: Token) -> None:
        self.page.note(self.line, "lost-footnote", f"{token.content} is shown nowhere: no mark points to it, or its name is used again")

    def footnotes(self, _token: Token) -> None:
        self.page.out.extend(('<section class="footnotes" aria-label="', LabelSlot("footnotes"), '"><ol class="footnotes-list">\n'))

    def footnote(self, token: Token) -> None:
        self.page.out.append(f'<li id="fn{int(token.meta["id"]) + 1}" class="footnote-item">')

    def footnote_back(self, token: Token) -> None:
        number, again = int(token.meta["id"]) + 1, int(token.meta.get("subId", 0))
        mark = f"{number}-{again + 1}" if again else str(number)
        back = (f' <a class="footnote-back" href="#fnref{mark}" aria-label="', LabelSlot("back"), f' {mark}">↩</a>')
        self.page.out.extend(back)
