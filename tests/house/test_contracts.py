"""The order of the rooms: `pyproject.toml` names them all, and import-linter finds what goes against it."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.house.source import TOP

CONTRACTS = tomllib.loads((TOP / "pyproject.toml").read_text("utf8"))["tool"]["importlinter"]["contracts"]
LAYERED = ("views", "forms", "service", "queries", "models", "policy")


def contract(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(contract for contract in CONTRACTS if contract["id"] == kind)
    return found


def rooms_with(*names: str) -> set[str]:
    """The rooms that have one of these modules or packages."""
    return {f"portal.{path.parent.name}" for name in names for path in (*TOP.glob(f"portal/*/{name}.py"), *TOP.glob(f"portal/*/{name}"))}


def test_the_models_of_every_room_are_protected() -> None:
    protected = {module for one in CONTRACTS if one["type"] == "protected" for module in one["protected_modules"]}
    assert protected == {f"{room}.models" for room in rooms_with("models")}


def test_every_feature_keeps_its_own_order() -> None:
    assert set(contract("features")["containers"]) >= rooms_with("views", "service", "models") - {"portal.cli"}


def test_nothing_is_left_out_of_the_order_of_the_rooms() -> None:
    rooms = contract("rooms")
    assert rooms["exhaustive"] is True
    assert rooms["exhaustive_ignores"] == ["migrations", "__main__"]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package and its contracts, to be spoilt."""
    shutil.copytree(TOP / "portal", tmp_path / "portal", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(TOP / "pyproject.toml", tmp_path)
    return tmp_path


def linted(folder: Path) -> str:
    """What import-linter says about it; empty when it has nothing to say."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)
    return "" if answer.returncode == 0 else " ".join(answer.stdout.split())


def test_imports_go_down_only(copied: Path) -> None:
    assert linted(copied) == ""


@pytest.mark.parametrize(
    ("path", "line", "complaint"),
    [
        ("portal/newroom.py", "", "newroom"),
        ("portal/web/words.py", "from portal.people import policy", "portal.web is not allowed to import portal.people"),
        ("portal/people/policy.py", "import flask", "portal.people.policy is not allowed to import flask"),
        ("portal/content/links.py", "from portal import clock", "portal.content is not allowed to import portal.clock"),
        (
            "portal/people/models.py",
            "from portal.people import service",
            "portal.people.models is not allowed to import portal.people.service",
        ),
        ("portal/people/queries/more.py", "from portal.people import service", "portal.people.queries is not allowed to import"),
        ("portal/search/service.py", "import flask", "portal is not allowed to import flask"),
        ("portal/people/views/room.py", "import sqlalchemy", "portal is not allowed to import sqlalchemy"),
        (
            "portal/library/queries/more.py",
            "from portal.people.models import Person",
            "portal.library.queries.more -> portal.people.models",
        ),
    ],
)
def test_what_goes_up_sideways_or_out_is_found(copied: Path, path: str, line: str, complaint: str) -> None:
    with (copied / path).open("a") as file:
        file.write(f"\n{line}\n")
    assert complaint in linted(copied)
