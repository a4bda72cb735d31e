"""The two probes: the process answers, and its database does."""

from dataclasses import replace

import pytest
from flask import Flask

from portal.config import Config
from portal.db import Database
from tests.client import CheckedClient


def test_the_probes_say_yes(app: Flask) -> None:
    browser = app.test_client()
    assert [(answer.status_code, answer.get_data(as_text=True)) for answer in (browser.get("/healthz"), browser.get("/readyz"))] == [
        (200, "ok\n"),
        (200, "ready\n"),
    ]


@pytest.mark.parametrize("url", ["sqlite:////no/such/folder/portal.db", "postgresql+psycopg://postgres@127.0.0.1:1/none"])
@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_a_portal_without_its_database_lives_and_is_not_ready(app: Flask, config: Config, url: str) -> None:
    app.extensions["portal.database"] = Database(replace(config, database_url=url).database_url)
    browser = app.test_client()
    assert isinstance(browser, CheckedClient)
    browser.may_fail = True
    assert browser.get("/healthz").status_code == 200
    answer = browser.get("/readyz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (503, "the database does not answer\n")
