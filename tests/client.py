"""A browser for tests that looks at every page it gets."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.look import problems


class CheckedClient(FlaskClient):
    """Fails the test on a page that breaks the laws of `tests.look`, and on an error of ours unless `may_fail` says one is expected."""

    may_fail = False

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """The answer, looked at; it is read to its end, as a server does, so that what follows an answer has happened."""
        answer = super().open(*args, **{"buffered": True, **kwargs})
        where = f"{answer.request.method} {answer.request.path}"
        if answer.status_code >= 500 and not self.may_fail:
            raise AssertionError(f"{where} answered {answer.status_code}:\n{answer.get_data(as_text=True)}")
        if is_page(answer):
            found = problems(answer.get_data(as_text=True))
            if found:
                raise AssertionError(f"{where} is not a good page: " + "; ".join(found))
        return answer


def is_page(answer: TestResponse) -> bool:
    """True for an answer that a browser shows as a page."""
    moved = 300 <= answer.status_code < 400
    return answer.mimetype == "text/html" and not moved and answer.request.method not in {"HEAD", "OPTIONS"}
