"""The shipped content as one whole: it has no problem, and each broken mention in a copy of it is named with its line."""

import shutil
from pathlib import Path

import pytest

from portal.check import check
from tests.commands import environment, portal
from tests.roots import document, write_root

CONTENT = Path(__file__).parents[2] / "content"
RISK = "methodology/RSK-STD-01-risk-management.md"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped content to break."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def broken(root: Path, path: str, old: str, new: str) -> int:
    """Change the first `old` in a file; the line on which what is new ends."""
    text = (root / path).read_text("utf8")
    assert old in text, f"{old!r} is not in {path}"
    (root / path).write_text(text.replace(old, new, 1), "utf8")
    return text[: text.index(old)].count("\n") + new.rstrip().count("\n") + 1


def messages_of(root: Path) -> list[str]:
    """What all problems say."""
    return sorted(problem.message for problem in check(root))


def test_the_shipped_content_has_no_problem() -> None:
    assert check(CONTENT) == ()


def test_the_command_looks_at_the_shipped_content_as_a_whole(tmp_path: Path) -> None:
    answer = portal("content", "check", env=environment(home=str(tmp_path)))
    assert (answer.returncode, answer.stderr.strip()) == (0, "No problems.")


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("cases/northgate.yaml", "RSK-STD-01 rule R4", "RSK-STD-01 rule R88", "broken-anchor"),
        ("cases/northgate.yaml", "RSK-STD-01 rule R4", "RSK-STD-77 rule R4", "unknown-code"),
        ("practices.yaml", "required_levels: {DEC.1: 2", "required_levels: {DEC.8: 2", "unknown-practice"),
        ("practices.yaml", "- Risk lead", "- Risk leader", "bad-value"),
        (RISK, "owner: Risk lead", "owner: Risk Lead", "bad-value"),
        (RISK, "course: CRS-05", "course: CRS-55", "unknown-course"),
        (RISK, "\n# Scope\n", "\n# Scope\n\nSee TPL-77 for the rest.\n", "unknown-code"),
        ("glossary.yaml", "definition: ", 'definition: "As in PLM-STD-44." # ', "unknown-code"),
        ("images/closed-loop.svg", "</svg>", "<text>RSK-STD-99</text></svg>", "unknown-code"),
        ("methodology/history/RSK-STD-01/1.0.md", "\n# Scope\n", "\n# Scope\n\nOnce TPL-78.\n", "unknown-code"),
    ],
)
def test_a_mention_of_what_does_not_exist_is_named(copy: Path, path: str, old: str, new: str, code: str) -> None:
    line = broken(copy, path, old, new)
    assert (path, line, code) in {(problem.path, problem.line, problem.code) for problem in check(copy)}


def test_a_position_asked_by_one_side_only_is_named_on_that_side(copy: Path) -> None:
    broken(copy, RISK, "must_read: [position:PRM, position:TEL]", "must_read: [position:PRM, position:BUO]")
    assert messages_of(copy) == [
        "TEL must read RSK-STD-01, but must_read of RSK-STD-01 does not name TEL",
        "must_read names BUO, but practices.yaml does not ask BUO to read RSK-STD-01",
    ]


def test_once_there_are_courses_only_those_exist(copy: Path) -> None:
    (copy / "courses" / "CRS-01-essentials").mkdir()
    (copy / "courses" / "CRS-01-essentials" / "course.yaml").write_text("code: CRS-01\n", "utf8")
    messages = " ".join(messages_of(copy))
    assert "CRS-05 is mentioned, which does not exist" in messages
    assert "CRS-01 is mentioned" not in messages


def test_a_root_of_ones_own_needs_no_curricula_and_no_list_of_posts(tmp_path: Path) -> None:
    root = write_root(tmp_path / "own", document("RSK-STD-01", "Risk management", course="CRS-05"))
    answer = portal("content", "check", "--root", str(root), env=environment(home=str(tmp_path)))
    assert answer.returncode == 0, answer.stdout
