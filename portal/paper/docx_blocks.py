"""The block tree as paragraphs, lists, tables and pictures of a Word file.

Owns which style each block gets, links within the document, and what stands where a picture cannot. Must not know the control block or the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Emu, Pt

from portal.paper import blocks as b
from portal.paper.document import Words
from portal.paper.docx_styles import box_style
from portal.paper.docx_xml import DEEPEST, Numbering, add_bookmark, add_table, element, link_to, set_list, shade
from portal.paper.pictures import DRAWN_AT, as_png, look_up, printable
from portal.paper.sheet import anchors_of, column_widths, turned

EMU_PER_PIXEL = 914_400 / DRAWN_AT

TEXT_WIDTH = Cm(16.2)
TALLEST = Cm(20)
SMALL_FROM = 6
"""Tables with this many columns or more are set in smaller type."""
_MARKS = {None: "", True: "☑ ", False: "☐ "}


@dataclass
class BlockWriter:
    """One walk over one tree. `style` and `level` are those of the frame around the present block."""

    document: Any
    styles: Mapping[str, str]
    tree: b.Tree
    images: Mapping[str, bytes]
    words: Words
    style: str = "Normal"
    level: int = -1
    bookmarks: dict[str, str] = field(default_factory=dict)
    numbered: int = 0

    def __post_init__(self) -> None:
        self.lists = Numbering(self.document)
        for anchor in filter(None, anchors_of(self.tree.blocks)):
            self.bookmarks.setdefault(anchor, f"a{len(self.bookmarks)}_{re.sub(r'[^A-Za-z0-9]', '_', anchor)}"[:40])
        self.open = dict(self.bookmarks)

    def write(self) -> None:
        """The whole tree; a section that holds only boxes gets an empty line to write in; the notes come last, under a heading."""
        holds_text = True
        for block in self.tree.blocks:
            if isinstance(block, b.Heading) and not holds_text:
                self.add()
            self.block(block)
            holds_text = (not isinstance(block, b.Heading | b.Admonition)) or (holds_text and not isinstance(block, b.Heading))
        if not holds_text:
            self.add()
        if self.tree.notes:
            self.add("Heading 1", self.words.notes)
        for note in self.tree.notes:
            self.note(note)

    def block(self, block: b.Block) -> None:
        """One block of any kind."""
        match block:
            case b.Heading(level=level, line=line, anchor=anchor):
                self.paragraph(line, anchor, f"Heading {min(level, 6)}")
            case b.Paragraph(line=line, anchor=anchor):
                self.paragraph(line, anchor)
            case b.Listing():
                self.listing(block)
            case b.Definitions():
                self.definitions(block)
            case b.Table():
                self.table(block)
            case b.Figure():
                self.figure(block)
            case b.Admonition() | b.Quote():
                self.box(block)
            case b.Code(text=text):
                self.add("Code Block", text)
            case _:
                self.add("Divider")

    def add(self, style: str = "Normal", text: str = "") -> Any:
        """A new paragraph at the end. python-docx reads all styles again for every name it is given, so it is given none."""
        made = self.document.add_paragraph(text)
        made._p.style = self.styles[style]
        return made

    def blocks(self, blocks: Iterable[b.Block]) -> None:
        """Blocks, one after the other."""
        for block in blocks:
            self.block(block)

    def paragraph(self, line: b.Line, anchor: str = "", style: str = "") -> Any:
        """A line as a paragraph, set in as deep as the list it stands in, with its bookmark."""
        made = self.add(style or self.style)
        if self.level >= 0 and not style:
            made.paragraph_format.left_indent = Pt(18 * (min(self.level, DEEPEST) + 1))
        self.line(made, line)
        self.mark(made, anchor)
        return made

    def mark(self, paragraph: Any, anchor: str) -> None:
        """Name the place, the first time an anchor is met."""
        if name := self.open.pop(anchor, ""):
            self.numbered += 1
            add_bookmark(paragraph, self.numbered, name)

    def listing(self, listing: b.Listing) -> None:
        """A list as Word knows one; a task shows its mark instead of a number."""
        self.level += 1
        level = min(self.level, DEEPEST)
        number = self.lists.numbers(level, max(listing.start, 0)) if listing.ordered else self.lists.bullets()
        for item in listing.items:
            first, rest = (item.blocks[0], item.blocks[1:]) if item.blocks else (b.Paragraph(()), ())
            line, others = (first.line, rest) if isinstance(first, b.Paragraph) else ((), item.blocks)
            made = self.paragraph((b.Run(_MARKS[item.done]), *line) if item.done is not None else line, item.anchor)
            made.paragraph_format.space_after = Pt(2)
            if item.done is None:
                made.paragraph_format.left_indent = None
                set_list(made, number, level)
            self.blocks(others)
        self.level -= 1

    def definitions(self, definitions: b.Definitions) -> None:
        """Each term above what it means."""
        for entry in definitions.entries:
            self.paragraph(entry.term, style="Definition Term")
            self.blocks(entry.blocks)

    def box(self, block: b.Admonition | b.Quote) -> None:
        """Text set apart, in the style of its kind, with a space after it."""
        outer, self.style = self.style, "Quote" if isinstance(block, b.Quote) else box_style(block.kind)
        if isinstance(block, b.Admonition) and block.title:
            self.add(f"{self.style} Title", block.title)
        self.blocks(block.blocks)
        self.style = outer
        self.add("Table Space")

    def table(self, original: b.Table) -> None:
        """A real table: the header repeats on each page, no row breaks across two."""
        table = turned(original)
        shares = column_widths(table)
        made = add_table(self.document, [Emu(int(TEXT_WIDTH * share / sum(shares))) for share in shares])
        size = " Small" if len(table.header) >= SMALL_FROM else ""
        for place, line in enumerate((table.header, *table.rows)):
            row = made.add_row()
            row._tr.get_or_add_trPr().append(element("cantSplit"))
            if place == 0:
                row._tr.get_or_add_trPr().append(element("tblHeader"))
            for cell, text, align in zip(row.cells, line, table.align, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph._p.style = self.styles[f"Table {'Text' if place else 'Header'}{size}"]
                paragraph.alignment = _ALIGNED[align]
                self.line(paragraph, text)
                if place == 0:
                    shade(cell._tc.get_or_add_tcPr(), "E0EEF1")
        self.paragraph(table.caption, style="Caption" if table.caption else "Table Space")

    def figure(self, figure: b.Figure) -> None:
        """A picture that stands alone, kept with its caption."""
        made = self.paragraph((figure.picture,), figure.anchor, "Figure")
        made.paragraph_format.keep_with_next = bool(figure.caption)
        if figure.caption:
            self.paragraph(figure.caption, style="Caption")

    def note(self, note: b.Note) -> None:
        """A footnote at the end; its number leads back nowhere, the calls lead to it."""
        first, *rest = note.blocks or (b.Paragraph(()),)
        line, others = (first.line, rest) if isinstance(first, b.Paragraph) else ((), [first, *rest])
        made = self.paragraph((b.Run(f"{note.number}. "), *line))
        self.numbered += 1
        add_bookmark(made, self.numbered, f"note{note.number}")
        self.blocks(others)

    def line(self, paragraph: Any, line: b.Line) -> None:
        """The parts of a line, into a paragraph."""
        for part in line:
            match part:
                case b.Run():
                    self.run(paragraph, part)
                case b.Break():
                    paragraph.add_run().add_break()
                case b.NoteMark(number=number):
                    made = paragraph.add_run(str(number))
                    made.font.superscript = True
                    link_to(paragraph, made, "", f"note{number}")
                case b.Picture():
                    self.picture(paragraph, part, alone=len(line) == 1)

    def run(self, paragraph: Any, run: b.Run) -> None:
        """A piece of text in its style; a link within the document leads to its bookmark."""
        made = paragraph.add_run(run.text)
        made._r.style = self.styles["Code Text"] if run.code else None
        made.bold, made.italic, made.font.strike = run.strong or None, run.emphasis or None, run.strike or None
        bookmark = self.bookmarks.get(run.url[1:], "") if run.url.startswith("#") else ""
        if bookmark or (run.url and not run.url.startswith("#")):
            made._r.style = self.styles["Code Text" if run.code else "Hyperlink"]
            link_to(paragraph, made, run.url, bookmark)

    def picture(self, paragraph: Any, picture: b.Picture, alone: bool) -> None:
        """The picture with its text alternative: as wide as the text at most where it stands alone, as high as a line within one."""
        drawn = look_up(self.images, picture.source)
        if not drawn or not printable(drawn):
            paragraph.add_run(f"[{self.words.missing_picture}: {picture.alt}]").italic = True
            return
        png = as_png(drawn)
        shown = paragraph.add_run().add_picture(io.BytesIO(png), height=None if alone else Pt(13))
        if alone:
            wide, high = _pixels(png)
            scale = min(1.0, TEXT_WIDTH / (wide * EMU_PER_PIXEL), TALLEST / (high * EMU_PER_PIXEL))
            shown.width, shown.height = Emu(int(wide * EMU_PER_PIXEL * scale)), Emu(int(high * EMU_PER_PIXEL * scale))
        shown._inline.docPr.set("descr", picture.alt)


_ALIGNED = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def _pixels(png: bytes) -> tuple[int, int]:
    """Width and height (PNG specification, 11.2.2)."""
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
