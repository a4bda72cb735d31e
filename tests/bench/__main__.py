"""`make bench`: pages of the portal against Flask's hello, in one run, on one server with one set of settings.

The document page and search are asked for by somebody who has signed in. Ratios are to hello at the same number of connections.
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
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from portal import config as settings
from portal import instance
from portal.config import Config
from portal.people import service as people
from tests.bench.generator import Measured, measure, request
from tests.bench.pages import write_pages
from tests.commands import TOP, environment, free_port, until
from tests.load.visitor import Visitor

WORDS = re.compile(r"[a-z]{4,}")
PASSWORD = "somebody-who-reads-a-lot"
AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
COLUMNS = "{:<34}{:>14}{:>8}{:>14}{:>8}{:>10}"


@contextmanager
def served(target: str, env: dict[str, str], workers: int) -> Iterator[int]:
    """An application under the portal's server; the port it answers at."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.serve", target, str(port), str(workers)], env=env, cwd=TOP)
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


def both(port: int, requests: Sequence[bytes], seconds: float, status: int = 200) -> tuple[Measured, Measured]:
    """At one connection and at eight."""
    one, eight = (measure(port, requests, connections=number, seconds=seconds, status=status) for number in (1, 8))
    return one, eight


def of_the_portal(config: Config, workers: int, seconds: float) -> dict[str, tuple[Measured, Measured]]:
    """The document page, its 304 and the search page, as a reader who has signed in gets them."""
    root = config.home / "root"
    code = sorted((root / "methodology").glob("*.md"))[7].name[:12].lower()
    with served("portal.app:serve", environment(config, log_level="error"), workers) as port:
        with Visitor(f"http://127.0.0.1:{port}") as visitor:
            visitor.sign_in("reader@example.org", PASSWORD)
            page = visitor.ask("GET", f"/library/{code}")
            cookie = {"Cookie": "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())}
        assert page.status == 200, page.text
        document = request(f"/library/{code}", cookie)
        known = request(f"/library/{code}", {**cookie, "If-None-Match": page.headers["ETag"]})
        search = [request(f"/search?q={words}", cookie) for words in questions(root)]
        return {
            "document page": both(port, [document], seconds),
            "document page, 304": both(port, [known], seconds, 304),
            "search page": both(port, search, seconds),
        }


def row(name: str, measured: tuple[Measured, Measured], hello: tuple[Measured, Measured]) -> str:
    """One line of the table."""
    shares = [of.rate / against.rate for of, against in zip(measured, hello, strict=True)]
    rates = [f"{of.rate:,.0f}/s {of.p50:.1f}" for of in measured]
    busiest = max(of.busy for of in measured)
    return COLUMNS.format(name, rates[0], f"{shares[0]:.2f}", rates[1], f"{shares[1]:.2f}", f"{busiest:.0%}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[100, 3000, 5000])
    parser.add_argument("--kilobytes", type=float, default=9.0)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    click.echo(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {given.workers} server process, SQLite; rates with the median in ms"
    )
    with tempfile.TemporaryDirectory() as folder:
        instances = {number: made(Path(folder) / str(number), number, given.kilobytes) for number in given.documents}
        click.echo(COLUMNS.format("", "1 connection", "ratio", "8 connections", "ratio", "generator"))
        with served("tests.bench.hello:factory", environment(), given.workers) as port:
            hello = both(port, [request("/", {})], given.seconds)
        click.echo(row("Flask hello", hello, hello))
        for number, config in instances.items():
            for name, measured in of_the_portal(config, given.workers, given.seconds).items():
                click.echo(row(f"{name}, {number} documents", measured, hello))
    click.echo("Aims: document page 0.20 and its 304 0.30 of hello at eight connections; search p50 under 30 ms on 3,000 pages at one.")
    click.echo("The generator is no limit while its share stays well under 100 %: it is one process and has a core of its own.")


if __name__ == "__main__":
    main()
