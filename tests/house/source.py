"""Readers of Python source: each takes a parsed file and names every breach of one law as `line: what`."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parent.parent.parent
LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_FILE = 39, 24, 399
EMPTY = frozenset({"manager", "helper", "helpers", "util", "utils", "data", "info"})
EMPTY_IN_FUNCTIONS = EMPTY | {"process", "handle", "handler"}  # a variable may hold a process of the machine, or an open file's handle
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
TELLS_TIME = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime"), ("time", "ctime"), ("func", "now"),
}  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path
    tree: ast.Module
    lines: int

    @property
    def name(self) -> str:
        """Its path from the top of the repository."""
        return str(self.path.relative_to(TOP)) if self.path.is_relative_to(TOP) else str(self.path)


def parsed(text: str, path: str = "portal/sample.py") -> Source:
    """A file given as text."""
    return Source(Path(path), ast.parse(text), len(text.splitlines()))


def sources(*folders: str) -> list[Source]:
    """All Python files below these folders of the repository."""
    paths = [path for folder in folders for path in sorted((TOP / folder).rglob("*.py"))]
    return [Source(path, ast.parse(text := path.read_text("utf8")), len(text.splitlines())) for path in paths]


def functions(source: Source) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def decorators(function: Function) -> Iterator[str]:
    """The last word of each decorator: `get` of `@blueprint.get("/x")`."""
    for decorator in function.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def too_long(source: Source) -> list[str]:
    """A function stays under 40 lines, a file under 400."""
    found = [f"1: a file of {source.lines} lines"] if source.lines > LONGEST_FILE else []
    return found + [f"{f.lineno}: {f.name} has {length(f)} lines" for f in functions(source) if length(f) > LONGEST_FUNCTION]


def long_views(source: Source) -> list[str]:
    """A view stays under 25 lines."""
    views = (f for f in functions(source) if "allows" in decorators(f))
    return [f"{view.lineno}: the view {view.name} has {length(view)} lines" for view in views if length(view) > LONGEST_VIEW]


def empty_names(source: Source) -> list[str]:
    """A name says the thing of the field: never manager, helper, util, data or info, and no function handles or processes."""
    return [f"{line}: {name}" for line, name, empty in _named(source) if empty & {word.lower() for word in WORDS.findall(name)}]


def _named(source: Source) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Every name the file itself gives, and what it must not be: not what a library's base class asks for, and not a test's sentence."""
    yield 1, source.path.stem, EMPTY_IN_FUNCTIONS
    theirs = set(_asked_for(source.tree))
    for node in ast.walk(source.tree):
        if id(node) in theirs:
            continue
        if isinstance(node, ast.ClassDef) or (isinstance(node, Function) and not node.name.startswith("test_")):
            yield node.lineno, node.name, EMPTY_IN_FUNCTIONS
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg, EMPTY
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id, EMPTY
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _last_word(node.value) in {"self", "cls"}:
            yield node.lineno, node.attr, EMPTY


def _asked_for(tree: ast.AST) -> Iterator[int]:
    """What classes with a base class name in their bodies, and the parameters of their methods: the base may have asked for it."""
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.bases):
        for member in owner.body:
            yield id(member)
            if isinstance(member, Function):
                yield from (id(parameter) for parameter in ast.walk(member.args))
            elif isinstance(member, ast.Assign):
                yield from (id(target) for target in member.targets)


def bare_excepts(source: Source) -> list[str]:
    """An `except` says what it takes."""
    return [f"{node.lineno}: bare except" for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler) and node.type is None]


def readers_of_time(source: Source) -> list[str]:
    """Only `portal.clock` reads the machine's clock."""
    calls = (node.func for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    pairs = ((call, _last_word(call.value)) for call in calls if isinstance(call, ast.Attribute))
    return [f"{call.lineno}: {owner}.{call.attr}()" for call, owner in pairs if (owner, call.attr) in TELLS_TIME]


def _last_word(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def undocumented(source: Source) -> list[str]:
    """Every module, and every public class and function of one, says what it is or which law it keeps."""
    found = [] if ast.get_docstring(source.tree) else ["1: the module"]
    for node in _public(source.tree.body):
        if not ast.get_docstring(node):
            found.append(f"{node.lineno}: {node.name}")
    return found


def _public(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    for node in body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from _public(node.body) if isinstance(node, ast.ClassDef) else []


def loose_pages(source: Source) -> list[str]:
    """What a template is given is frozen: every class called `…Page` is a frozen dataclass."""
    classes = (node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef) and re.search("[a-z]Page$", node.name))
    return [f"{node.lineno}: {node.name}" for node in classes if not any(_freezes(decorator) for decorator in node.decorator_list)]


def _freezes(decorator: ast.expr) -> bool:
    frozen = [key.value for key in decorator.keywords if key.arg == "frozen"] if isinstance(decorator, ast.Call) else []
    return any(isinstance(value, ast.Constant) and value.value is True for value in frozen)
