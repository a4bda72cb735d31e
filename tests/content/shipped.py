"""The method we ship, read once, and ways to look at its texts."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.content.source import Source, SourceDocument, read

ROOT = Path(__file__).parents[2] / "content"
NUMBER = r"\d[\d,]*(?:\.\d+)?"

Table = list[dict[str, str]]


@cache
def source() -> Source:
    """Everything under `content/`."""
    return read(ROOT)


@cache
def northgate() -> dict[str, Any]:
    """The facts of the running case."""
    facts: dict[str, Any] = yaml.safe_load((ROOT / "cases/northgate.yaml").read_text("utf-8"))
    return facts


@cache
def vocabulary() -> dict[str, Any]:
    """`practices.yaml` with all it says of positions."""
    facts: dict[str, Any] = yaml.safe_load((ROOT / "practices.yaml").read_text("utf-8"))
    return facts


def document(code: str) -> SourceDocument:
    """The current text of a document."""
    return next(one for one in source().current if one.meta.code == code)


def documents(*kinds: str) -> list[SourceDocument]:
    """Current documents of these kinds that were not withdrawn; of every kind if none is named."""
    return [one for one in source().current if (not kinds or one.meta.kind in kinds) and one.meta.withdrawn is None]


def titles(one: SourceDocument) -> list[str]:
    """The first-level headings of a text."""
    return [heading.title for heading in one.parsed.contents if heading.level == 2]


def section(one: SourceDocument, title: str) -> str:
    """What is written under a first-level heading that begins so."""
    parts = re.split(r"^# (.*)$", one.text, flags=re.MULTILINE)
    return next((body for name, body in zip(parts[1::2], parts[2::2], strict=True) if name.startswith(title)), "")


def tables(text: str) -> list[Table]:
    """The tables of a text that stand at its margin, a dictionary for each row."""
    found: list[Table] = []
    block: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if line.startswith("|"):
            block.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
        elif block:
            found.append([dict(zip(block[0], row, strict=True)) for row in block[2:]])
            block = []
    return found


def table(code: str, *headers: str) -> Table:
    """The first table of a document whose columns begin with these."""
    return next(one for one in tables(document(code).text) if one and list(one[0])[: len(headers)] == list(headers))


def columns(text: str) -> list[list[str]]:
    """The headers of each table at the margin."""
    return [list(one[0]) for one in tables(text) if one]


def figure(written: str) -> float:
    """The first number in a cell: "2,160", "−114" (a true minus), "−0.5", "30 %"."""
    match = re.search(rf"[−-]?{NUMBER}", written.replace("*", ""))
    assert match is not None, written
    return float(match[0].replace(",", "").replace("−", "-"))


def prose(text: str) -> str:
    """What is left of a text for a reader of sentences: no headings, tables, code and comments."""
    text = re.sub(r"```.*?```|<!--.*?-->", " ", text, flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`|^[ \t]*\|.*$|^#+ .*$", " ", text, flags=re.MULTILINE)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|\[\[[^\]]*\]\]", r"\1", text)


def words(text: str) -> list[str]:
    """The words of its prose."""
    return re.findall(r"[\w'’-]+", prose(text))


def sentences(text: str) -> Iterator[str]:
    """Its sentences, list lines and paragraphs."""
    return (" ".join(part.split()) for part in re.split(r"(?<=[.!?])\s+|\n\s*\n|\n[-*\d]", prose(text)))
