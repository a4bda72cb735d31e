"""Commands killed with signal 9 at any moment: after the next start everything derived is what it would be if made now."""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.config import Config
from portal.db import Database
from tests.commands import TOP, environment, portal, serving
from tests.library.review_desk import submitted
from tests.roots import document, write_root

DOCUMENTS = 12
chance = random.Random(7)  # noqa: S311  the same moments each time


@pytest.fixture
def env(config: Config) -> dict[str, str]:
    """The environment of the commands."""
    return environment(config, log_level="error", files_take_effect="always")


def write_round(folder: Path, number: int) -> Path:
    """Every document in its n-th version, each with a picture and a link to the next."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "images" / "round.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg"><title>Round {number}</title></svg>', "utf8")
    files = []
    for place in range(1, DOCUMENTS + 1):
        body = f"# Rules\n\n![The round](../images/round.svg)\n\nR1. As in [[RSK-STD-{place % DOCUMENTS + 1:02}]], round{number}. {{#r1}}\n"
        told = document(f"RSK-STD-{place:02}", f"Text {place} of {number}", version=f"1.{number}", effective="2020-01-06", body=body)[1]
        files.append((f"RSK-STD-{place:02}-text.md", told))
    return write_root(folder, *files)


def kill_some_time_later(command: tuple[str, ...], env: dict[str, str], sign: Callable[[], object], program: str = "portal") -> None:
    """Start a command and kill it a moment after `sign` changes, which says that it has begun to write, or let it end."""
    before = sign()
    process = subprocess.Popen(
        [sys.executable, "-m", program, *command], env=env, cwd=TOP, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and sign() == before:
        time.sleep(0.002)
    time.sleep(chance.random() * 0.3)
    process.kill()
    process.wait()


def count(database: Database, table: str) -> int:
    """How many rows there are."""
    with database.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)


def test_publish_and_index_killed_leave_what_verify_finds_right(
    database: Database, env: dict[str, str], tmp_path: Path, soak_seconds: int
) -> None:
    root = write_round(tmp_path / "root", 0)
    publish, rebuild = ("content", "publish", "--root", str(root)), ("search", "rebuild")
    assert portal(*publish, env=env).returncode == 0

    def uploads() -> object:
        return sorted(path.name for path in (tmp_path / "uploads").rglob("*")), count(database, "revision")

    def index() -> object:
        return sorted(path.name for path in (tmp_path / "index").iterdir())

    until, number = time.monotonic() + soak_seconds, 0
    while time.monotonic() < until or number < 2:
        number += 1
        write_round(root, number)
        kill_some_time_later(publish, env, (uploads, index)[number % 2])
        assert count(database, "revision") % DOCUMENTS == 0
        kill_some_time_later(rebuild, env, index)
    with serving(env):
        verified(env)
    assert portal(*publish, env=env).returncode == 0
    verified(env)
    assert count(database, "revision") > DOCUMENTS


BETWEEN = (
    "SELECT document_id FROM revision WHERE effective_from IS NOT NULL AND effective_until IS NULL GROUP BY document_id HAVING count(*) <> 1",
    "SELECT review_round.id FROM review_round JOIN revision ON revision.id = review_round.revision_id LEFT JOIN decision ON round_id = review_round.id "
    "WHERE (decision.id IS NULL) <> (ended_at IS NULL) OR (ended_at IS NULL) <> (revision.state = 'in_review')",
    "SELECT 1 WHERE (SELECT count(*) FROM decision) <> (SELECT count(*) FROM journal_row WHERE action = 'revision approved')",
    "SELECT revision.id FROM revision JOIN draft ON draft.revision_id = revision.id WHERE (draft.state = 'closed') <> (revision.state = 'approved')",
)
"""What would be found between before and after: a document with no text in force or two, a round decided by half, a step nobody recorded."""


def in_review(database: Database, cast: dict[str, int], codes: list[str]) -> None:
    """A changed text of each document waits for paul."""
    for code in codes:
        with database.writing() as session:
            submitted(session, code, cast["vera"], at=datetime.now(UTC))


def test_an_approval_killed_at_any_moment_has_happened_or_has_not(
    database: Database, cast: dict[str, int], env: dict[str, str], tmp_path: Path, soak_seconds: int
) -> None:
    root = write_round(tmp_path / "root", 0)
    assert portal("content", "publish", "--root", str(root), env=env).returncode == 0
    codes = [f"RSK-STD-{place:02}" for place in range(1, DOCUMENTS + 1)]
    until, number = time.monotonic() + soak_seconds, 0
    while time.monotonic() < until or number < 2:
        number += 1
        with database.reading() as session:
            waiting = set(
                session.scalars(text("SELECT code FROM draft JOIN document ON document.id = document_id WHERE draft.state <> 'closed'"))
            )
        in_review(database, cast, [code for code in codes if code not in waiting])
        kill_some_time_later((), env, lambda: count(database, "decision"), "tests.load.approver")
        with database.reading() as session:
            assert [session.execute(text(sql)).all() for sql in BETWEEN] == [[]] * len(BETWEEN)
    subprocess.run([sys.executable, "-m", "tests.load.approver"], env=env, cwd=TOP, check=True)
    with serving(env):
        verified(env)
    assert count(database, "decision") >= DOCUMENTS


def verified(env: dict[str, str]) -> None:
    """Texts, pictures and the index are as they would be if made now."""
    for room in ("library", "search"):
        found = portal(room, "verify", env=env)
        assert (found.returncode, found.stdout) == (0, ""), found.stdout


def test_a_demo_killed_half_way_is_made_by_the_next_command(database: Database, env: dict[str, str], tmp_path: Path) -> None:
    def begun() -> object:
        return (tmp_path / "demo-sign-ins.json.new").exists()

    kill_some_time_later(("demo", "--today", "2026-11-24"), env, begun)
    assert count(database, "person") == 0
    assert not (tmp_path / "demo-sign-ins.json").exists()
    assert portal("demo", "--today", "2026-11-24", env=env).returncode == 0
    assert count(database, "person") > 60
    verified(env)
