"""Error pages: a status, a sentence, the request's number and a way back; and nothing of what went wrong inside."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.errors import Conflict, NotFound, PortalError, Refused
from portal.web.access import PUBLIC, allows
from tests.cast import token
from tests.client import CheckedClient
from tests.logged import logged

pytestmark = pytest.mark.parametrize("config", ["sqlite"], indirect=True)
Enter = Callable[[str], FlaskClient]
SECRET = "the password is swordfish"


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application with a page that fails as it is asked to."""

    @allows(PUBLIC)
    def fail(how: str) -> str:
        raise {
            "surprise": LookupError(SECRET),
            "conflict": Conflict(),
            "refused": Refused(),
            "not-found": NotFound(),
            "ours": PortalError(),
        }[how]

    app.add_url_rule("/fail/<string:how>", "test.fail", fail, methods=["GET", "POST"])
    return app


@pytest.fixture
def visitor(app: Flask) -> CheckedClient:
    """A browser of somebody who has not signed in, where errors are expected."""
    browser = app.test_client()
    assert isinstance(browser, CheckedClient)
    browser.may_fail = True
    return browser


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/no-such-page", 404, "There is no such page"),
        ("/assets/x/no-such-file.css", 404, "There is no such page"),
        ("/sign-out", 405, "This address does not take that kind of request"),
        ("/fail/not-found", 404, "There is no such page"),
        ("/fail/conflict", 409, "Somebody else changed this"),
        ("/fail/refused", 422, "This was not done"),
        ("/fail/surprise", 500, "Something went wrong on our side"),
        ("/fail/ours", 500, "Something went wrong on our side"),
    ],
)
def test_each_error_has_its_page_with_the_requests_number(visitor: CheckedClient, address: str, status: int, heading: str) -> None:
    answer = visitor.get(address)
    text = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in text
    assert f"Number of this request: {answer.headers['X-Request-Id']}." in text
    assert 'href="/sign-in"' in text


def test_who_is_signed_in_is_led_home_and_to_search(as_person: Enter) -> None:
    answer = as_person("anna").get("/no-such-page")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 404
    assert '<a class="btn btn-primary" href="/">Go home</a>' in text
    assert '<a class="btn btn-secondary" href="/search">Search</a>' in text


def test_what_one_may_not_open_is_403_and_says_so(as_person: Enter) -> None:
    answer = as_person("anna").get("/people")
    assert answer.status_code == 403
    assert "You may not do this." in answer.get_data(as_text=True)


def test_a_form_without_its_token_is_400_and_says_what_to_do(as_person: Enter) -> None:
    answer = as_person("anna").post("/my-settings", data={"name": "Anna"})
    assert answer.status_code == 400
    assert "Go back, reload the page and send it again." in answer.get_data(as_text=True)


def test_more_than_8_mb_is_413(as_person: Enter) -> None:
    anna = as_person("anna")
    fields = token(anna.get("/my-settings"))
    answer = anna.post("/my-settings", data={**fields, "name": "x" * (8 * 1024 * 1024 + 1)})
    assert answer.status_code == 413
    assert "The portal takes up to 8 MB at once." in answer.get_data(as_text=True)


def test_an_address_that_takes_another_kind_of_request_says_which(visitor: CheckedClient) -> None:
    assert "POST" in visitor.get("/sign-out").headers["Allow"]


def test_a_surprise_is_logged_with_its_number_and_shown_to_nobody(visitor: CheckedClient) -> None:
    with logged() as lines:
        answer = visitor.get("/fail/surprise?key=value")
    text = answer.get_data(as_text=True)
    assert [word for word in (SECRET, "Traceback", "LookupError") if word in text] == []
    (line,) = lines.of("unhandled error")
    assert SECRET in line["trace"]
    assert (line["path"], line["request_id"]) == ("/fail/surprise", answer.headers["X-Request-Id"])
