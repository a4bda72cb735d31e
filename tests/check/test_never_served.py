"""`assessments/` holds answer keys and `content/` source files: no address serves a file of either, and no index entry holds one."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import instance
from portal.app import create_app
from portal.config import Config
from portal.db import Database
from portal.reactions import SOURCES
from portal.search import service as search
from tests.cast import make_cast, sign_in
from tests.client import CheckedClient
from tests.roots import document, publish_root, write_root

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
KEY = "kumquat-answers-seventeen"
PLANTED = ("assessments/CRS-05/items.yaml", "assessments/key.txt", "content/courses/CRS-05/course.yaml", "content/cases/planted.yaml")
SERVED = "img/control.txt"
PLACE = re.compile(r"<[^>]+>")
on_sqlite = pytest.mark.parametrize("config", ["sqlite"], indirect=True)
SHIPPED = Path(__file__).parents[2]


@pytest.fixture
def planted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the portal carries with it, and in it files that nobody may get to see."""
    carried = tmp_path / "carried"
    for folder in ("templates", "static", "content", "assessments"):
        shutil.copytree(SHIPPED / folder, carried / folder)
    for path in (*PLANTED, f"static/{SERVED}"):
        (carried / path).parent.mkdir(parents=True, exist_ok=True)
        (carried / path).write_text(f"answer: {KEY}\n", "utf8")
    monkeypatch.setattr(instance, "resources", lambda: carried)
    return carried


@pytest.fixture
def site(planted: Path, config: Config, database: Database) -> Flask:
    """The application with the planted files, the cast, and a small root published."""
    with database.writing() as session:
        make_cast(session)
    app = create_app(config, database)
    app.test_client_class = CheckedClient
    with database.writing() as session:
        root = write_root(planted / "own", document("RSK-STD-01", "Risk management"))
        publish_root(session, config, root, at=NOW)
    return app


def ways(app: Flask, name: str) -> Iterator[str]:
    """Addresses that might lead to a file: as a path of its own, and in the place of every text that a route takes."""
    rules = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and "<int:" not in rule.rule]
    for up in ("", "../", "../../../", "..%2f", "%2e%2e/%2e%2e/", "....//"):
        for value in (up + name, quote(up + name, safe="")):
            yield from (f"/{value}", f"/static/{value}", f"/assets/{value}")
            yield from (PLACE.sub(value, rule) for rule in rules if "<" in rule)


def text(browser: FlaskClient, address: str) -> str:
    """What an address answers, and the file it may have opened closed."""
    with browser.get(address) as answer:
        return answer.get_data(as_text=True)


@on_sqlite
@pytest.mark.parametrize("name", [None, "anna", "vera", "otto", "adam"])
def test_no_address_serves_a_file_of_assessments_or_content(site: Flask, name: str | None) -> None:
    browser = site.test_client()
    if name:
        sign_in(browser, name)
    for path in PLANTED:
        for address in ways(site, path):
            assert KEY not in text(browser, address), address


@on_sqlite
def test_a_file_that_is_served_would_be_noticed(site: Flask) -> None:
    assert any(KEY in text(site.test_client(), address) for address in ways(site, SERVED))


def test_no_entry_of_the_index_holds_an_answer_key(site: Flask, database: Database) -> None:
    index = site.extensions["portal.search"]
    search.rebuild(database, index, SOURCES)
    with database.reading() as session:
        entries = list(SOURCES.all_entries(session))
    assert any(entry.key.startswith("document:RSK-STD-01") for entry in entries)
    assert not [entry.key for entry in entries if KEY in repr(entry)]
