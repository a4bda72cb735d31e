"""Commands killed at any moment: what was committed is found after the next start, all of it or nothing, and `verify` proves it."""

import json
import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from portal.db import Database
from portal.search.models import SearchPending
from tests.roots import document, write_root
from tests.search.conftest import Command, Start

DOCUMENTS = 60
WORDS = " ".join(f"word{number} of text" for number in range(300))
chance = random.Random(11)  # noqa: S311
Sign = Callable[[], object]


def write_round(folder: Path, number: int) -> Path:
    """The documents of one round, which raises the version of them all."""
    body = f"# Rules\n\nR1. The kestrel of round{number} is filed. {{#r1}}\n\n# Words\n\n{WORDS}\n"
    front = {"version": f"1.{number}", "effective": "2020-01-06", "body": body}
    return write_root(folder, *(document(f"RSK-STD-{place:02}", f"Text {place}", **front) for place in range(1, DOCUMENTS + 1)))


def kill_after(process: "subprocess.Popen[bytes]", sign: Sign) -> None:
    """Kill a command a moment after the sign changes, or let it end if it never does."""
    before = sign()
    while process.poll() is None and sign() == before:
        time.sleep(0.002)
    time.sleep(chance.choice((0, 0.01, 0.05, 0.2)))
    process.kill()
    process.wait()


def whole(portal: Command, number: int) -> bool:
    """True when every document is found with the text of that round, False when none is; a part of them is never found."""
    hits = json.loads(portal("search", "query", f"round{number}", "--limit", "1000", "--json").stdout)
    assert len(hits) in {0, DOCUMENTS}
    return bool(hits)


def test_publish_and_rebuild_killed_at_any_moment_leave_nothing_that_the_next_start_does_not_mend(
    portal: Command, start: Start, database: Database, tmp_path: Path, soak_seconds: int
) -> None:
    def pending() -> int | None:
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(SearchPending))

    def files() -> set[str]:
        return {path.name for path in (tmp_path / "index").iterdir()}

    root = write_round(tmp_path / "root", 0)
    portal("content", "publish", "--root", str(root))
    publish, rebuild = ("content", "publish", "--root", str(root)), ("search", "rebuild")
    signs: list[tuple[tuple[str, ...], Sign]] = [(publish, pending), (rebuild, files), (publish, files), (publish, time.time)]
    until, number = time.monotonic() + soak_seconds, 0
    while time.monotonic() < until or number < len(signs):
        write_round(root, number + 1)
        command, sign = signs[number % len(signs)]
        number += 1
        kill_after(start(*command), sign)
        assert portal("search", "verify", may_fail=True).stdout == ""
        whole(portal, number)
    portal("content", "publish", "--root", str(root))
    portal("search", "verify")
    assert whole(portal, number)
