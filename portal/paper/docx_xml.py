"""The few things of WordprocessingML that python-docx does not offer: fields, links, bookmarks, numbering, shading (ECMA-376, part 1).

Must not know blocks or documents.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

DEEPEST = 8
"""Word knows nine levels of lists, from 0."""


def element(tag: str, /, **attributes: object) -> Any:
    """`element("shd", fill="EEEEEE")` is `<w:shd w:fill="EEEEEE"/>`."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def add_field(paragraph: Any, instruction: str, shown: str) -> None:
    """A field such as PAGE; `shown` stands there until the program has computed it."""
    for kind in ("begin", "separate", "end"):
        paragraph.add_run()._r.append(element("fldChar", fldCharType=kind))
        if kind == "begin":
            text = element("instrText")
            text.text = f" {instruction} "
            paragraph.add_run()._r.append(text)
        elif kind == "separate":
            paragraph.add_run(shown)


def link_to(paragraph: Any, run: Any, url: str, bookmark: str = "") -> None:
    """Put a run of the paragraph into a link, to an address or to a bookmark in the same document."""
    link = element("hyperlink", history=1)
    if bookmark:
        link.set(qn("w:anchor"), bookmark)
    else:
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(link)
    link.append(run._r)


def add_bookmark(paragraph: Any, number: int, name: str) -> None:
    """Name the place where the paragraph begins."""
    start, end = element("bookmarkStart", id=number, name=name), element("bookmarkEnd", id=number)
    properties = paragraph._p.pPr
    if properties is None:
        paragraph._p.insert(0, start)
    else:
        properties.addnext(start)
    start.addnext(end)


def add_table(document: Any, widths: Sequence[int]) -> Any:
    """An empty table with fixed columns (in EMU) whose left edge, not its text, stands at the margin. Rows get the widths of the columns."""
    made = document.add_table(0, len(widths), "Table Grid")
    made.autofit = False
    made._tbl.tblPr.find(qn("w:tblLayout")).addprevious(element("tblInd", w=108, type="dxa"))
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    return made


def shade(properties: Any, fill: str) -> None:
    """A ground behind a cell (its tcPr) or a paragraph (its pPr, where order matters: before spacing, indentation and justification)."""
    properties.append(element("shd", val="clear", color="auto", fill=fill))


@dataclass
class Numbering:
    """Bullets and numbers of one document; every numbered list counts for itself."""

    document: Any
    _bullets: int = 0
    _abstract: dict[str, int] = field(default_factory=dict)

    def bullets(self) -> int:
        """The number of the list that all bullets share."""
        self._bullets = self._bullets or int(self._root.add_num(self._kind("bullet")).numId)
        return self._bullets

    def numbers(self, level: int, start: int) -> int:
        """The number of a new list that counts from `start` on this level."""
        made = self._root.add_num(self._kind("decimal"))
        made.add_lvlOverride(ilvl=level).add_startOverride(start)
        return int(made.numId)

    @property
    def _root(self) -> Any:
        return self.document.part.numbering_part.element

    def _kind(self, kind: str) -> int:
        """The number of the definition for bullets or figures, made at first use. Word wants all definitions before all lists."""
        if kind not in self._abstract:
            taken = [int(one.get(qn("w:abstractNumId"))) for one in self._root.findall(qn("w:abstractNum"))]
            self._abstract[kind] = max(taken, default=0) + 1
            made = element("abstractNum", abstractNumId=self._abstract[kind])
            made.append(element("multiLevelType", val="hybridMultilevel"))
            for level in range(DEEPEST + 1):
                made.append(_level(kind, level))
            first = self._root.find(qn("w:num"))
            first.addprevious(made) if first is not None else self._root.append(made)
        return self._abstract[kind]


def set_list(paragraph: Any, number: int, level: int) -> None:
    """Make the paragraph an entry of that list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def fixed(package: bytes) -> bytes:
    """The same package with the times of its parts set to the first that a zip file knows."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            new.writestr(entry, old.read(name))
    return made.getvalue()


def _level(kind: str, level: int) -> Any:
    made = element("lvl", ilvl=level)
    made.append(element("start", val=1))
    made.append(element("numFmt", val=kind))
    made.append(element("lvlText", val=f"%{level + 1}." if kind == "decimal" else "•–"[level % 2]))
    made.append(element("lvlJc", val="left"))
    properties = element("pPr")
    properties.append(element("ind", left=360 * (level + 1), hanging=360))
    made.append(properties)
    return made
