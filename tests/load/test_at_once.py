"""Two server processes, two publishers, and people who read, acknowledge and search, all at once. At the end everything adds up."""

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.config import Config
from portal.db import Database
from portal.people import service as people
from portal.reactions import SOURCES
from portal.search import service as search
from portal.search.index import SearchIndex
from tests.cast import ENROLLED, SINCE, make_positions
from tests.commands import TOP, environment, serving, until
from tests.load.publisher import one, publish
from tests.load.visitor import Visitor

AREAS = ("RSK", "PLM")
DOCUMENTS = 3
READERS = 24
PASSWORD = "a-password-for-many"
FOUND_WITHIN = 10


@dataclass
class Record:
    """What was answered to the clients: acknowledged `(email, code, major)`, refused, published lines, searches that found and how late."""

    acknowledged: list[tuple[str, str, int]] = field(default_factory=list)
    refused: int = 0
    published: list[dict[str, str]] = field(default_factory=list)
    found: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def peopled(config: Config, database: Database, tmp_path: Path) -> Database:
    """Readers who must read, and the first version of every document."""
    known = people.hash_password(PASSWORD, "cheap")
    with database.writing() as session:
        make_positions(session)
        for number in range(READERS):
            key = people.enrol(session, email=email(number), name=f"Reader {number}", at=ENROLLED, password_hash=known, state="active")
            people.take_position(session, key, "TEM", since=SINCE, actor_id=None, at=ENROLLED)
    for area in AREAS:
        for place in range(DOCUMENTS):
            publish(database, config, tmp_path / area / str(place), one(area, place + 1, 0, f"q{area.lower()}{place}x0"))
    return database


def email(number: int) -> str:
    """The address of a reader."""
    return f"reader{number}@example.org"


@contextmanager
def publisher(config: Config, folder: Path, area: str, record: Record) -> Iterator[None]:
    """A publishing process; what it says goes into the record. Told to stop at the end, it must have gone well."""
    command = [sys.executable, "-m", "tests.load.publisher", str(folder), area, str(DOCUMENTS)]
    process = subprocess.Popen(command, env=environment(config), cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    lines = process.stdout
    listener = threading.Thread(target=lambda: record.published.extend(json.loads(line) for line in lines))
    listener.start()
    try:
        yield
    finally:
        process.stdin.close()
        assert process.wait(60) == 0
        listener.join()
        lines.close()


def acknowledging(url: str, numbers: range, record: Record) -> None:
    """Some readers, each in a browser of their own, open documents and acknowledge what they owe."""
    chance = random.Random(numbers.start)  # noqa: S311
    with ExitStack() as open_:
        visitors = {number: open_.enter_context(signed_in(url, number)) for number in numbers}
        while not record.over.is_set():
            number, code = chance.choice(numbers), f"{chance.choice(AREAS)}-STD-{chance.randint(1, DOCUMENTS):02}"
            done = visitors[number].acknowledge(code)
            if done and done[0] == 303:
                record.acknowledged.append((email(number), code, int(done[1].partition(".")[0])))
            elif done:
                assert done[0] == 409, done
                record.refused += 1


def searching(url: str, record: Record) -> None:
    """A reader looks for what was published last until it is found: another process may have written the index a moment ago."""
    looked_for: dict[str, str] | None = None
    with signed_in(url, 0) as visitor:
        while not record.over.is_set():
            newest = record.published[-1] if record.published else None
            if newest is None or newest is looked_for:
                assert visitor.ask("GET", "/search?q=duties").status == 200
                continue
            looked_for, began = newest, time.monotonic()
            while not _finds(visitor, newest) and newest is _newest_of(record, newest["code"]):
                assert time.monotonic() - began < FOUND_WITHIN, f"{newest} is not found"
            record.found.append(time.monotonic() - began)


@contextmanager
def signed_in(url: str, number: int) -> Iterator[Visitor]:
    """A reader's browser."""
    with Visitor(url) as visitor:
        visitor.sign_in(email(number), PASSWORD)
        yield visitor


def _finds(visitor: Visitor, wanted: dict[str, str]) -> bool:
    return f'href="/library/{wanted["code"].lower()}' in visitor.ask("GET", f"/search?q={wanted['word']}").text


def _newest_of(record: Record, code: str) -> dict[str, str]:
    return next(line for line in reversed(record.published) if line["code"] == code)


def test_nothing_is_lost_when_all_happens_at_once(config: Config, peopled: Database, tmp_path: Path, soak_seconds: int) -> None:
    record = Record()
    with ExitStack() as running:
        served = running.enter_context(serving(environment(config, log_level="error"), "--workers", "2"))
        pool = running.enter_context(ThreadPoolExecutor(6))
        quarter = READERS // 4
        clients = [pool.submit(acknowledging, served.url, range(n * quarter, (n + 1) * quarter), record) for n in range(4)]
        clients += [pool.submit(searching, served.url, record) for _ in range(2)]
        with ExitStack() as publishing:
            for area in AREAS:
                publishing.enter_context(publisher(config, tmp_path / area, area, record))
            until(lambda: len({line["code"][:3] for line in record.published}) == len(AREAS))
            end = time.monotonic() + soak_seconds
            while time.monotonic() < end and not any(client.done() for client in clients):
                time.sleep(0.1)
        record.over.set()
        for client in clients:
            client.result()
        everything_published_is_found(served.url, record)
    everything_adds_up(peopled, record)
    assert search.verify(peopled, SearchIndex(config.home / "index"), SOURCES) == []


def everything_published_is_found(url: str, record: Record) -> None:
    """After the last commit both server processes find the last text of every document, and its words alone."""
    last = {line["code"]: line for line in record.published}
    with signed_in(url, 1) as visitor:
        for line in last.values():
            for _ in range(4):
                assert _finds(visitor, line), line
    assert len(record.published) > len(last)
    assert record.found


def everything_adds_up(database: Database, record: Record) -> None:
    """Rows are what the clients were told, and the journal tells of each once."""
    with database.reading() as session:
        rows = session.execute(text(
            "SELECT p.email, d.code, a.major FROM acknowledgement a JOIN person p ON p.id = a.person_id JOIN document d ON d.id = a.document_id"
        )).all()  # fmt: skip
        told = {row.action: row.times for row in session.execute(text("SELECT action, count(*) AS times FROM journal_row GROUP BY action"))}
        revisions = session.execute(text("SELECT count(*) FROM revision")).scalar()
    assert sorted(map(tuple, rows)) == sorted(set(record.acknowledged))
    assert len(rows) > READERS
    assert told["document acknowledged"] == len(rows)
    first = len(AREAS) * DOCUMENTS
    assert len({(line["code"], line["version"]) for line in record.published}) == len(record.published)
    assert told["revision published"] == revisions == len(record.published)
    assert first <= revisions
