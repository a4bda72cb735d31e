"""What the tests of languages are given: an application that speaks the double, on Greek data."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from portal import translations
from portal.config import Config
from portal.db import Database
from tests.conftest import settings
from tests.languages import doubles, greek


@pytest.fixture(scope="session")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the double's catalogue."""
    return doubles.make(tmp_path_factory.mktemp("translations"))


@pytest.fixture
def config(sqlite_template: Path, tmp_path: Path, catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """An instance whose language is the double's. The words of a page do not depend on the database: one kind is enough."""
    shutil.copy2(sqlite_template, tmp_path / "portal.db")
    monkeypatch.setattr(translations, "FOLDER", catalogues)
    return settings(tmp_path, language=doubles.LANGUAGE)


@pytest.fixture
def cast(database: Database, config: Config) -> dict[str, int]:
    """The standing cast with Greek names, among Greek documents."""
    with database.writing() as session:
        return greek.fill(session, config)


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is eleven o'clock on 2 March 2026."""
    with time_machine.travel(greek.NOW, tick=False):
        yield
