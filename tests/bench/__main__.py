"""`make bench`: pages of the portal against Flask's hello, in one run, on one server with one set of settings.

The document page and search are asked for by somebody who has signed in. All servers run all the time and are asked in turns, a second each, so
that whatever else the machine does meets all alike. Ratios are to hello at the same number of connections.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click

from portal import config as settings
from portal import instance
from portal.config import Config
from portal.people import service as people
from tests.bench.generator import Measured, measure, request
from tests.bench.pages import write_pages
from tests.bench.publishing import measure_writing
from tests.commands import TOP, environment, free_port, until
from tests.load.visitor import Visitor

WORDS = re.compile(r"[a-z]{4,}")
PASSWORD = "somebody-who-reads-a-lot"
AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
CONNECTIONS = (1, 8)
COLUMNS = "{:<34}{:>14}{:>8}{:>14}{:>8}{:>10}"


@contextmanager
def served(target: str, env: dict[str, str]) -> Iterator[int]:
    """An application under the portal's server; the port it answers at."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.serve", target, str(port)], env=env, cwd=TOP)
    try:
        until(lambda: _answers(port))
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    try:
        with Visitor(f"http://127.0.0.1:{port}") as visitor:
            visitor.ask("GET", "/")
    except OSError:
        return False
    return True


def made(home: Path, documents: int, kilobytes: float) -> Config:
    """An instance with one reader and so many documents of real size, published as the command does; says how long that took."""
    config = settings.load({"PORTAL_HOME": str(home), "PORTAL_PASSWORD_COST": "cheap"})
    database = instance.opened(config)
    known = people.hash_password(PASSWORD, "cheap")
    with database.writing() as session:
        people.enrol(session, email="reader@example.org", name="Reader", at=AT, password_hash=known, state="active")
    database.dispose()
    root = write_pages(home / "root", documents, kilobytes)
    began = time.perf_counter()
    command = [sys.executable, "-m", "portal", "content", "publish", "--root", str(root)]
    subprocess.run(command, env=environment(config), cwd=TOP, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    click.echo(f"{documents} documents published and searchable in {time.perf_counter() - began:.1f} s")
    return config


def questions(root: Path, number: int = 200) -> list[str]:
    """What people type: one to three words that stand beside each other in some page."""
    chance = random.Random(5)  # noqa: S311  the same questions each time
    files = sorted((root / "methodology").glob("*.md"))
    found = []
    while len(found) < number:
        words = WORDS.findall(chance.choice(files).read_text("utf8").split("---", 2)[2])
        start = chance.randrange(max(1, len(words) - 3))
        found.append("+".join(words[start : start + chance.randint(1, 3)]))
    return found


@dataclass(frozen=True)
class Asked:
    """One thing measured: its name, where it is answered, the requests sent in turn, the status they get; what came of it by connections."""

    name: str
    port: int
    requests: Sequence[bytes]
    status: int = 200
    measured: dict[int, Measured] = field(default_factory=lambda: {number: Measured() for number in CONNECTIONS})


def of_the_portal(port: int, root: Path, documents: int) -> tuple[Asked, ...]:
    """The document page, its 304, the register and the search page, as a reader who has signed in gets them."""
    code = sorted((root / "methodology").glob("*.md"))[7].name[:12].lower()
    with Visitor(f"http://127.0.0.1:{port}") as visitor:
        visitor.sign_in("reader@example.org", PASSWORD)
        page = visitor.ask("GET", f"/library/{code}")
        cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}
    assert page.status == 200, page.text
    known = request(f"/library/{code}", {**cookie, "If-None-Match": page.headers["ETag"]})
    return (
        Asked(f"document page, {documents} documents", port, [request(f"/library/{code}", cookie)]),
        Asked(f"its 304, {documents} documents", port, [known], 304),
        Asked(f"register, {documents} documents", port, [request("/register", cookie)]),
        Asked(f"search page, {documents} documents", port, [request(f"/search?q={words}", cookie) for words in questions(root)]),
    )


def row(asked: Asked, hello: Asked) -> str:
    """One line of the table."""
    cells = [asked.name]
    for number in CONNECTIONS:
        of, against = asked.measured[number], hello.measured[number]
        cells += [f"{of.rate:,.0f}/s {of.p50:.1f}", f"{of.rate / against.rate:.2f}"]
    return COLUMNS.format(*cells, f"{max(of.busy for of in asked.measured.values()):.0%}")


def measure_all(everything: Sequence[Asked], seconds: float) -> None:
    """Ask for each in turn, again and again."""
    for number in CONNECTIONS:
        for _ in range(max(1, round(seconds))):
            for asked in everything:
                measure(asked.measured[number], asked.port, asked.requests, connections=number, seconds=1, status=asked.status)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[100, 3000, 5000])
    parser.add_argument("--kilobytes", type=float, default=9.0)
    parser.add_argument("--seconds", type=float, default=6.0)
    given = parser.parse_args()
    click.echo(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; one server process each, 8 threads, SQLite; answers/s, median in ms"
    )
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        port = running.enter_context(served("tests.bench.hello:factory", environment()))
        hello, everything = Asked("Flask hello", port, [request("/", {})]), []
        for number in given.documents:
            config = made(Path(folder) / str(number), number, given.kilobytes)
            port = running.enter_context(served("portal.app:serve", environment(config, log_level="error")))
            everything += of_the_portal(port, config.home / "root", number)
        measure_all([hello, *everything], given.seconds)
        measure_writing(config, sorted(path.name[:12] for path in (config.home / "root" / "methodology").glob("*.md")))
    click.echo(COLUMNS.format("", "1 connection", "ratio", "8 connections", "ratio", "generator"))
    for asked in (hello, *everything):
        click.echo(row(asked, hello))
    click.echo("Aims: document page 0.20 and its 304 0.30 of hello at eight connections; search p50 under 30 ms on 3,000 documents at one.")
    click.echo("The generator (one process, plain sockets) limits nothing while its share stays well under 100 %.")


if __name__ == "__main__":
    main()
