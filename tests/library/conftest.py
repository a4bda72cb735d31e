"""What the tests of the library's pages are given."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from portal.config import Config
from portal.db import Database
from tests.library.shelf import NOON, shelve

Enter = Callable[[str], FlaskClient]
Publish = Callable[..., None]


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """All of this happens on one Monday, unless the clock is moved."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path, noon: time_machine.Traveller) -> None:
    """Everything of the shelf is published."""
    with database.writing() as session:
        shelve(session, config, tmp_path)


@pytest.fixture
def publish(database: Database, config: Config, tmp_path: Path, shelf: None) -> Publish:
    """Publish more documents after the shelf: `publish(document(...), at=NOON)`."""
    folders = count()

    def put(*documents: tuple[str, str], at: datetime = NOON) -> None:
        with database.writing() as session:
            shelve(session, config, tmp_path / f"more-{next(folders)}", *documents, at=at)

    return put
