"""One demo for many looks at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal import instance
from portal.config import Config
from portal.db import Database
from tests.conftest import settings
from tests.demo.making import shared


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Config:
    """An instance with the demo of a fixed day, on SQLite. Whoever changes it takes a copy."""
    return shared(tmp_path_factory, sqlite_template)


@pytest.fixture
def demo(demo_made: Config) -> Iterator[Database]:
    """Its database, to look at."""
    database = instance.opened(demo_made)
    yield database
    database.dispose()


@pytest.fixture
def demo_copy(demo_made: Config, tmp_path: Path) -> Config:
    """A copy of the instance, to do things to."""
    return settings(shutil.copytree(demo_made.home, tmp_path / "copy"))
