"""The processes of `portal run`: those that answer, and the one that does the chores. None outlives the command, even one that is killed."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any

PATIENCE = 10


class Kept:
    """A process that is started again whenever it ends unasked."""

    def __init__(self, name: str, target: Callable[[], None]) -> None:
        self._name, self._target = name, target
        self._child: BaseProcess | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End it: asked first, killed when it does not listen."""
        with self._lock:
            self._stopping.set()
            if self._child is not None:
                self._child.terminate()
        self._thread.join(PATIENCE)
        if self._thread.is_alive() and self._child is not None:
            self._child.kill()
            self._thread.join(PATIENCE)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            with self._lock:
                if self._stopping.is_set():
                    return
                self._child = multiprocessing.get_context("spawn").Process(target=self._target, name=self._name)
                self._child.start()
            self._child.join()
            if not self._stopping.wait(1):
                logging.getLogger("portal").error("%s ended with %s and is started again", self._name, self._child.exitcode)


def site() -> Any:
    """The application, for one of the server's processes."""
    end_with_parent()
    from portal.app import serve

    return serve()


def do_chores() -> None:
    """The chores, until told to stop. By the one who began them: a Ctrl-C in the terminal is meant for that one, who stops all in order."""
    os.setsid()
    end_with_parent()
    from portal import config, instance, reactions
    from portal.jobs.work import work_forever
    from portal.web import logs

    settings = config.load()
    logs.set_up(settings.log_level)
    database = instance.opened(settings)
    reactions.install(settings, database)
    work_forever(settings, database, reactions.CHORES)


def end_with_parent() -> None:
    """Tell this process to stop when the one that started it is gone, however it went."""
    parent = multiprocessing.parent_process()

    def wait() -> None:
        if parent is not None:
            connection.wait([parent.sentinel])
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()
