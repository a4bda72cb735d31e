"""`portal run`: the site and its background work in one."""

import multiprocessing
import socket

import click

from portal.cli.here import here
from portal.cli.processes import Kept, do_chores
from portal.errors import Refused
from portal.web import logs


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer requests.")
def command(host: str, port: int, workers: int) -> None:
    """Serve the portal and do its background work, until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    place = here()
    place.database.dispose()
    logs.set_up(place.config.log_level)
    _free(host, port)
    click.echo(f"{place.config.name} on http://{host}:{port} (instance {place.config.home})", err=True)
    multiprocessing.set_start_method("spawn", force=True)
    chores = Kept("portal-chores", do_chores)
    chores.start()
    try:
        Granian("portal.cli.processes:site", address=host, port=port, workers=workers, interface=Interfaces.WSGI, factory=True,
                blocking_threads=8, respawn_failed_workers=True, workers_kill_timeout=20, log_level=LogLevels.error).serve()  # fmt: skip
    finally:
        chores.stop()


def _free(host: str, port: int) -> None:
    """Refuse an address that cannot be served at, in one sentence."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(address)
    except OSError as problem:
        raise Refused(f"cannot serve on {host}:{port}: {problem.strerror}. Another --port or --host may be free.") from None
