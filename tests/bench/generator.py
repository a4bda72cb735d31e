"""A load generator small enough not to be what is measured: one process, plain sockets, requests written once, answers only counted.

It says what share of its time it computed; what it measures is the server as long as that is well under one.
"""

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Measured:
    """What was answered: the time of each answer in seconds, how long all that took, and how long the generator itself computed."""

    times: list[float] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.wall

    @property
    def p50(self) -> float:
        """The median time of an answer, in milliseconds."""
        return median(self.times) * 1000

    @property
    def busy(self) -> float:
        """What share of the time the generator computed."""
        return self.cpu / self.wall


class _Line:
    """One kept connection, its request under way and how many bytes of its answer are still to come."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self.head = b""
        self.missing = -1

    def ask(self, request: bytes) -> None:
        self.began, self.head, self.missing = time.perf_counter(), b"", -1
        self.socket.sendall(request)

    def answered(self, status: bytes) -> bool:
        """Take what has come; True when the answer is whole. Any other status than the one expected is an error."""
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        if self.missing < 0:
            self.head += chunk
            head, end, body = self.head.partition(b"\r\n\r\n")
            if not end:
                return False
            if head[9:12] != status:
                raise AssertionError(f"expected {status!r}, got {head[:200]!r}")
            self.missing = _length(head) - len(body)
        else:
            self.missing -= len(chunk)
        return self.missing <= 0


def _length(head: bytes) -> int:
    lower = head.lower()
    place = lower.find(b"content-length:")
    if place < 0:
        if b"\r\ntransfer-encoding" in lower:
            raise AssertionError("an answer of unknown length")
        return 0
    return int(lower[place + 15 :].split(b"\r\n", 1)[0])


def request(path: str, headers: dict[str, str]) -> bytes:
    """The bytes of a GET."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def measure(into: Measured, port: int, requests: Sequence[bytes], *, connections: int, seconds: float, status: int = 200) -> None:
    """Send the requests in turn over so many connections for so many seconds, after a fifth of it to warm up; add what was measured."""
    lines = [_Line(("127.0.0.1", port)) for _ in range(connections)]
    try:
        _run(lines, requests, seconds / 5, str(status).encode())
        cpu, began = time.process_time(), time.perf_counter()
        into.times += _run(lines, requests, seconds, str(status).encode())
        into.wall += time.perf_counter() - began
        into.cpu += time.process_time() - cpu
    finally:
        for line in lines:
            line.socket.close()


def _run(lines: list[_Line], requests: Sequence[bytes], seconds: float, status: bytes) -> list[float]:
    times: list[float] = []
    end, number, under_way = time.perf_counter() + seconds, 0, 0
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.ask(requests[number % len(requests)])
            number, under_way = number + 1, under_way + 1
        while under_way:
            for key, _ in selector.select(30):
                line = key.data
                if not line.answered(status):
                    continue
                now = time.perf_counter()
                times.append(now - line.began)
                if now < end:
                    line.ask(requests[number % len(requests)])
                    number += 1
                else:
                    under_way -= 1
    return times
