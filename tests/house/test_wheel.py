"""The wheel: carries everything the portal needs, and boots from an empty folder where nothing of the source tree is."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.commands import environment, portal, serving
from tests.house.source import TOP

NEEDED = (
    "portal/people/common_passwords.txt",
    "portal/paper/document.typ",
    "portal/migrations/script.py.mako",
    "portal/resources/content/practices.yaml",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the tree as it is."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True, timeout=100)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel in it; what it depends on comes from this environment."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run(command, capture_output=True, text=True, check=True, timeout=100)
    return folder


@pytest.fixture
def env(installed: Path, tmp_path: Path) -> dict[str, str]:
    """The environment in which `portal` is the installed one, and its instance lies in an empty folder."""
    return {**environment(home=str(tmp_path / "home"), password_cost="cheap"), "PYTHONPATH": str(installed)}


def tracked(folder: str) -> set[str]:
    """The files below a folder of the source tree, as they must stand in the wheel."""
    return {f"portal/resources/{path.relative_to(TOP)}" for path in (TOP / folder).rglob("*") if path.is_file() and path.name[0] != "."}


def test_the_wheel_carries_all_it_needs_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    translations = {str(path.relative_to(TOP).with_suffix(".mo")) for path in TOP.glob("portal/translations/*/LC_MESSAGES/messages.po")}
    needed = {*NEEDED, *translations, *tracked("templates"), *tracked("static"), *tracked("content"), *tracked("assessments")}
    assert needed - names == set()
    assert [name for name in names if name.startswith("tests/") or "__pycache__" in name] == []
    assert [name for name in names if name.endswith("licenses/LICENSE")] != []


def test_the_installed_portal_boots_from_an_empty_folder(env: dict[str, str], installed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    where = subprocess.run(
        [sys.executable, "-c", "import portal; print(portal.__file__)"], env=env, cwd=empty, capture_output=True, text=True, check=True
    )
    assert where.stdout.strip() == str(installed / "portal" / "__init__.py")
    with serving(env, folder=empty) as served:
        assert served.get("/healthz") == (200, "ok\n")
        status, page = served.get("/sign-in")
        assert status == 200
        assert "<h1>Sign in</h1>" in page
        sheet = page.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
        assert served.get(sheet)[0] == 200
    assert list(empty.iterdir()) == []


def test_the_installed_portal_checks_and_publishes_the_method_it_carries(env: dict[str, str], tmp_path: Path) -> None:
    checked = portal("content", "check", env=env, folder=tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "")
    published = portal("content", "publish", env=env, folder=tmp_path)
    assert published.returncode == 0, published.stdout + published.stderr
    assert published.stdout.splitlines()[-1].startswith("Published ")
