"""The Makefile, where it decides something itself."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import TOP

OLD = """#!/bin/sh
exec {python} -c "import sys; sys.version_info = (3, 9, 2); exec(sys.argv[1])" "$2"
"""


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A folder with the Makefile and nothing installed."""
    shutil.copy2(TOP / "Makefile", tmp_path)
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "dev.txt").write_text("")
    return tmp_path


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", "--no-print-directory", *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_an_old_python_is_refused_in_a_sentence_that_helps(fresh: Path) -> None:
    old = fresh / "python-of-yesterday"
    old.write_text(OLD.format(python=sys.executable))
    old.chmod(0o755)
    answer = make(fresh, "setup", f"PYTHON={old}")
    assert answer.returncode != 0
    assert f"Baseline needs Python 3.11 or newer; {old} is 3.9. Name another one: make setup PYTHON=python3.12" in answer.stderr
    assert not (fresh / ".venv").exists()


def test_what_is_set_up_is_not_set_up_again_until_the_requirements_change(fresh: Path) -> None:
    (fresh / ".venv").mkdir()
    (fresh / ".venv" / ".ready").touch()
    assert "Nothing to be done" in make(fresh, "setup", "PYTHON=false").stdout
    (fresh / "requirements" / "dev.txt").write_text("flask==3.1.3\n")
    subprocess.run(["touch", "-d", "tomorrow", "requirements/dev.txt"], cwd=fresh, check=True)
    assert make(fresh, "setup", "PYTHON=false").returncode != 0


def test_the_script_for_a_bare_machine_is_sound_bash() -> None:
    script = TOP / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert "PORTAL_REQUIRE_ALL=1" in script.read_text("utf8")
