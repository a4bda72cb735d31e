"""The load generator counts whole answers of the right status, and nothing else."""

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from tests.bench.generator import Measured, measure, request

BODY = b"x" * 300_000


class _Counting(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    counted: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """A long answer, or none for who says to have it."""
        known = "If-None-Match" in self.headers
        self.counted.append(self.path)
        self.send_response(304 if known else 200)
        self.send_header("Content-Length", "0" if known else str(len(BODY)))
        self.end_headers()
        self.wfile.write(b"" if known else BODY)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's own name
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """A server that answers with much, and remembers what it was asked."""
    _Counting.counted = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Counting)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("connections", [1, 3])
def test_every_answer_is_counted_once_and_requests_take_turns(port: int, connections: int) -> None:
    found = Measured()
    measure(found, port, [request("/a", {}), request("/b", {})], connections=connections, seconds=0.3)
    assert 0 < len(found.times) <= len(_Counting.counted)
    assert abs(_Counting.counted.count("/a") - _Counting.counted.count("/b")) <= 2  # warming up and measuring each begin with the first
    assert found.rate == len(found.times) / found.wall
    assert min(found.times) * 1000 <= found.p50 <= max(found.times) * 1000
    assert 0 <= found.busy <= (os.cpu_count() or 1) + 0.5


def test_an_answer_without_a_body_is_one_too(port: int) -> None:
    found = Measured()
    measure(found, port, [request("/a", {"If-None-Match": '"1"'})], connections=2, seconds=0.2, status=304)
    assert found.times


def test_another_status_than_the_one_expected_is_an_error(port: int) -> None:
    with pytest.raises(AssertionError, match="expected b'304'"):
        measure(Measured(), port, [request("/a", {})], connections=1, seconds=0.2, status=304)
