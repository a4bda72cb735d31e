"""Running the `portal` command and small programs as processes of their own."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from portal.config import Config

PATIENCE = 100
TOP = Path(__file__).parent.parent


def environment(config: Config | None = None, **more: str) -> dict[str, str]:
    """The environment of a process that works on this instance, and on nothing of the machine's own settings."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    if config is not None:
        plain |= {"PORTAL_HOME": str(config.home), "PORTAL_DATABASE_URL": config.database_url, "PORTAL_PASSWORD_COST": "cheap"}
    return plain | {f"PORTAL_{name.upper()}": value for name, value in more.items()}


def portal(*arguments: str, env: Mapping[str, str], folder: Path = TOP) -> subprocess.CompletedProcess[str]:
    """Run `portal` with these arguments to its end."""
    return subprocess.run(
        [sys.executable, "-m", "portal", *arguments],
        env=dict(env),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def program(text: str, env: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Begin a Python program given as text."""
    command = [sys.executable, "-c", text, *arguments]
    return subprocess.Popen(command, env=dict(env), cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process: subprocess.Popen[str]) -> str:
    """What a program printed; AssertionError with its complaint when it failed."""
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    return out


def free_port() -> int:
    """A port nobody listens at just now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        number: int = door.getsockname()[1]
        return number


@contextmanager
def serving(env: Mapping[str, str], *arguments: str, command: tuple[str, ...] = ("-m", "portal"), folder: Path = TOP) -> Iterator["Served"]:
    """`portal run` on a free port, answering; told to stop at the end. What it says goes into a file: nothing holds it up, however much it is."""
    port = free_port()
    with tempfile.TemporaryFile("a+", encoding="utf8") as output:
        process = subprocess.Popen(
            [sys.executable, *command, "run", "--port", str(port), *arguments],
            env=dict(env), cwd=folder, stdout=output, stderr=output,
        )  # fmt: skip
        served = Served(process, f"http://127.0.0.1:{port}", output)
        try:
            until(lambda: served.answers() or process.poll() is not None)
            assert process.poll() is None, served.said()
            yield served
        finally:
            process.terminate()
            process.wait(PATIENCE)


class Served:
    """A portal that runs as a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], url: str, output: TextIO) -> None:
        self.process, self.url, self.output = process, url, output

    def said(self) -> str:
        """All it has said so far, and its processes with it."""
        self.output.seek(0)
        return self.output.read()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of the answer."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def answers(self) -> bool:
        """True when it serves."""
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def children(self) -> list[int]:
        """The processes it has started and that still live."""
        return [pid for pid in everybody() if parent_of(pid) == self.process.pid]


def everybody() -> list[int]:
    """All processes of this machine."""
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def parent_of(pid: int) -> int:
    """Who started a process; 0 when it is gone or only waits to be buried."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return 0
    return 0 if state == "Z" else int(parent)


def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until something is true; AssertionError when it does not become so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
