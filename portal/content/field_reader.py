"""Reads typed values out of a YAML mapping and notes every problem with the line of its key. Knows types, not documents."""

import re
from datetime import date

from portal.content.problems import Problem
from portal.content.wording import hidden_character
from portal.content.yaml_tree import Fields, Items, Node, Scalar

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class FieldReader:
    """Reads one mapping. A value that cannot be read becomes the type's empty value, and `problems` says why."""

    def __init__(self, fields: Fields, path: str) -> None:
        self.fields, self.path = fields, path
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = dict(fields.key_lines)

    def note(self, key: str, code: str, message: str) -> None:
        """Add a problem at the line of `key`, or of the mapping where the key is not there."""
        self.problems.append(Problem(self.path, self.lines.get(key, self.fields.line), code, message))

    def refuse_unknown(self, known: frozenset[str]) -> None:
        """Every key outside `known` is a problem: a misspelt field would be lost in silence."""
        for key in self.fields.nodes.keys() - known:
            self.note(key, "unknown-field", f"{key} is not a field; known are {', '.join(sorted(known))}")

    def present(self, key: str) -> bool:
        """Whether the key is there with a value."""
        node = self.fields.nodes.get(key)
        return node is not None and not (isinstance(node, Scalar) and node.empty)

    def node(self, key: str, *, needed: bool = True) -> Node | None:
        """The node of a key with a value; a problem when it is needed and absent."""
        if self.present(key):
            return self.fields.nodes[key]
        if needed:
            self.note(key, "missing-field", f"{key} is needed")
        return None

    def scalar(self, key: str, *, needed: bool = True) -> Scalar | None:
        """A single written value."""
        node = self.node(key, needed=needed)
        if node is None or isinstance(node, Scalar):
            return node
        self.note(key, "bad-value", f"{key} is one value, not a list or a group")
        return None

    def text(self, key: str, *, needed: bool = True, most: int = 500) -> str:
        """One line of text without hidden characters, at most `most` characters."""
        scalar = self.scalar(key, needed=needed)
        if scalar is None:
            return ""
        flat = scalar.text.strip().replace("\n", " ")
        if found := hidden_character(flat):
            self.note(key, "hidden-character", f"{key} holds {found}")
        if len(flat) > most:
            self.note(key, "too-long", f"{key} has {len(flat)} characters, at most {most} fit")
        if needed and not flat:
            self.note(key, "missing-field", f"{key} is needed")
        return flat

    def matching(self, key: str, pattern: re.Pattern[str], shape: str, *, needed: bool = True) -> str:
        """A text that matches the whole pattern; `shape` says the pattern in words."""
        text = self.text(key, needed=needed)
        if not text or pattern.fullmatch(text):
            return text
        self.note(key, "bad-value", f"{key} is {shape}, not {text!r}")
        return ""

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        text = self.text(key)
        if not text or text in allowed:
            return text
        self.note(key, "bad-value", f"{key} is one of {', '.join(allowed)}, not {text!r}")
        return ""

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from low to high; needed unless there is a default."""
        scalar = self.scalar(key, needed=default is None)
        if scalar is None:
            return low if default is None else default
        if re.fullmatch(r"[0-9]{1,9}", scalar.text) and low <= int(scalar.text) <= high:
            return int(scalar.text)
        self.note(key, "bad-value", f"{key} is a whole number from {low} to {high}, not {scalar.text!r}")
        return low

    def day(self, key: str) -> date:
        """A real date written YYYY-MM-DD."""
        scalar = self.scalar(key)
        if scalar is None:
            return date.min
        match = _DATE.fullmatch(scalar.text) if scalar.text.isascii() else None
        try:
            return date(*map(int, match.groups())) if match else self._no_day(key, scalar.text)
        except ValueError:
            return self._no_day(key, scalar.text)

    def _no_day(self, key: str, text: str) -> date:
        self.note(key, "bad-date", f"{key} is a real date written YYYY-MM-DD, not {text!r}")
        return date.min

    def words(self, key: str, *, needed: bool = True, single: bool = False) -> tuple[str, ...]:
        """A list of short texts, in order; with `single` one bare value counts as a list of one. A needed list is not empty."""
        node = self.node(key, needed=needed)
        if node is None:
            return ()
        if isinstance(node, Scalar) and single:
            return (node.text,)
        if not isinstance(node, Items):
            self.note(key, "bad-value", f"{key} is a list: [a, b]")
            return ()
        words = tuple(item.text for item in node.nodes if isinstance(item, Scalar) and not item.empty)
        if len(words) != len(node.nodes):
            self.note(key, "bad-value", f"{key} holds something that is not a plain word")
        if needed and not node.nodes:
            self.note(key, "missing-field", f"{key} needs at least one entry")
        for word in sorted({word for word in words if words.count(word) > 1}):
            self.note(key, "bad-value", f"{key} names {word!r} twice")
        return words

    def group(self, key: str) -> "FieldReader | None":
        """A mapping inside the mapping; its problems are noted here at its own lines."""
        node = self.node(key, needed=False)
        if node is None:
            return None
        if not isinstance(node, Fields):
            self.note(key, "bad-value", f"{key} is a group of fields: {{on: ..., reason: ...}}")
            return None
        inner = FieldReader(node, self.path)
        inner.problems = self.problems
        return inner
