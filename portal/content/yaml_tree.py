"""YAML as a tree of plain scalars with line numbers. Decides no types: `No`, `1.10` and `1:30` stay the text that was written.

Built from parser events, so that an alias is refused before anything could be expanded and a duplicate key before it could win.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from portal.content.problems import Problem
from portal.content.wording import character_name

MAX_DEPTH = 12
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
QUOTES = frozenset({"'", '"'})  # plain scalars have the style None from one loader, "" from the other
_BREAK = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One written value. `quoted` tells `"1.10"` from `1.10`."""

    text: str
    line: int
    quoted: bool = False

    @property
    def empty(self) -> bool:
        """Nothing was written, or YAML's null."""
        return not self.quoted and self.text in NULLS


@dataclass(slots=True)
class Items:
    """A YAML sequence."""

    line: int
    nodes: "list[Node]" = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """A YAML mapping with text keys; `key_lines` says where each key stands."""

    line: int
    nodes: "dict[str, Node]" = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)


Node = Scalar | Items | Fields


class _RefusedError(Exception):
    def __init__(self, line: int, code: str, message: str) -> None:
        super().__init__(message)
        self.line, self.code, self.message = line, code, message


def compose(text: str, path: str, first_line: int = 1) -> tuple[Node | None, tuple[Problem, ...]]:
    """The tree of one YAML document whose first line is line `first_line` of the file, and its problems (then the tree may be None)."""
    problems = list(_breaks(text, path, first_line))
    try:
        events = yaml.parse(_BREAK.sub(" ", text), Loader=LOADER)
        node = _Composer(events, first_line, path, problems).document()
    except _RefusedError as error:
        return None, (*problems, Problem(path, error.line, error.code, error.message))
    except yaml.MarkedYAMLError as error:
        line = first_line + _line_of(error)
        return None, (*problems, Problem(path, line, "yaml", f"{error.problem or error.context or 'cannot be read'}"))
    except yaml.YAMLError:  # a character that YAML forbids carries no line
        return None, (*problems, Problem(path, first_line, "yaml", "holds a character that YAML does not allow"))
    return node, tuple(problems)


def _line_of(error: yaml.MarkedYAMLError) -> int:
    """The line, from 0, to mend: where a bracket or a quote was opened that is not closed, else where reading stopped."""
    opened = "flow" in (error.context or "") or "quoted" in (error.context or "")
    mark = (error.context_mark if opened else None) or error.problem_mark or error.context_mark
    return mark.line if mark is not None else 0


def _breaks(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """Characters that YAML takes for the end of a line and editors do not: every later line number would be wrong."""
    for number, line in enumerate(text.split("\n"), first_line):
        for name in sorted({character_name(character) for character in _BREAK.findall(line)}):
            yield Problem(path, number, "hidden-character", f"{name} ends a line where nobody can see it")


class _Composer:
    """Turns the events of one document into nodes."""

    def __init__(self, events: Iterator[yaml.Event], first_line: int, path: str, problems: list[Problem]) -> None:
        self.events, self.first_line, self.path, self.problems = events, first_line, path, problems

    def line(self, event: yaml.Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark is not None else 0)

    def document(self) -> Node | None:
        node: Node | None = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and node is not None:
                raise _RefusedError(self.line(event), "yaml", "more than one YAML document in the file")
            if isinstance(event, yaml.NodeEvent):
                node = self.node(event, 0)
        return node

    def node(self, event: yaml.Event, depth: int) -> Node:
        line = self.line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _RefusedError(line, "yaml-alias", "anchors (&) and aliases (*) are refused; write the value out, or in quotes")
        if getattr(event, "tag", None) is not None:
            raise _RefusedError(line, "yaml-alias", "tags (!) are refused; write the value in quotes")
        if depth > MAX_DEPTH:
            raise _RefusedError(line, "yaml", f"nested more than {MAX_DEPTH} deep")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line, event.style in QUOTES)
        return self.items(line, depth) if isinstance(event, yaml.SequenceStartEvent) else self.fields(line, depth)

    def items(self, line: int, depth: int) -> Items:
        items = Items(line)
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.nodes.append(self.node(event, depth + 1))
        return items

    def fields(self, line: int, depth: int) -> Fields:
        fields = Fields(line)
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise _RefusedError(key.line, "yaml", "a key is plain text")
            if key.text in fields.nodes:
                message = f"{key.text} is written twice, first in line {fields.key_lines[key.text]}"
                self.problems.append(Problem(self.path, key.line, "duplicate-key", message))
                continue
            fields.nodes[key.text] = value
            fields.key_lines[key.text] = key.line
        return fields
