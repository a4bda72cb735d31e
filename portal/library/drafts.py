"""A draft as the file it would be, its next version, and two texts of one beginning made one. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from merge3 import Merge3

from portal.content import wording
from portal.content.front_matter import NEEDED, Version
from portal.content.problems import Problem
from portal.content.source import METHODOLOGY, Source, SourceDocument, document_of

KEYS: Final = ("code", "kind", "title", "version", "summary", "practices", "owner", "approver", "effective", "review_months", "audience",
               "must_read", "due_days", "phases", "templates", "course", "formats", "change", "transition", "withdrawn")  # fmt: skip
MIDDLE: Final = "======="
Front = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """A text made of two, and how many places of it still hold both, between marks."""

    text: str
    conflicts: int


@dataclass(frozen=True, slots=True)
class Place:
    """A problem and where it is to be mended: a key of the front, or a line of the text (from 1); neither for a picture."""

    key: str
    line: int
    problem: Problem


def file_of(front: Front, version: Version, text: str) -> str:
    """The file of a document, one line a key: read again it says the same. What a draft lacks stands there empty, where a problem names it."""
    said = {**front, "version": str(version)}
    lines = [f"{key}:{_value(said.get(key))}\n" for key in KEYS if key in NEEDED or _is_said(said.get(key))]
    return f"---\n{''.join(lines)}---\n{text}"


def source_of(front: Front, version: Version, text: str, pictures: Mapping[str, bytes], *, on: date | None = None) -> Source:
    """A content root of this one document, for `content.check` and for publishing. `on` is the day of a draft that names none."""
    said = {**front, "effective": front.get("effective") or on}
    document, problems = document_of(path_of(front), file_of(said, version, text))
    sound = (document,) if document and not problems else ()
    broken = (document,) if document and problems else ()
    return Source(Path(), sound, None, (), MappingProxyType(dict(pictures)), problems, broken)


def path_of(front: Front) -> str:
    """Where the file of a document stands in a content root."""
    code = str(front.get("code") or "")
    name = wording.slug(str(front.get("title") or ""))
    return f"{METHODOLOGY}{code if wording.DOCUMENT_CODE.fullmatch(code) else 'draft'}-{name}.md"


def next_version(newest_approved: Version | None, level: str) -> Version:
    """The number of the next text: 1.0 first; a major change begins a new first figure, any other raises the second."""
    if newest_approved is None:
        return Version(1, 0)
    major, minor = newest_approved.major, newest_approved.minor
    return Version(major + 1, 0) if level == "major" else Version(major, minor + 1)


def merged(base: str, ours: str, theirs: str, *, our_name: str = "", their_name: str = "") -> Merged:
    """Both changes of one beginning in one text, line by line. Where both changed the same lines, both stand there between marks."""
    lines: list[str] = []
    conflicts = 0
    for kind, *parts in Merge3(base.split("\n"), ours.split("\n"), theirs.split("\n")).merge_groups():
        if kind == "conflict":
            conflicts += 1
            lines += [f"{wording.OURS} {our_name}".rstrip(), *parts[1], MIDDLE, *parts[2], f"{wording.THEIRS} {their_name}".rstrip()]
        else:
            lines += parts[0]
    return Merged("\n".join(lines), conflicts)


def merged_front(base: Front, ours: Front, theirs: Front) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The front of both: a key that one alone changed is theirs who changed it; the keys that both changed, otherwise, stay `ours`."""
    made, both = dict(ours), []
    for key in dict.fromkeys((*ours, *theirs)):
        before, here, there = (_plain(said.get(key)) for said in (base, ours, theirs))
        if there in (here, before):
            continue
        if here == before:
            made[key] = theirs.get(key)
        else:
            both.append(key)
    return made, tuple(both)


def same(one: Front, other: Front) -> bool:
    """Whether two fronts say the same; what is empty and what is not there are one."""
    return all(_plain(one.get(key)) == _plain(other.get(key)) for key in {*one, *other})


def places(problems: Iterable[Problem], source: Source) -> tuple[Place, ...]:
    """Where in the editor each problem of the one document is to be mended."""
    return tuple(_place(problem, next(iter((*source.documents, *source.broken)), None)) for problem in problems)


def _place(problem: Problem, document: SourceDocument | None) -> Place:
    if document is None or problem.path != document.path:
        return Place("", 0, problem)
    if problem.line >= document.body_line:
        return Place("", problem.line - document.body_line + 1, problem)
    if problem.code in {"missing-change", "missing-transition"}:
        return Place(problem.code.removeprefix("missing-"), 0, problem)
    return Place(next((key for key, line in document.lines.items() if line == problem.line), ""), 0, problem)


def _is_said(value: Any) -> bool:
    return value is not None and value not in ("", [], (), {})


def _plain(value: Any) -> Any:
    """A value to compare by: nothing said is one nothing."""
    if not _is_said(value):
        return None
    return list(value) if isinstance(value, tuple) else value


def _value(value: Any) -> str:
    """A value on one line of YAML, after the colon; nothing at all for none."""
    if not _is_said(value):
        return ""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key}:{_value(inner)}" for key, inner in value.items() if _is_said(inner))
        return f" {{{inner}}}"
    if isinstance(value, list | tuple):
        return f" [{', '.join(_scalar(one) for one in value)}]"
    return f" {_scalar(value)}"


def _scalar(value: Any) -> str:
    """A whole number or a day as it is, anything else in quotes with what cannot be seen spelt out: nobody reads `No` as false."""
    if isinstance(value, int | date) and not isinstance(value, bool):
        return str(value)
    quoted = json.dumps(str(value), ensure_ascii=False)
    return "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in quoted)
