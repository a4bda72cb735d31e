"""Killed, cut off, overwritten, met by another process: the index opens and is made right."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.db import Database
from portal.search import service
from portal.search.index import SearchIndex
from portal.search.queries import search
from tests.search.collection import small_entry
from tests.search.conftest import EVERYONE, NOON
from tests.search.worker import SOURCES, change

KILLS = int(os.environ.get("PORTAL_SOAK_KILLS", "6"))


@contextmanager
def writer(database: Database, folder: Path, seed: int) -> Iterator["subprocess.Popen[str]"]:
    """Another process that changes and drains until the block ends; then it is killed."""
    command = [
        sys.executable,
        "-m",
        "tests.search.worker",
        database.engine.url.render_as_string(hide_password=False),
        str(folder),
        str(seed),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        assert process.poll() is None, "the writer fell over by itself"
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


def test_a_writer_killed_at_any_moment_loses_nothing(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    chance = random.Random(3)  # noqa: S311
    for kill in range(KILLS):
        with writer(database, folder, kill):
            time.sleep(chance.uniform(0.05, 0.6))
        index = SearchIndex(folder)
        search(index, "version1", EVERYONE, NOON)
        service.drain(database, index, SOURCES)
        assert service.verify(database, index, SOURCES) == []
    assert search(index, "entry", EVERYONE, NOON).total > 0


def test_two_writers_and_a_reader_meet_and_nothing_is_lost(database: Database, tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    with writer(database, index.folder, 1), writer(database, index.folder, 2):
        until = time.monotonic() + 2
        totals = []
        while time.monotonic() < until:
            page = search(index, "entry version1 version2", EVERYONE, NOON)
            assert all(hit.snippet for hit in page.hits)
            totals.append(page.total)
    service.drain(database, index, SOURCES)
    assert service.verify(database, index, SOURCES) == []
    assert totals[-1] > 0


def test_threads_share_one_index(index: SearchIndex) -> None:
    wrong: list[object] = []

    def read() -> None:
        for _ in range(60):
            page = search(index, "alpha", EVERYONE, NOON)
            if page.total and page.hits[0].code != "AAA-STD-00":
                wrong.append(page)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(15):
        with index.writing() as writing:
            writing.apply(
                [small_entry("AAA-STD-00", "alpha", "alpha"), small_entry(f"AAA-STD-{number + 1:02}", "x", f"alpha {number} " * 9)]
            )
    for thread in threads:
        thread.join()
    assert wrong == []
    assert search(index, "alpha", EVERYONE, NOON).total == 16


def damaged(path: Path, how: str) -> None:
    """Spoil one file."""
    content = path.read_bytes()
    if how == "gone":
        path.unlink()
        return
    spoilt = {
        "empty": b"",
        "cut": content[: len(content) // 2],
        "zeros": bytes(len(content)),
        "noise": b"\x80\x02" + content[:-2][::-1],
    }
    path.write_bytes(spoilt[how])


@pytest.mark.parametrize("how", ["gone", "empty", "cut", "zeros", "noise"])
@pytest.mark.parametrize("suffix", ["toc", "seg"])
def test_a_damaged_file_is_noticed_at_open_and_the_index_built_anew(database: Database, tmp_path: Path, how: str, suffix: str) -> None:
    with database.writing() as session:
        for number in range(40):
            change(session, f"aaa-std-{number:02}")
    service.drain(database, SearchIndex(tmp_path / "index"), SOURCES)
    (path,) = (tmp_path / "index").glob(f"*.{suffix}")
    damaged(path, how)
    index = SearchIndex(tmp_path / "index")
    assert not index.complete
    assert search(index, "entry", EVERYONE, NOON).total == 0
    service.drain(database, index, SOURCES)
    assert service.verify(database, index, SOURCES) == []
    assert search(index, "entry", EVERYONE, NOON).total == 40


def test_damage_met_while_searching_is_mended_by_the_next_drain(database: Database, tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    with database.writing() as session:
        change(session, "aaa-std-01")
    service.drain(database, index, SOURCES)
    for path in index.folder.glob("*.*"):
        path.unlink()
    assert search(index, "entry", EVERYONE, NOON).total == 0
    service.drain(database, index, SOURCES)
    assert search(index, "entry", EVERYONE, NOON).total == 1


def test_an_index_of_another_layout_is_built_anew(database: Database, tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    service.drain(database, index, SOURCES)
    (index.folder / "complete").write_text("0")
    assert not SearchIndex(tmp_path / "index").complete


def test_leftovers_of_killed_writers_are_removed(index: SearchIndex) -> None:
    for name in ("_MAIN_7.toc.1790000000.1", "MAIN_abcdefghijkl.trm"):
        (index.folder / name).write_bytes(b"half")
    with index.writing() as writing:
        writing.apply([small_entry("AAA-STD-01", "Title")])
    names = {path.name for path in index.folder.iterdir()}
    assert len(names - {"writing.lock", "MAIN_WRITELOCK"}) == 2
