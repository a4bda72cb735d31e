"""Readers of the tests' own source: what a test must do to be one."""

import ast
from collections.abc import Iterable, Iterator

from tests.house.source import Function, Source, decorators, functions

EXPECTS = {"raises", "warns"}
COUNTS = "counted"


def is_test(function: Function) -> bool:
    """True for what pytest runs."""
    return function.name.startswith("test_")


def without_assertion(sources: Iterable[Source]) -> list[str]:
    """A test that asserts nothing, neither itself nor in a function of the tests that it calls."""
    files = list(sources)
    every = [(source, function) for source in files for function in functions(source)]
    asserting = {function.name for _, function in every if _asserts(function)}
    grown = True
    while grown:
        more = {function.name for _, function in every if _called(function) & asserting} - asserting
        asserting |= more
        grown = bool(more)
    return [f"{source.name}:{f.lineno}: {f.name} asserts nothing" for source, f in every if is_test(f) and f.name not in asserting]


def _asserts(function: Function) -> bool:
    return any(isinstance(node, ast.Assert) for node in ast.walk(function)) or bool(_called(function) & EXPECTS)


def _called(function: Function) -> set[str]:
    return {_name(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def loose_counts(source: Source) -> list[str]:
    """Statements are counted in a `with`, and looked at inside it: outside, the list may still grow or belong to another block."""
    if not any(isinstance(node, ast.alias) and node.name == COUNTS for node in ast.walk(source.tree)):
        return []
    blocks = [
        (node, item) for node in ast.walk(source.tree) if isinstance(node, ast.With) for item in node.items if _counts(item.context_expr)
    ]
    opened = {id(item.context_expr) for _, item in blocks}
    found = [f"{node.lineno}: counted outside a with" for node in ast.walk(source.tree) if _counts(node) and id(node) not in opened]
    for function in functions(source):
        mine = [(block, item) for block, item in blocks if block in list(ast.walk(function))]
        inside = {id(node) for block, _ in mine for statement in block.body for node in ast.walk(statement)}
        lists = {_name(item.optional_vars) for _, item in mine if item.optional_vars}
        looks = [node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in lists]
        found += [f"{node.lineno}: {node.id} is looked at outside the with" for node in looks if id(node) not in inside]
        found += [
            f"{block.lineno}: what was counted is not looked at inside the with" for block, item in mine if not _looks_at(block, item)
        ]
    return found


def _counts(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) == COUNTS


def _looks_at(block: ast.With, item: ast.withitem) -> bool:
    name = _name(item.optional_vars) if item.optional_vars else ""
    return any(isinstance(node, ast.Name) and node.id == name for statement in block.body for node in ast.walk(statement))


def unused(sources: Iterable[Source]) -> list[str]:
    """A function in the tests is a test, a fixture, a hook of pytest, or used somewhere."""
    files = list(sources)
    used = {name for source in files for name in _mentioned(source)}
    tops = ((source, node) for source in files for node in source.tree.body if isinstance(node, Function))
    return [
        f"{source.name}:{f.lineno}: {f.name} is no test, no fixture and used nowhere"
        for source, f in tops
        if not (is_test(f) or f.name.startswith("pytest_") or "fixture" in decorators(f) or f.name in used)
    ]


def _mentioned(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def hidden_twice(source: Source) -> list[str]:
    """Two functions of one name in a file: the second hides the first, and a hidden test never runs."""
    names = [node.name for node in source.tree.body if isinstance(node, Function | ast.ClassDef)]
    return [f"{name} is defined {names.count(name)} times" for name in dict.fromkeys(names) if names.count(name) > 1]
