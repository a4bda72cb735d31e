"""A reader of the code: which actions, kinds of objects and values the services record in the journal."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

PLACES = ("action", "object_kind", "object_key", "before", "after")
FIRST = 3
"""`record(session, at, actor_id, action, object_kind, object_key, before, after)`."""


@dataclass(frozen=True)
class Recorded:
    """What one call records: every action it may name, its kind of object, the names of its values."""

    where: str
    actions: frozenset[str]
    kinds: frozenset[str]
    fields: frozenset[str]


def recorded(root: Path) -> list[Recorded]:
    """Every call of `journal.record` below `root`."""
    return [found for path in sorted(root.rglob("*.py")) for found in in_text(path.read_text("utf8"), str(path))]


def in_text(text: str, where: str) -> Iterator[Recorded]:
    """Every call in one module. Names are followed to what the same function, or the module, assigns to them."""
    tree = ast.parse(text)
    constants = {**_imported(tree), **_assigned(tree.body)}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        known = {**constants, **_assigned(list(ast.walk(function)))}
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call) and _is_record(node)):
            given = dict(zip(PLACES, call.args[FIRST:], strict=False)) | {word.arg: word.value for word in call.keywords if word.arg}
            values = [given[name] for name in ("before", "after") if name in given]
            yield Recorded(
                f"{where}:{call.lineno}",
                frozenset(_texts(given["action"], known)),
                frozenset(_texts(given["object_kind"], known)),
                frozenset(name for value in values for name in _keys(value, known)),
            )


def _is_record(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "record"
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "journal"
    )


def _assigned(nodes: list[ast.AST] | list[ast.stmt]) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                for name, value in pairs:
                    if isinstance(name, ast.Name):
                        found.setdefault(name.id, []).append(value)
    return found


def _imported(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """Texts this module imports by name from others of ours."""
    found: dict[str, list[ast.expr]] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("portal"):
            values = {name.asname or name.name: getattr(import_module(node.module), name.name, None) for name in node.names}
            found |= {name: [ast.Constant(value)] for name, value in values.items() if isinstance(value, str)}
    return found


def _texts(node: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield from [node.value] if isinstance(node.value, str) else []
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body, known), *_texts(node.orelse, known))
    elif isinstance(node, ast.Name):
        yield from (text for value in known.get(node.id, ()) for text in _texts(value, known))


def _keys(node: ast.expr, known: dict[str, list[ast.expr]]) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        yield from (key.value for key in node.keys if isinstance(key, ast.Constant))
    elif isinstance(node, ast.IfExp):
        yield from (*_keys(node.body, known), *_keys(node.orelse, known))
    elif isinstance(node, ast.Name):
        yield from (name for value in known.get(node.id, ()) for name in _keys(value, known))
