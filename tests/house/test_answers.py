"""The laws of every answer, tried on every address the application has: headers, the token, the way in."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.permissions import Permission
from portal.web.access import PUBLIC, permission_of
from portal.web.headers import HEADERS
from tests.client import is_page
from tests.house import routes

pytestmark = pytest.mark.parametrize("config", ["sqlite"], indirect=True)
Enter = Callable[[str], FlaskClient]
CONTROL = ("vera", "adam", "otto", "paul", "anna")
STALE = "This form was opened in another sign-in."


@pytest.fixture
def entered(as_person: Enter) -> dict[str, FlaskClient]:
    """Browsers of those who together may open everything."""
    return {name: as_person(name) for name in CONTROL}


def lacking(answer: object) -> list[str]:
    """Which of the security headers an answer has not."""
    given = answer.headers  # type: ignore[attr-defined]
    own_policy = "sandbox" in given.get("Content-Security-Policy", "")
    stricter = {"Content-Security-Policy"} if own_policy else set()
    stricter |= {"Referrer-Policy"} if given.get("Referrer-Policy") == "no-referrer" else set()
    return [name for name, value in HEADERS.items() if given.get(name) != value and name not in stricter]


def test_every_answer_carries_the_security_headers_whoever_asks(app: Flask, entered: dict[str, FlaskClient]) -> None:
    browsers = [app.test_client(), *entered.values()]
    addresses = [routes.address(rule) for rule in routes.rules(app)] + [
        "/no-such-page",
        "/assets/x/no-such-file.css",
        "/%00",
        "//evil.example",
    ]
    for browser in browsers:
        for address in addresses:
            for method in ("GET", "HEAD", "OPTIONS", "PATCH"):
                answer = browser.open(address, method=method)
                assert (address, method, lacking(answer)) == (address, method, [])
                assert answer.headers["X-Request-Id"]


def test_the_reader_of_headers_finds_one_that_is_missing(app: Flask) -> None:
    answer = app.test_client().get("/healthz")
    del answer.headers["X-Content-Type-Options"]
    answer.headers["Content-Security-Policy"] = "default-src *"
    assert lacking(answer) == ["Content-Security-Policy", "X-Content-Type-Options"]


def test_no_page_is_kept_by_a_cache_that_others_share(app: Flask, entered: dict[str, FlaskClient]) -> None:
    kept = {"private, no-cache", "no-store"}
    seen = {}
    for rule in routes.rules(app):
        if "GET" in (rule.methods or ()) and rule.endpoint != "assets.asset":
            for browser in entered.values():
                seen[rule.rule] = browser.get(routes.address(rule)).headers["Cache-Control"]
                assert seen[rule.rule] in kept, rule.rule
    assert len(seen) > 20


def test_every_change_is_refused_without_the_token(app: Flask, entered: dict[str, FlaskClient]) -> None:
    changes = list(routes.posting(app))
    assert len(changes) > 20
    for rule in changes:
        answers = [browser.post(routes.address(rule)) for browser in entered.values()]
        statuses = {answer.status_code for answer in answers}
        assert statuses <= {400, 403}, rule.rule
        assert 400 in statuses, f"none of {CONTROL} may post to {rule.rule}: the token was not tried"
        assert all(STALE in answer.get_data(as_text=True) for answer in answers if answer.status_code == 400)


def test_a_token_of_another_sign_in_is_refused(app: Flask, entered: dict[str, FlaskClient]) -> None:
    page = entered["anna"].get("/my-settings").get_data(as_text=True)
    token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
    assert len(token) > 40
    for rule in routes.posting(app):
        answer = entered["vera"].post(routes.address(rule), data={"csrf_token": token})
        assert answer.status_code in {400, 403}, rule.rule


def test_nobody_gets_in_without_signing_in(app: Flask) -> None:
    browser = app.test_client()
    for rule in routes.rules(app):
        if permission_of(app, rule.endpoint) is PUBLIC:
            continue
        address = routes.address(rule)
        if "GET" in (rule.methods or ()):
            answer = browser.get(address)
            assert (answer.status_code, answer.location) == (302, f"/sign-in?next={address}"), address
        if "POST" in (rule.methods or ()):
            assert browser.post(address).status_code in {400, 403}, address


def test_every_page_one_may_not_open_says_so_and_shows_nothing(
    app: Flask, entered: dict[str, FlaskClient], held: dict[str, set[Permission]]
) -> None:
    tried = 0
    for rule in routes.rules(app):
        permission = permission_of(app, rule.endpoint)
        for name, browser in entered.items():
            if "GET" in (rule.methods or ()) and permission is not PUBLIC and permission not in held[name]:
                answer = browser.get(routes.address(rule))
                assert (rule.rule, answer.status_code, is_page(answer)) == (rule.rule, 403, True)
                tried += 1
    assert tried > 20


def test_a_page_and_its_head_have_the_same_status(app: Flask, entered: dict[str, FlaskClient]) -> None:
    for rule in routes.rules(app):
        if "GET" in (rule.methods or ()):
            address = routes.address(rule)
            assert entered["vera"].head(address).status_code == entered["vera"].get(address).status_code, address
