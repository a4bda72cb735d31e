"""Requests of one process take turns, and a slow one holds up nobody for long."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from portal.web.turns import Turns


def asked(turns: Turns, path: str) -> list[bytes]:
    """What is answered at this path."""
    return list(turns({"PATH_INFO": path}, None))


def test_quick_requests_are_answered_one_after_the_other() -> None:
    inside, most = 0, 0

    def answer(_environ: dict[str, Any], _start: Any) -> list[bytes]:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.002)
        inside -= 1
        return [b"done"]

    turns = Turns(answer, patience=30)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: asked(turns, "/"), range(40)))
    assert (answers, most) == ([[b"done"]] * 40, 1)


def test_a_slow_request_holds_up_nobody_for_longer_than_the_patience() -> None:
    begun, let_go = Event(), Event()

    def answer(environ: dict[str, Any], _start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            begun.set()
            assert let_go.wait(30)
        return [environ["PATH_INFO"].encode()]

    turns = Turns(answer, patience=0.05)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(asked, turns, "/slow")
        assert begun.wait(30)
        assert [asked(turns, "/a"), asked(turns, "/b")] == [[b"/a"], [b"/b"]]
        assert not slow.done()
        let_go.set()
        assert slow.result(30) == [b"/slow"]


def test_after_a_slow_request_the_others_need_no_patience() -> None:
    begun, let_go = Event(), Event()

    def answer(environ: dict[str, Any], _start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            begun.set()
            assert let_go.wait(30)
        return []

    turns = Turns(answer, patience=1)
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asked, turns, "/slow")
        assert begun.wait(30)
        asked(turns, "/waits")
        before = time.monotonic()
        for _ in range(20):
            asked(turns, "/goes-ahead")
        spent = time.monotonic() - before
        let_go.set()
    assert spent < 1


def test_an_error_gives_the_turn_to_the_next() -> None:
    def answer(environ: dict[str, Any], _start: Any) -> list[bytes]:
        return [b"%d" % (1 // len(environ["PATH_INFO"]))]

    turns = Turns(answer, patience=30)
    try:
        asked(turns, "")
    except ZeroDivisionError:
        assert asked(turns, "/") == [b"1"]
    else:
        raise AssertionError("nothing was raised")
