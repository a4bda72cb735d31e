"""Log lines: one a request, as JSON, with the number that the answer shows; and no secret ever."""

import json
import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import clock
from portal.db import Database
from portal.people import service
from portal.web.logs import JsonLines
from tests.cast import email, password, sign_in, token
from tests.logged import Lines, logged

pytestmark = pytest.mark.parametrize("config", ["sqlite"], indirect=True)
Enter = Callable[[str], FlaskClient]


@pytest.fixture
def lines(app: Flask) -> Iterator[Lines]:
    """The log from now on, in full."""
    with logged() as lines:
        yield lines


def test_each_request_is_one_line_with_its_number_and_who_asked(lines: Lines, as_person: Enter, cast: dict[str, int]) -> None:
    anna = as_person("anna")
    lines.texts.clear()
    answer = anna.get("/my-settings?tab=mail")
    (line,) = lines.of("request")
    assert line.pop("ms") > 0
    assert str(line.pop("at")).endswith("+00:00")
    assert line == {
        "level": "info", "event": "request", "request_id": answer.headers["X-Request-Id"], "method": "GET",
        "path": "/my-settings", "status": 200, "person": cast["anna"],
    }  # fmt: skip


def test_a_proxys_number_is_kept_and_a_made_up_one_is_not(app: Flask, lines: Lines) -> None:
    browser = app.test_client()
    good, bad = "0123456789abcdef-1", 'x", "level": "none'
    answers = [browser.get("/healthz", headers={"X-Request-Id": given}) for given in (good, bad, "short", "x" * 41)]
    numbers = [answer.headers["X-Request-Id"] for answer in answers]
    assert numbers[0] == good
    assert all(len(number) == 16 and number.isalnum() for number in numbers[1:])
    assert [line["request_id"] for line in lines.of("request")] == numbers


def test_no_password_token_key_or_cookie_is_ever_logged(app: Flask, lines: Lines, cast: dict[str, int], database: Database) -> None:
    browser = app.test_client()
    with database.writing() as session:
        key = service.new_link(session, cast["gina"], actor_id=None, at=clock.now())
    page = browser.get("/sign-in")
    sign_in(browser, "anna")
    browser.post("/sign-in", data={"email": email("boris"), "password": "a-wrong-guess", **token(page)})
    app.test_client().get(f"/sign-in/link/{key}")
    browser.get(f"/my-settings?q={password('anna')}")
    whole = "\n".join(lines.texts)
    cookie = browser.get_cookie("session")
    assert cookie is not None
    secrets = {key, password("anna"), "a-wrong-guess", cookie.value, token(page)["csrf_token"], email("anna"), email("boris")}
    assert [secret for secret in secrets if secret in whole] == []
    assert "/sign-in/link/<string:key>" in whole


def test_a_line_is_one_line_whatever_is_in_it(app: Flask) -> None:
    record = logging.LogRecord("portal", logging.ERROR, "x.py", 1, "two\nlines %s", ("and\u2028more",), None)
    record.rows = {"a": object}
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["event"] == "two\nlines and\u2028more"
