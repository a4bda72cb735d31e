"""Cookies, the proxy in front, the way back inside this site, what is not sent twice, and what follows an answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.config import Config
from portal.db import Database
from portal.permissions import Permission
from portal.web import after_response, download, page, same_site, unchanged
from portal.web.access import PUBLIC, allows
from tests.cast import sign_in
from tests.logged import logged

Enter = Callable[[str], FlaskClient]
sqlite = pytest.mark.parametrize("config", ["sqlite"], indirect=True)
ELSEWHERE = (
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example",
    " //evil.example", "javascript:alert(1)", "evil.example", "http:evil.example", "/x\r\nSet-Cookie: a=b", "", None,
)  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_what_leads_elsewhere_leads_home(target: str | None) -> None:
    assert same_site(target, "/") == "/"


@pytest.mark.parametrize("target", ["/", "/library/rsk-std-01?from=1.0#r3", "/search?q=a//b", "/x:y"])
def test_what_stays_here_is_followed(target: str) -> None:
    assert same_site(target, "/") == target


@given(some.text(alphabet="/\\:.@?#%\t\n\r aeh\x00", max_size=12))
def test_no_text_at_all_leads_to_another_host(target: str) -> None:
    led = same_site(target, "/home")
    as_browsers_read = led.replace("\\", "/").translate({9: None, 10: None, 13: None})
    assert as_browsers_read.startswith("/")
    assert not as_browsers_read.startswith("//")
    assert urlsplit(as_browsers_read).netloc == ""


@sqlite
def test_cookies_are_plain_on_http_and_locked_to_the_host_on_https(config: Config, database: Database, cast: dict[str, int]) -> None:
    plain, locked = create_app(config, database), create_app(replace(config, public_url="https://portal.example.org"), database)
    given = sign_in(plain.test_client(), "anna").headers["Set-Cookie"]
    assert given.startswith("session=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(given.split("; "))
    assert "Secure" not in given
    answer = locked.test_client().get("/sign-in", base_url="https://portal.example.org")
    given = answer.headers["Set-Cookie"]
    assert given.startswith("__Host-session=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Secure"} <= set(given.split("; "))
    assert "Domain" not in given
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in plain.test_client().get("/sign-in").headers


@sqlite
@pytest.mark.parametrize(("hops", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_the_sender_is_believed_only_as_far_as_there_are_proxies(config: Config, database: Database, hops: int, address: str) -> None:
    app = create_app(replace(config, proxy_hops=hops), database)
    seen: list[str | None] = []

    @app.before_request
    def note() -> None:
        from flask import request

        seen.append(request.remote_addr)

    app.test_client().get("/healthz", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})
    assert seen == [address]


@pytest.fixture
def marks() -> list[str]:
    """What ran after the answers."""
    return []


@pytest.fixture
def app(app: Flask, marks: list[str]) -> Flask:
    """The application with pages that leave a mark after their answer."""

    def mark(_session: Session) -> None:
        marks.append("read")

    def fail(_session: Session) -> None:
        marks.append("tried")
        raise LookupError

    @allows(PUBLIC)
    def marked(how: str) -> Response:
        after_response(fail if how == "fail" else mark)
        return unchanged("state") or Response("ok" if how != "gone" else "no", 200 if how != "gone" else 404, mimetype="text/plain")

    app.add_url_rule("/marked/<string:how>", "test.marked", marked)
    return app


@sqlite
def test_a_mark_is_left_only_by_a_page_that_was_read(app: Flask, marks: list[str]) -> None:
    browser = app.test_client()
    tag = browser.get("/marked/read").headers.get("ETag", "")
    assert marks == ["read"]
    browser.head("/marked/read")
    browser.get("/marked/gone")
    browser.get("/marked/read", headers={"Sec-Purpose": "prefetch"})
    assert marks == ["read"]
    assert tag == ""  # only `page()` sends the tag; here it is asked for below


@sqlite
def test_a_mark_that_cannot_be_left_spoils_no_answer(app: Flask, marks: list[str]) -> None:
    with logged() as lines:
        answer = app.test_client().get("/marked/fail")
    assert (answer.status_code, answer.get_data(as_text=True), marks) == (200, "ok", ["tried"])
    (line,) = lines.of("what was to follow an answer failed")
    assert "LookupError" in line["trace"]


@sqlite
def test_a_file_comes_with_its_name_and_is_neither_sniffed_nor_shared(app: Flask) -> None:
    with app.test_request_context():
        answer = download("Größe".encode(), 'Register "März".csv', "text/csv")
        shown = download(b"%PDF", "RSK-STD-01.pdf", "application/pdf", inline=True)
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Register--M-rz-.csv\"; filename*=UTF-8''Register%20%22M%C3%A4rz%22.csv"
    )
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert shown.headers["Content-Disposition"].startswith('inline; filename="RSK-STD-01.pdf"')


@pytest.fixture
def tagged(app: Flask) -> Iterator[Flask]:
    """The application with a page that is the same until its state changes."""
    from portal.web.errors import ErrorPage

    @allows(Permission.HOME)
    def page_of(state: str) -> Response:
        return unchanged(state) or page("web/error.html", ErrorPage(200, "Heading", state, "x"))

    app.add_url_rule("/tagged/<string:state>", "test.tagged", page_of)
    return app


@sqlite
def test_a_page_the_browser_holds_already_is_not_sent_again(tagged: Flask, as_person: Enter) -> None:
    anna, boris = as_person("anna"), as_person("boris")
    first = anna.get("/tagged/one")
    tag = {"If-None-Match": first.headers["ETag"]}
    again = anna.get("/tagged/one", headers=tag)
    assert (first.status_code, again.status_code, again.data, again.headers["ETag"]) == (200, 304, b"", first.headers["ETag"])
    assert anna.get("/tagged/two", headers=tag).status_code == 200
    assert boris.get("/tagged/one", headers=tag).status_code == 200
    assert as_person("anna").get("/tagged/one", headers=tag).status_code == 200
