"""`portal content check`: what it prints, as lines and as JSON, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli.content import command
from tests.content.roots import OTHER, PATH, document, root

FILES = {PATH: document("# Purpose\n\n[a](../../x)\n", version="1.0"), OTHER: "none"}
LINES = [
    f'{PATH}:5: unquoted-version: write version: "1.0" in quotes; unquoted, 1.10 would be 1.1',
    f"{PATH}:18: link-outside: '../../x' leads out of the content folder",
    f"{OTHER}:1: no-front-matter: the file begins with a line ---, the fields, and a line --- again",
]


def ran(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["check", *arguments], catch_exceptions=False)


def test_each_problem_is_one_line_and_the_status_is_1(tmp_path: Path) -> None:
    result = ran("--root", str(root(tmp_path, FILES)))
    assert result.stdout.splitlines() == LINES
    assert result.exit_code == 1


def test_json_is_an_array_of_path_line_code_and_message_with_paths_relative_to_the_root(tmp_path: Path) -> None:
    result = ran("--root", str(root(tmp_path, FILES)), "--json")
    rows = json.loads(result.stdout)
    assert [list(row) for row in rows] == [["path", "line", "code", "message"]] * 3
    assert [f"{row['path']}:{row['line']}: {row['code']}: {row['message']}" for row in rows] == LINES
    assert isinstance(rows[0]["line"], int)
    assert result.exit_code == 1


def test_the_paths_are_the_same_from_a_relative_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root(tmp_path / "method", FILES)
    monkeypatch.chdir(tmp_path)
    assert ran("--root", "method/../method/").stdout.splitlines() == LINES


def test_a_sound_root_prints_nothing_on_the_standard_output_and_ends_well(tmp_path: Path) -> None:
    result = ran("--root", str(root(tmp_path, {PATH: document()})))
    assert (result.stdout, result.stderr, result.exit_code) == ("", "No problems.\n", 0)


def test_a_sound_root_is_an_empty_array_in_json(tmp_path: Path) -> None:
    result = ran("--root", str(root(tmp_path, {PATH: document()})), "--json")
    assert (json.loads(result.stdout), result.exit_code) == ([], 0)


def test_a_message_cannot_drive_the_terminal(tmp_path: Path) -> None:
    result = ran("--root", str(root(tmp_path, {PATH: document("# \x1b[31m {#R}\n\n[x](javascript:\u202e)\n")})))
    assert result.exit_code == 1
    assert all(line.isprintable() for line in result.stdout.splitlines())


def test_the_shipped_method_has_no_problem() -> None:
    result = ran("--json")
    assert (json.loads(result.stdout), result.exit_code) == ([], 0)


def test_the_installed_command_needs_no_instance_to_check(tmp_path: Path) -> None:
    folder = root(tmp_path / "method", FILES)
    environment = {**os.environ, "PORTAL_HOME": str(tmp_path / "home")}
    arguments = [sys.executable, "-m", "portal", "content", "check", "--root", str(folder)]
    done = subprocess.run(arguments, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout.splitlines(), done.returncode) == (LINES, 1)
    assert not (tmp_path / "home").exists()
