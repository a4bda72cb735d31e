"""How a Word file looks: paragraph and character styles, so that whoever fills it in can change a style once for all.

Owns names and looks of the styles. Must not know blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from portal.paper.docx_xml import element

INK, SOFT, ACCENT, HAIR = "182122", "414D4B", "0B5568", "D8DDD7"
FONT, MONOSPACE = "Calibri", "Consolas"


@dataclass(frozen=True)
class Look:
    """A paragraph style; `line` is the colour of a bar at its `side`."""

    name: str
    size: float = 10.5
    color: str = INK
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 6
    ground: str = ""
    line: str = ""
    side: str = "left"
    font: str = FONT
    keep: bool = False
    base: str = "Normal"


BOXES = {
    "guidance": ("Guidance", "474789", "EAEAF6"),
    "example": ("Example", "2A6117", "EEF4EA"),
    "warning": ("Warning", "774A00", "FAEED3"),
    "danger": ("Warning", "774A00", "FAEED3"),
    "instruction": ("Guidance", "474789", "EAEAF6"),
    "instructions": ("Guidance", "474789", "EAEAF6"),
}
"""Style, colour and ground of a box by its kind."""
OTHER_BOX = ("Note", ACCENT, "E0EEF1")
LOOKS = (
    Look("Normal", base=""),
    Look("Title", 24, bold=True, before=6, keep=True),
    Look("Subtitle", 11.5, SOFT, after=8),
    *(
        Look(f"Heading {level}", size, bold=True, before=18 - 2 * level, keep=True)
        for level, size in enumerate((15, 12.5, 11.5, 10.5, 10.5, 10.5), 1)
    ),
    Look("Kind", 9.5, SOFT, after=2),
    Look("Control Label", 8.5, SOFT, before=2, after=2),
    Look("Control Value", 10, bold=True, before=2, after=2),
    Look("Caption", 9, SOFT, before=4, after=12),
    Look("Figure", before=6, keep=True),
    Look("Table Header", 9.5, bold=True, before=2, after=2, keep=True),
    Look("Table Text", 9.5, before=2, after=2),
    Look("Table Header Small", 7.5, bold=True, before=2, after=2, keep=True),
    Look("Table Text Small", 7.5, before=2, after=2),
    Look("Table Space", 4, after=4),
    Look("Definition Term", bold=True, after=0, keep=True),
    Look("Code Block", 9, ground="F1F3EF", font=MONOSPACE),
    Look("Quote", color=SOFT, line=HAIR),
    Look("Divider", 4, after=10, line=HAIR, side="bottom"),
    *(
        look
        for name, color, ground in dict.fromkeys((*BOXES.values(), OTHER_BOX))
        for look in (
            Look(f"{name} Title", color=color, bold=True, before=8, after=0, ground=ground, line=color, keep=True),
            Look(name, ground=ground, line=color, after=4),
        )
    ),
    Look("Header", 8.5, SOFT, after=0),
    Look("Footer", 8.5, SOFT, after=0),
)


def box_style(kind: str) -> str:
    """The style of the paragraphs in a box of that kind; its title has the same with " Title"."""
    return BOXES.get(kind, OTHER_BOX)[0]


def set_styles(document: Any, language: str) -> dict[str, str]:
    """Give the document our styles and the language of its text. From the names of the styles to what they are called inside the file."""
    styles = document.styles
    known = {style.name for style in styles}
    for look in LOOKS:
        style = styles[look.name] if look.name in known else styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH)
        _paragraph_style(style, look, styles)
    for name, color, font in (("Hyperlink", ACCENT, FONT), ("Code Text", INK, MONOSPACE)):
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        _font(style, font)
        style.font.color.rgb = RGBColor.from_string(color)
        style.font.underline = name == "Hyperlink" or None
    for border in styles["Table Grid"].element.iter(
        qn("w:top"), qn("w:left"), qn("w:bottom"), qn("w:right"), qn("w:insideH"), qn("w:insideV")
    ):
        border.set(qn("w:color"), HAIR)
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
    return {style.name: style.style_id for style in styles}


def _paragraph_style(style: Any, look: Look, styles: Any) -> None:
    if look.base and not look.name.startswith("Heading"):
        style.base_style = styles[look.base]
    _font(style, look.font)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    style.font.color.rgb = RGBColor.from_string(look.color)
    properties = style.element.get_or_add_pPr()
    for parent, names in ((properties, ("pBdr", "shd", "tabs", "contextualSpacing")), (style.element.rPr, ("spacing", "kern"))):
        for old in [old for name in names for old in parent.findall(qn(f"w:{name}"))]:
            parent.remove(old)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.keep_with_next = Pt(look.before), Pt(look.after), look.keep
    shape.line_spacing = 1.1
    if look.line:
        shape.left_indent = shape.right_indent = Pt(8 if look.side == "left" else 0)
        borders = element("pBdr")
        borders.append(element(look.side, val="single", sz=18, space=6, color=look.line))
        properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    if look.ground:
        ground = element("shd", val="clear", color="auto", fill=look.ground)
        properties.insert_element_before(ground, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _font(style: Any, name: str) -> None:
    """One font for every script; the theme of the blank document would win over a name beside it."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)
