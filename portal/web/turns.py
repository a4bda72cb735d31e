"""Requests take turns: threads of one process that compute at the same time take the interpreter from each other at each step of the database,

which costs a fifth of all answers. Threads are there for what is slow.
"""

from collections.abc import Iterable
from threading import Lock
from typing import Any

from flask import Flask

PATIENCE = 0.05


class Turns:
    """A WSGI application whose requests are answered one after the other. Who has waited for `patience` seconds goes ahead, and later ones queue

    behind that one: a slow answer, or one that waits for another process to write, holds up nobody for longer.
    """

    def __init__(self, application: Any, patience: float = PATIENCE) -> None:
        self._application, self._patience = application, patience
        self._turn = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The answer, when it is this request's turn."""
        turn = self._turn
        if not turn.acquire(timeout=self._patience):
            turn = Lock()
            turn.acquire()
            self._turn = turn
        try:
            answer: Iterable[bytes] = self._application(environ, start_response)
            return answer
        finally:
            turn.release()


def install(app: Flask) -> None:
    """Have the requests of an application take turns."""
    app.wsgi_app = Turns(app.wsgi_app)  # type: ignore[method-assign]
