"""A reader of Python source for words that people read and gettext does not know."""

import ast
from collections.abc import Iterator

from tests.house.source import Source

MARKS = {"_": 1, "_l": 1, "N_": 1, "lazy_gettext": 1, "ngettext": 2, "lazy_ngettext": 2}
SHOWN = {"flash": 1, "refuse": 1, "MenuItem": 2}
REFUSALS = {"NotAllowed", "NotFound", "Conflict", "Refused"}
SHOWN_BY_NAME = {"label", "message", "description", "placeholder"}
NOT_FOR_READERS = ("portal/cli/", "portal/config.py", "portal/instance.py")


def interface(files: list[Source]) -> list[Source]:
    """The files whose words may come onto a page; commands and the start speak English to administrators."""
    return [file for file in files if not file.name.startswith(NOT_FOR_READERS)]


def untranslated(source: Source) -> list[str]:
    """Words on a page are marked where they are written, and written out where they are marked."""
    return [f"{node.lineno}: {what}" for node, what in _breaches(source.tree)]


def _breaches(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((node, what) for what in _of_call(node))
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            if _name(node.exc.func) in REFUSALS and node.exc.args and _is_text(node.exc.args[0]):
                yield node, f"{_name(node.exc.func)} says what is not marked"
        elif isinstance(node, ast.ClassDef):
            yield from ((line, "a sentence that is not marked") for line in node.body if _is_bare_sentence(line))


def _of_call(call: ast.Call) -> Iterator[str]:
    name = _name(call.func)
    if name in MARKS and not all(_is_written_out(argument) for argument in call.args[: MARKS[name]]):
        yield f"{name}() of something that is not written out"
    shown = SHOWN.get(name, 1 if name.endswith("Field") else 0)
    if any(_is_text(argument) for argument in call.args[:shown]):
        yield f"{name}() of something that is not marked"
    for key in call.keywords:
        if key.arg in SHOWN_BY_NAME and _is_text(key.value):
            yield f"{key.arg}= of something that is not marked"


def _is_bare_sentence(line: ast.stmt) -> bool:
    names = line.targets if isinstance(line, ast.Assign) else []
    return any(_name(name) == "sentence" for name in names) and _is_text(line.value)  # type: ignore[attr-defined]


def _is_text(node: ast.expr) -> bool:
    """True for a text with a letter in it, plain or with places to fill."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) and any(map(str.isalpha, part.value)) for part in parts)


def _is_written_out(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
