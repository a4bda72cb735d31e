"""What README, CONTRIBUTING and the decisions say is so: settings, commands, targets, files and links exist."""

import re
import subprocess
from pathlib import Path

import click
import pytest

from portal.cli import group
from portal.config import CHECKS, Config
from tests.house.source import TOP

DECISIONS = sorted((TOP / "docs" / "decisions").glob("*.md"))
TEXTS = [TOP / "README.md", TOP / "CONTRIBUTING.md", *DECISIONS]
README = TEXTS[0].read_text("utf8")
MAKEFILE = (TOP / "Makefile").read_text("utf8")


def named(path: Path) -> str:
    return path.name


def test_the_readme_explains_every_setting_with_its_default() -> None:
    rows = re.findall(r"^\| `PORTAL_(\w+)` \| (.+?) \|", README, re.MULTILINE)
    assert {name.lower() for name, _ in rows} == set(CHECKS)
    plain = {name.lower(): default.strip("`") for name, default in rows if default.startswith("`") and name != "HOME"}
    defaults = {name: str(getattr(Config, name)) for name in plain}
    assert plain == defaults


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_command_that_is_named_exists(path: Path) -> None:
    said = re.findall(r"`(?:\.venv/bin/)?portal ([a-z ]+)", path.read_text("utf8")) + re.findall(
        r"^portal ([a-z ]+)", path.read_text("utf8"), re.MULTILINE
    )
    for words in said:
        command: click.Command | None = group
        for word in words.split():
            if isinstance(command, click.Group):
                command = command.get_command(click.Context(command), word)
                assert command is not None, words


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_target_and_file_that_is_named_exists(path: Path) -> None:
    text = path.read_text("utf8")
    for target in re.findall(r"`(?:.*&& )?make ([a-z]+)", text):
        assert re.search(rf"^{target}:.*##", MAKEFILE, re.MULTILINE), target
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (path.parent / link).exists(), link
    for file in re.findall(r"`((?:portal|templates|static|tests|docs|requirements|content)/[\w/.-]+)`", text):
        assert (TOP / file).exists(), file


@pytest.mark.parametrize("path", DECISIONS, ids=named)
def test_a_decision_is_short_and_names_its_price(path: Path) -> None:
    lines = path.read_text("utf8").splitlines()
    assert lines[0].startswith("# ")
    assert len(lines) <= 15
    assert any(line.startswith("Price: ") for line in lines)


def test_decisions_are_numbered_one_after_the_other() -> None:
    assert [path.name[:5] for path in DECISIONS] == [f"{number:04d}-" for number in range(1, len(DECISIONS) + 1)]


def test_make_alone_lists_every_target() -> None:
    answer = subprocess.run(["make", "--no-print-directory"], cwd=TOP, capture_output=True, text=True, check=True)
    listed = re.findall(r"^  make (\w+)", answer.stdout, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert listed == phony[1].split()
