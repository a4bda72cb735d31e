"""The signed cookie: what Flask accepts and refuses, remembered or not."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask, flash, session
from flask.testing import FlaskClient

from portal.web.cookies import CookieSessions

START = 1_770_000_000
TWO_WEEKS = 14 * 24 * 3600


@pytest.fixture
def browser() -> Iterator[FlaskClient]:
    """A browser of an application that shows and changes what its cookie says."""
    app = Flask("cookies")
    app.secret_key = "one"
    app.config["PERMANENT_SESSION_LIFETIME"] = TWO_WEEKS
    app.session_interface = CookieSessions()

    @app.get("/")
    def show() -> dict[str, object]:
        return dict(session)

    @app.get("/set/<string:value>")
    def change(value: str) -> str:
        session["said"] = value
        return value

    @app.get("/flash")
    def once() -> str:
        flash("once")
        return ""

    with time_machine.travel(START, tick=False):
        yield app.test_client()


def test_what_was_put_into_the_cookie_comes_back_every_time(browser: FlaskClient) -> None:
    browser.get("/set/first")
    assert [browser.get("/").json for _ in range(3)] == [{"said": "first"}] * 3
    browser.get("/set/second")
    assert browser.get("/").json == {"said": "second"}


@pytest.mark.parametrize("remembered", [False, True])
def test_a_cookie_that_is_too_old_or_from_the_future_says_nothing(browser: FlaskClient, remembered: bool) -> None:
    browser.get("/set/first")
    if remembered:
        browser.get("/")
    for moment, said in ((START + TWO_WEEKS, {"said": "first"}), (START + TWO_WEEKS + 1, {}), (START - 1, {})):
        with time_machine.travel(moment, tick=False):
            assert browser.get("/").json == said


def test_a_forged_cookie_says_nothing(browser: FlaskClient) -> None:
    browser.get("/set/first")
    browser.get("/")
    genuine = browser.get_cookie("session")
    assert genuine is not None
    for forged in (genuine.value[:-1], genuine.value + "A", "." + genuine.value, "x", genuine.value.replace(".", "..", 1)):
        browser.set_cookie("session", forged)
        assert browser.get("/").json == {}
    browser.set_cookie("session", genuine.value)
    assert browser.get("/").json == {"said": "first"}


def test_with_another_key_what_was_genuine_is_so_no_more(browser: FlaskClient) -> None:
    browser.get("/set/first")
    browser.get("/")
    browser.application.secret_key = "another"
    assert browser.get("/").json == {}


def test_what_one_request_adds_to_a_list_is_not_remembered_for_the_cookie_before(browser: FlaskClient) -> None:
    browser.get("/flash")
    before = browser.get_cookie("session")
    assert before is not None
    for _ in range(2):
        browser.set_cookie("session", before.value)
        browser.get("/flash")
        assert len(browser.get("/").json["_flashes"]) == 2  # type: ignore[index]
