"""`portal run`: serves, does its chores, stops when told, and leaves no process behind however it ends."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import clock, instance
from portal.config import Config
from portal.jobs import service as jobs
from tests.commands import Served, environment, parent_of, portal, serving, until
from tests.conftest import settings

CHATTY = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Yes(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

sys.stderr.write("x" * 1_000_000)
HTTPServer(("127.0.0.1", int(sys.argv[3])), Yes).serve_forever()
"""
"""A program that fills any pipe before it answers."""


@pytest.fixture
def config(tmp_path: Path, sqlite_template: Path) -> Config:
    """The settings of a migrated instance."""
    shutil.copy2(sqlite_template, tmp_path / "portal.db")
    return settings(tmp_path)


@pytest.fixture
def served(config: Config) -> Iterator[Served]:
    """That instance, served."""
    with serving(environment(config)) as served:
        yield served


def living(pids: list[int]) -> list[int]:
    return [pid for pid in pids if parent_of(pid)]


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def test_an_empty_folder_becomes_a_portal_that_answers_by_two_processes(tmp_path: Path) -> None:
    home = tmp_path / "instance"
    with serving(environment(home=str(home)), "--workers", "2") as served:
        assert served.get("/readyz") == (200, "ready\n")
        status, text = served.get("/sign-in")
        started = served.children()
    assert status == 200
    assert "<h1>Sign in</h1>" in text
    assert (home / "portal.db").is_file()
    assert len(started) >= 3


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_everything_and_says_nothing_is_wrong(served: Served, sign: signal.Signals) -> None:
    started = served.children()
    assert len(started) >= 2
    served.process.send_signal(sign)
    assert served.process.wait(30) == 0
    until(lambda: living(started) == [], 10)
    assert "Traceback" not in served.said()
    assert "started again" not in served.said()


def test_a_ctrl_c_in_the_terminal_reaches_the_chores_through_their_parent_only(served: Served) -> None:
    groups = {os.getpgid(pid) for pid in served.children() if "spawn_main" in command_of(pid)}
    assert len(groups) == 2
    assert os.getpgid(served.process.pid) in groups


def test_killed_it_takes_its_processes_along(served: Served) -> None:
    started = served.children()
    served.process.kill()
    until(lambda: living(started) == [], 30)
    assert not served.answers()


def test_a_killed_process_is_started_again(served: Served) -> None:
    started = served.children()
    killed = [pid for pid in started if "spawn_main" in command_of(pid)]
    assert len(killed) == 2
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    until(lambda: living(killed) == [] and len(served.children()) == len(started))
    until(served.answers)
    assert served.process.poll() is None
    assert "started again" in served.said()


def test_the_chores_are_done_beside_the_site(config: Config) -> None:
    database = instance.opened(config)
    with database.writing() as session:
        jobs.write_mail(session, "anna@example.org", "Hello", "Hello", at=clock.now())
    database.dispose()
    with serving(environment(config)):
        until(lambda: any((config.home / "outbox").iterdir()))
    (mail,) = (config.home / "outbox").iterdir()
    assert "anna@example.org" in mail.read_text("utf8")


def test_each_request_is_one_line_of_json(config: Config) -> None:
    with serving(environment(config, log_level="info")) as served:
        served.get("/sign-in?next=/library")
        served.process.terminate()
        assert served.process.wait(60) == 0
        greeting, *lines = served.said().splitlines()
    assert greeting.startswith("Baseline on http://127.0.0.1:")
    (row,) = [row for row in map(json.loads, lines) if row.get("path") == "/sign-in"]
    assert row.keys() == {"at", "level", "event", "request_id", "method", "path", "status", "ms", "person"}


def test_an_address_in_use_is_refused_in_one_line(served: Served, config: Config) -> None:
    port = served.url.rpartition(":")[2]
    answer = portal("run", "--port", port, env=environment(config))
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"portal: cannot serve on 127.0.0.1:{port}: ")
    assert answer.stderr.count("\n") == 1


def test_a_program_that_says_much_while_it_serves_is_not_held_up() -> None:
    with serving(environment(), command=("-c", CHATTY)) as served:
        assert served.answers()
        assert len(served.said()) >= 1_000_000


def test_the_same_program_runs_as_a_module_and_as_a_command() -> None:
    command = [str(Path(sys.executable).with_name("portal")), "--version"]
    as_command = subprocess.run(command, capture_output=True, text=True, check=True, env=environment()).stdout
    assert as_command == portal("--version", env=environment()).stdout
    assert as_command.startswith("portal, version ")
