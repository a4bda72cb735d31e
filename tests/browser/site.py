"""The demo on a server in a process of its own, on a port nobody chose, on the morning of its day.

`python -m tests.browser.site` serves the instance of the environment and prints the port.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import time_machine
from werkzeug.serving import WSGIRequestHandler, make_server

from portal import config as settings
from portal.app import create_app
from portal.config import Config
from tests.commands import TOP, environment
from tests.demo.making import DAY

MORNING = datetime.fromisoformat(f"{DAY}T09:00:00+00:00")


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  werkzeug's own name
        """Say nothing."""


@contextmanager
def open_site(config: Config) -> Iterator[str]:
    """Serve the instance; the address."""
    command = [sys.executable, "-m", "tests.browser.site"]
    with subprocess.Popen(command, env=environment(config, log_level="error"), cwd=TOP, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def serve() -> None:
    """Serve until told to stop. The clock of this process runs on from the morning of the demo's day."""
    with time_machine.travel(MORNING, tick=True):
        server = make_server("127.0.0.1", 0, create_app(settings.load()), threaded=True, request_handler=_Quiet)
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    serve()
