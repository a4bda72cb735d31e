"""Small content roots: a sound one, and ways to break one thing in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.content import report
from portal.content.check import Known, check
from portal.content.source import read

VOCABULARY = """\
areas:
- {code: RSK, title: Risk}
practices:
- code: RSK.1
  area: RSK
  title: Identification
  good_looks_like: Risks are written.
  typical_evidence: The register.
positions:
- {code: PRM, title: Project manager}
"""

FIELDS = {
    "code": "RSK-STD-01",
    "kind": "standard",
    "title": "Risk management",
    "version": '"1.0"',
    "summary": "How risks are kept.",
    "practices": "[RSK.1]",
    "owner": "Risk lead",
    "approver": "Head of PMO",
    "effective": "2026-01-15",
    "review_months": "12",
    "audience": "everyone",
    "phases": "[plan]",
}
PATH = "methodology/RSK-STD-01-risk.md"
OTHER = "methodology/RSK-STD-02-other.md"
GUIDE = "methodology/RSK-GDE-01-guide.md"
TEMPLATE = "methodology/TPL-01-form.md"
HISTORY = "methodology/history/RSK-STD-01/1.0.md"


@dataclass(frozen=True)
class SymbolicLink:
    """In place of a file: a symbolic link to this path."""

    target: str


Content = str | bytes | SymbolicLink | None  # None: no such file


@dataclass(frozen=True)
class Broken:
    """Files with something wrong in them, and every line that `check` prints of them."""

    files: Mapping[str, Content]
    lines: tuple[str, ...]


def broken(content: Content, *lines: str, path: str = PATH, beside: Mapping[str, Content] | None = None) -> Broken:
    """One broken file, whose path is put before each line that begins with a number, and sound ones beside it."""
    return Broken({**(beside or {}), path: content}, tuple(f"{path}:{line}" if line[0].isdigit() else line for line in lines))


def document(body: str = "# Purpose\n\nWords.\n", **fields: str | None) -> str:
    """A document file. A field given replaces the sound one in its own line or is added after them; None leaves it out."""
    written = {**FIELDS, **fields}
    lines = [f"{key}: {value}" for key, value in written.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", body])


def root(folder: Path, files: Mapping[str, Content]) -> Path:
    """A content root with a sound vocabulary and these files; the vocabulary may be among them."""
    for path, content in {"practices.yaml": VOCABULARY, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            continue
        if isinstance(content, SymbolicLink):
            target.symlink_to(content.target)
        else:
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def found(folder: Path, files: Mapping[str, Content], known: Known | None = None) -> tuple[str, ...]:
    """What `portal content check` prints about a root with these files."""
    return report.lines(check(read(root(folder, files)), known))
