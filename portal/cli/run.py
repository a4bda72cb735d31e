"""`portal run`: the site and its background work in one."""

import multiprocessing

import click

from portal.cli.here import here


@click.command("run")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer requests.")
def command(host: str, port: int, workers: int) -> None:
    """Serve the portal and do its background work, until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces

    place = here()
    place.database.dispose()
    click.echo(f"Baseline on http://{host}:{port} (instance {place.config.home})", err=True)
    chores = multiprocessing.get_context("spawn").Process(target=_chores, name="portal-chores")
    chores.start()
    try:
        Granian("portal.app:serve", address=host, port=port, workers=workers, interface=Interfaces.WSGI, factory=True, blocking_threads=8,
                respawn_failed_workers=True, log_enabled=True, log_level="warning").serve()  # fmt: skip
    finally:
        chores.terminate()
        chores.join(10)


def _chores() -> None:
    from portal.jobs.work import work_forever
    from portal.reactions import CHORES

    place = here()
    work_forever(place.config, place.database, CHORES)
