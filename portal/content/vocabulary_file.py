"""`practices.yaml` and `glossary.yaml`: areas, practices, positions, terms. Knows their shape; `check` knows what must exist."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict, TypeVar

from portal.content import wording
from portal.content.field_reader import FieldReader
from portal.content.problems import Problem
from portal.content.yaml_tree import Fields, Items, compose

T = TypeVar("T")


class _Place(TypedDict):
    line: int
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry has besides its fields: the line where it begins and the line of each key."""

    line: int
    lines: Mapping[str, int] = field(repr=False, compare=False)

    def line_of(self, key: str) -> int:
        """The line of a key, or of the entry where the key is not there."""
        return self.lines.get(key, self.line)


@dataclass(frozen=True, slots=True)
class Area(Entry):
    """One of the areas that practices stand under."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Practice(Entry):
    """One thing a project organisation does, under an area."""

    code: str
    area: str
    title: str
    good_looks_like: str
    typical_evidence: str


@dataclass(frozen=True, slots=True)
class Position(Entry):
    """What someone is on a project or in the line. What it asks for is read by others, later."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """What `practices.yaml` says."""

    areas: tuple[Area, ...]
    practices: tuple[Practice, ...]
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class GlossaryTerm(Entry):
    """A word of the field, other words for it, what it means, and where it comes from (codes, or None)."""

    term: str
    also: tuple[str, ...]
    definition: str
    practice: str | None
    document: str | None


def parse_vocabulary(text: str, path: str) -> tuple[VocabularyFile | None, tuple[Problem, ...]]:
    """Read `practices.yaml`; all problems at once."""
    tree, problems = compose(text, path)
    if not isinstance(tree, Fields):
        return None, problems or (Problem(path, 1, "missing-field", "areas and practices are needed"),)
    top = FieldReader(tree, path)
    found = list(problems)
    areas = _rows(top, "areas", _area, found)
    practices = _rows(top, "practices", _practice, found)
    positions = _rows(top, "positions", _position, found) if top.present("positions") else ()
    return VocabularyFile(areas, practices, positions), (*found, *top.problems)


def parse_glossary(text: str, path: str) -> tuple[tuple[GlossaryTerm, ...], tuple[Problem, ...]]:
    """Read `glossary.yaml`: a list of terms, bare or under `terms`; all problems at once."""
    tree, problems = compose(text, path)
    if tree is None and not problems:
        return (), ()
    found = list(problems)
    if isinstance(tree, Items):
        return _each(tree, path, "a term", _term, found), tuple(found)
    if not isinstance(tree, Fields):
        return (), problems or (Problem(path, 1, "bad-value", "the glossary is a list of terms"),)
    top = FieldReader(tree, path)
    return _rows(top, "terms", _term, found), (*found, *top.problems)


def _rows(top: FieldReader, key: str, make: Callable[[FieldReader], T], found: list[Problem]) -> tuple[T, ...]:
    node = top.node(key)
    if node is None:
        return ()
    if isinstance(node, Items):
        return _each(node, top.path, key, make, found)
    top.note(key, "bad-value", f"{key} is a list")
    return ()


def _each(node: Items, path: str, key: str, make: Callable[[FieldReader], T], found: list[Problem]) -> tuple[T, ...]:
    made: list[T] = []
    for row in node.nodes:
        if not isinstance(row, Fields):
            found.append(Problem(path, row.line, "bad-value", f"an entry of {key} is a group of fields"))
            continue
        reader = FieldReader(row, path)
        made.append(make(reader))
        found.extend(reader.problems)
    return tuple(made)


def _place(row: FieldReader) -> _Place:
    return {"line": row.fields.line, "lines": row.lines}


def _area(row: FieldReader) -> Area:
    return Area(row.matching("code", wording.AREA_CODE, "three capitals like RSK"), row.text("title", most=200), **_place(row))


def _practice(row: FieldReader) -> Practice:
    return Practice(
        row.matching("code", wording.PRACTICE_CODE, "a code like RSK.2"),
        row.matching("area", wording.AREA_CODE, "three capitals like RSK"),
        row.text("title", most=200),
        row.text("good_looks_like", most=1000),
        row.text("typical_evidence", most=1000),
        **_place(row),
    )


def _position(row: FieldReader) -> Position:
    code = row.matching("code", wording.POSITION_CODE, "two to eight capitals like PRM")
    return Position(code, row.text("title", most=200), **_place(row))


def _term(row: FieldReader) -> GlossaryTerm:
    row.refuse_unknown(frozenset({"term", "also", "definition", "practice", "document"}))
    return GlossaryTerm(
        row.text("term", most=100),
        row.words("also", needed=False, single=True),
        row.text("definition", most=1000),
        row.matching("practice", wording.PRACTICE_CODE, "a code like RSK.2", needed=False) or None,
        row.matching("document", wording.DOCUMENT_CODE, "a code like RSK-STD-01", needed=False) or None,
        **_place(row),
    )
