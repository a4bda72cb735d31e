"""Our errors become a status and a sentence, once, here. Every error page carries the request's id and a way back."""

import logging
from dataclasses import dataclass

from flask import Flask, Response, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.errors import Conflict, NotAllowed, NotFound, PortalError, Refused
from portal.web.forms import sentence_of
from portal.web.logs import logged_path
from portal.web.pages import page

STATUS = {NotAllowed: 403, NotFound: 404, Conflict: 409, Refused: 422}
HEADINGS = {
    400: _l("This request could not be understood"),
    403: _l("This is not open to you"),
    404: _l("There is no such page"),
    405: _l("This address does not take that kind of request"),
    409: _l("Somebody else changed this"),
    413: _l("That is too large"),
    422: _l("This was not done"),
    429: _l("Too many tries"),
    500: _l("Something went wrong on our side"),
}
SENTENCES = {
    400: _l("Nothing was changed. Go back, reload the page and try again."),
    404: _l("It may have moved, or it is not for you. Search finds everything you may read."),
    405: _l("Nothing was changed. Go back and use the buttons of the page."),
    413: _l("Nothing was changed. The portal takes up to 8 MB at once."),
    500: _l("Nothing you had saved is lost. Try again; if it happens twice, tell an administrator the number below."),
}


@dataclass(frozen=True)
class ErrorPage:
    """What the error page shows."""

    status: int
    heading: str
    sentence: str
    request_id: str


def install(app: Flask) -> None:
    """Register the handlers for our errors, for HTTP's and for surprises."""
    app.register_error_handler(PortalError, _ours)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _surprise)


def _answer(status: int, sentence: str) -> Response:
    heading = str(HEADINGS.get(status, HEADINGS[400]))
    return page("web/error.html", ErrorPage(status, heading, sentence, g.get("request_id", "")), status=status)


def _ours(error: PortalError) -> Response:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    return _answer(status, sentence_of(error))


def _stale_form(_error: CSRFError) -> Response:
    return _answer(400, _("This form was opened in another sign-in. Nothing was changed. Go back, reload the page and send it again."))


def _http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if 300 <= status < 400:
        return error
    answer = _answer(status, str(SENTENCES.get(status, SENTENCES[400])))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            answer.headers[name] = value
    return answer


def _surprise(_error: Exception) -> Response:
    logging.getLogger("portal").exception("unhandled error", extra={"path": logged_path()})
    return _answer(500, str(SENTENCES[500]))
