"""All content looked at together: every code, rule, course, post and position that any file under `content/` mentions must exist.

`content.check` sees what a root says of itself wherever it lies; this sees the shipped root as one whole, with its vocabulary's curricula and posts,
the running case, the pictures and the plain text of every file. Nothing else sees all of it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from portal.content import wording
from portal.content.check import check as problems_of_a_root
from portal.content.folder import Folder
from portal.content.problems import Problem
from portal.content.source import VOCABULARY, Source, read
from portal.content.yaml_tree import Fields, Items, Node, Scalar, compose

TEXTS = (".md", ".yaml", ".svg")
COURSES = "courses/"
MENTIONS = {
    "unknown-code": re.compile(rf"(?<![\w-])(?:{wording.DOCUMENT_CODE.pattern})(?![\w-])"),
    "unknown-course": re.compile(rf"(?<![\w-]){wording.COURSE_CODE.pattern}(?![\w-])"),
    "unknown-practice": re.compile(rf"(?<![\w.-]){wording.PRACTICE_CODE.pattern}(?![\w-])"),
}
RULE = re.compile(rf"(?<![\w-])({wording.DOCUMENT_CODE.pattern})(?:\]\])?,? (?:rule )?R([0-9]{{1,2}})\b")


def check(root: Path) -> tuple[Problem, ...]:
    """Every problem of the shipped root, those of `content.check` included, by path and line, each once."""
    whole = _Whole(root)
    return tuple(sorted({*problems_of_a_root(whole.source), *whole.mentions(), *whole.rules(), *whole.posts(), *whole.curricula()}))


class _Whole:
    def __init__(self, root: Path) -> None:
        self.source: Source = read(root)
        folder = Folder(root)
        paths = folder.walk()
        self.texts: Mapping[str, str] = {path: found for path in paths if path.endswith(TEXTS) if (found := folder.text(path))}
        self.vocabulary = compose(self.texts.get(VOCABULARY, ""), VOCABULARY)[0]
        files = {match[0] for path in paths if path.startswith(COURSES) for match in [wording.COURSE_CODE.search(path)] if match}
        self.courses = files or {course.text for row in self.positions.values() for course in _scalars(row, "courses")}

    @cached_property
    def positions(self) -> Mapping[str, Fields]:
        """What each position asks for, by its code."""
        rows = _rows(self.vocabulary, "positions")
        return {code.text: row for row in rows if isinstance(code := row.nodes.get("code"), Scalar)}

    @cached_property
    def codes(self) -> Mapping[str, set[str]]:
        """What exists, by the problem that a mention of anything else is."""
        practices = self.source.vocabulary.practices if self.source.vocabulary else ()
        return {
            "unknown-code": {file.meta.code for file in self.source.documents},
            "unknown-course": self.courses,
            "unknown-practice": {practice.code for practice in practices},
        }

    @cached_property
    def anchors(self) -> Mapping[str, set[str]]:
        """The anchors of every document, of its earlier versions too."""
        found: dict[str, set[str]] = {}
        for file in self.source.documents:
            found.setdefault(file.meta.code, set()).update(file.parsed.anchors)
        return found

    def mentions(self) -> Iterator[Problem]:
        """Codes anywhere in a text, linked or not, that nothing answers to."""
        for path, number, line in self.lines():
            for problem, pattern in MENTIONS.items():
                for code in sorted(set(pattern.findall(line)) - self.codes[problem]):
                    yield Problem(path, number, problem, f"{code} is mentioned, which does not exist")

    def rules(self) -> Iterator[Problem]:
        """Rules named beside a document's code, as in `RSK-STD-01 R4`, that it does not hold."""
        for path, number, line in self.lines():
            for code, rule in RULE.findall(line):
                if code in self.anchors and f"r{rule}" not in self.anchors[code]:
                    yield Problem(path, number, "broken-anchor", f"{code} has no rule R{rule}")

    def posts(self) -> Iterator[Problem]:
        """Owners and approvers that are no post of `posts` in practices.yaml, and posts that nobody answers to."""
        there = {node.text: node.line for node in _scalars(self.vocabulary, "posts")}
        used = set()
        for file in self.source.documents:
            for key in ("owner", "approver"):
                post: str = getattr(file.meta, key)
                used.add(post)
                if post not in there:
                    yield Problem(file.path, file.line(key), "bad-value", f"{key} is {post!r}, which is no post of {VOCABULARY}")
        for post in sorted(there.keys() - used):
            yield Problem(VOCABULARY, there[post], "bad-value", f"the post {post!r} owns and approves nothing")

    def curricula(self) -> Iterator[Problem]:
        """What positions ask for exists, and documents and positions say the same of who must read what."""
        asked = {(position, node.text) for position, row in self.positions.items() for node in _scalars(row, "must_read")}
        told = {
            (token.removeprefix("position:"), file.meta.code): file
            for file in self.source.current
            if not file.meta.withdrawn
            for token in file.meta.must_read
            if token.startswith("position:")
        }
        for position, code in sorted(told.keys() - asked):
            file = told[position, code]
            message = f"must_read names {position}, but {VOCABULARY} does not ask {position} to read {code}"
            yield Problem(file.path, file.line("must_read"), "bad-value", message)
        for position, code in sorted(asked - told.keys()):
            message = f"{position} must read {code}, but must_read of {code} does not name {position}"
            yield Problem(VOCABULARY, self.positions[position].key_lines["must_read"], "bad-value", message)

    def lines(self) -> Iterator[tuple[str, int, str]]:
        """Every line of every text file: path, number, text."""
        for path, text in self.texts.items():
            for number, line in enumerate(text.split("\n"), 1):
                yield path, number, line


def _rows(node: Node | None, key: str) -> tuple[Fields, ...]:
    items = node.nodes.get(key) if isinstance(node, Fields) else None
    return tuple(row for row in items.nodes if isinstance(row, Fields)) if isinstance(items, Items) else ()


def _scalars(node: Node | None, key: str) -> tuple[Scalar, ...]:
    items = node.nodes.get(key) if isinstance(node, Fields) else None
    return tuple(row for row in items.nodes if isinstance(row, Scalar)) if isinstance(items, Items) else ()
