"""The inside of a paragraph: emphasis, links, images, code and text become pieces of HTML and plain words. Escapes everything it writes."""

from collections.abc import Sequence
from html import escape
from typing import Final

from markdown_it.token import Token

from portal.content.addresses import image_path, kind_of
from portal.content.markdown_page import Page
from portal.content.markdown_parts import DocumentLink, ImageSlot, ImageUse, LabelSlot, LinkSlot, Piece, TextSlot

_TAGS: Final = {
    "em_open": "<em>",
    "em_close": "</em>",
    "strong_open": "<strong>",
    "strong_close": "</strong>",
    "s_open": "<s>",
    "s_close": "</s>",
}
_REFUSED: Final = {
    "outside": ("link-outside", "leads out of the content folder"),
    "file": ("bad-link", "is a file; link documents as [[CODE]], pages of the portal as /page"),
    "unsafe": ("unsafe-link", "is not http, https or mailto"),
}


class InlineWriter:
    """Writes one run of inline tokens to a page. With `terms`, its text may carry glossary terms."""

    def __init__(self, page: Page, line: int, *, terms: bool) -> None:
        self.page, self.line, self.terms = page, line, terms
        self.plain: list[str] = []
        self._run: list[str] = []
        self._closers: list[tuple[str, str, int]] = []

    def write(self, children: Sequence[Token]) -> str:
        """Write the tokens; the plain text of what was written."""
        for token in children:
            kind = token.type
            if kind == "text":
                self._run.append(token.content)
            elif kind == "softbreak":
                self._run.append("\n")
                self.line += 1
            elif kind in _TAGS:
                self._put(_TAGS[kind])
            else:
                self._rare(token)
        self._flush()
        return " ".join("".join(self.plain).split())

    def _rare(self, token: Token) -> None:
        match token.type:
            case "code_inline":
                self._put(f"<code>{escape(token.content)}</code>", token.content)
            case "link_open":
                self._open_link(str(token.attrs.get("href", "")))
            case "link_close":
                self._close_link()
            case "document_link":
                self._document_link(token)
            case "image":
                self._image(token)
            case "footnote_ref":
                self._footnote(token)
            case "unknown_footnote":
                self.page.note(self.line, "unknown-footnote", f"{token.content} has no footnote")
                self._run.append(token.content)
            case "hardbreak":
                self._put("<br>\n", "\n")
                self.line += 1
            case _:
                self._run.append(token.content)

    def _flush(self) -> None:
        if self._run:
            text = "".join(self._run)
            self._run = []
            self.plain.append(text)
            self.page.out.append(TextSlot(text) if self.terms and not self._closers else escape(text))

    def _put(self, piece: Piece, plain: str = "") -> None:
        self._flush()
        self.page.out.append(piece)
        if plain:
            self.plain.append(plain)

    def _open_link(self, href: str) -> None:
        address = kind_of(href)
        attributes = f'href="{escape(href)}"'
        if address in _REFUSED:
            code, why = _REFUSED[address]
            self.page.note(self.line, code, f"{href[:80]!r} {why}")
            attributes = ""
        elif address == "anchor":
            self.page.own_links.append((href[1:], self.line))
        elif address == "web":
            self.page.external.append((href, self.line))
            attributes += ' rel="noopener noreferrer"'
        self._put(f"<a {attributes}>" if attributes else "")
        self._closers.append(("</a>" if attributes else "", href, sum(map(len, self.plain))))

    def _close_link(self) -> None:
        self._flush()
        closer, href, before = self._closers.pop() if self._closers else ("", "", 0)
        if not "".join(self.plain)[before:].strip():
            self.page.note(self.line, "empty-link", f"the link to {href[:80]!r} has no text")
            self._put(escape(href), href)
        self._put(closer)

    def _document_link(self, token: Token) -> None:
        if not token.meta:
            self.page.note(self.line, "bad-link", f"[[{token.content}]] is not [[CODE]] or [[CODE#anchor]]")
            self._run.append(f"[[{token.content}]]")
            return
        link = DocumentLink(token.meta["code"], token.meta["anchor"], self.line)
        self.page.links.append(link)
        self._put(escape(link.code) if self._closers else LinkSlot(link), link.code)

    def _image(self, token: Token) -> None:
        written = str(token.attrs.get("src", ""))
        alt = " ".join(token.content.split())
        path = image_path(written)
        if not alt:
            self.page.note(self.line, "image-without-text", f"{written[:80]!r} needs a text alternative: ![what it shows](...)")
        if path is None:
            self.page.note(self.line, "image-outside", f"{written[:80]!r} is not an image in the content folder, like images/name.svg")
            self._put(escape(alt), alt)
            return
        use = ImageUse(path, alt, self.line)
        self.page.images.append(use)
        self._put(ImageSlot(use), alt)

    def _footnote(self, token: Token) -> None:
        number, again = int(token.meta["id"]) + 1, int(token.meta.get("subId", 0))
        mark = f"{number}-{again + 1}" if again else str(number)
        self._put(f'<sup class="footnote-ref"><a href="#fn{number}" id="fnref{mark}" aria-label="')
        self._put(LabelSlot("footnote"))
        self._put(f' {number}">{number}</a></sup>')
