"""Problems as lines for people and as JSON for machines. Writes to nothing; the command prints."""

import json
from collections.abc import Iterable
from dataclasses import asdict

from portal.content.problems import Problem


def lines(problems: Iterable[Problem]) -> tuple[str, ...]:
    """`path:line: code: message`, in the order of files and lines, each once. Control characters in a message are shown escaped."""
    return tuple("".join(c if c.isprintable() else repr(c)[1:-1] for c in str(problem)) for problem in sorted(set(problems)))


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON array of `{path, line, code, message}` in the same order, `[]` when there is none."""
    return json.dumps([asdict(problem) for problem in sorted(set(problems))], ensure_ascii=False, indent=2)
