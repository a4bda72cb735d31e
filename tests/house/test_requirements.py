"""What is imported is declared, what is declared is used, and what is installed is pinned by hash from no particular index."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.house.source import TOP, Source, parsed, sources

PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf8"))["project"]
DISTRIBUTIONS = packages_distributions()
TOOLS = {"djlint", "editables", "hatchling", "import-linter", "mypy", "pytest-randomly", "pytest-timeout", "pytest-xdist", "ruff"}
NOT_IMPORTED = {
    "bootstrap-flask",  # its sheets and icons are served, its code is not used
    "psycopg",  # SQLAlchemy imports it when the address asks
    "redis",  # so does huey
    "tzdata",  # and zoneinfo, where the system has no zones
}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*sets: str) -> set[str]:
    lines = [line for name in sets for line in (PROJECT["dependencies"] if name == "run" else PROJECT["optional-dependencies"][name])]
    return {normal(re.split(r"[\[<>=~! ]", line)[0]) for line in lines}


def imported(files: list[Source]) -> set[str]:
    """The distributions of every module from elsewhere that these files import."""
    names: set[str] = set()
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return {normal(DISTRIBUTIONS[name][0]) for name in names - set(sys.stdlib_module_names) - {"portal", "tests"} if name in DISTRIBUTIONS}


def test_what_the_portal_imports_is_declared_and_nothing_else_is() -> None:
    used = imported(sources("portal"))
    assert used - declared("run") == set()
    assert declared("run") - used - NOT_IMPORTED == set()


def test_what_the_tests_import_is_declared_and_nothing_else_is() -> None:
    used = imported(sources("tests", ".ci"))
    everything = declared("run", "build", "dev")
    assert used - everything == set()
    assert {name for name in everything - declared("run") - used - TOOLS if not name.startswith("types-")} == set()


def test_the_reader_sees_imports_of_every_form() -> None:
    text = "import os, flask.json\nfrom sqlalchemy.orm import Session\nfrom . import x\ndef f():\n    import typst\n"
    assert imported([parsed(text)]) == {"flask", "sqlalchemy", "typst"}


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_requirement_is_pinned_by_hash_and_no_index_is_named(name: str) -> None:
    text = (TOP / "requirements" / f"{name}.txt").read_text("utf8")
    assert not re.search(r"https?://|--index|--find-links|--extra", text)
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n?", "", text).strip())
    assert len(entries) > 30
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[\w.!+]+( ; .+)? \\\n", entry), entry
        assert "--hash=sha256:" in entry, entry
    pinned = {re.split(r"[= ]", entry)[0] for entry in entries}
    assert declared("run", "build", *(["dev"] if name == "dev" else [])) - pinned == set()


def test_what_runs_is_pinned_alike_for_running_and_for_developing() -> None:
    run, dev = ((TOP / "requirements" / f"{name}.txt").read_text("utf8") for name in ("run", "dev"))
    pins = [set(re.findall(r"^([a-z0-9-]+==\S+)", text, re.MULTILINE)) for text in (run, dev)]
    assert pins[0] - pins[1] == set()
