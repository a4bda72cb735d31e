"""Background work by huey: chores on a rhythm. Each chore looks at rows, may run twice, and loses nothing when it does not run."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.config import Config
from portal.db import Database


@dataclass(frozen=True)
class Chore:
    """Work done every `minutes` (a divisor of 60): `run(database, config)` returns how many rows it did."""

    name: str
    minutes: int
    run: Callable[[Database, Config], int]


def queue(config: Config) -> Any:
    """The queue of this instance: a file of its own, or in Redis, where the machines that share one database share one queue."""
    from huey import RedisHuey, SqliteHuey

    if config.redis_url:
        instance = hashlib.blake2b(config.database_url.encode(), digest_size=8).hexdigest()
        return RedisHuey(f"portal-{instance}", url=config.redis_url)
    return SqliteHuey("portal", filename=str(config.home / "jobs.db"))


def planned(config: Config, database: Database, chores: Sequence[Chore]) -> Any:
    """The queue with every chore on its rhythm."""
    from huey import crontab

    work = queue(config)
    for chore in chores:
        work.periodic_task(crontab(minute=f"*/{chore.minutes}"), name=chore.name)(_logged(chore, database, config))
    return work


def work_forever(config: Config, database: Database, chores: Sequence[Chore]) -> None:
    """Do every chore now, for what a killed process left undone, then each on its rhythm until the process is told to stop.

    A chore that has begun is given a moment to end.
    """
    for chore in chores:
        _logged(chore, database, config)()
    consumer = {
        "workers": 1,
        "periodic": True,
        "max_delay": 0.5,
        "check_worker_health": True,
        "graceful_signal": "TERM",
        "shutdown_timeout": 8,
    }
    planned(config, database, chores).create_consumer(**consumer).run()


def _logged(chore: Chore, database: Database, config: Config) -> Callable[[], None]:
    log = logging.getLogger("portal")

    def run() -> None:
        try:
            rows = chore.run(database, config)
        except Exception:
            log.exception("a chore failed and comes round again", extra={"queue": chore.name})
            return
        if rows:
            log.info("chore", extra={"queue": chore.name, "rows": rows})

    run.__name__ = chore.name
    return run
