"""One reading session a request, opened when first asked for and closed with the request; writing sessions for the moment of a change."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import cast

from flask import Flask, current_app, g, request

from portal.config import Config
from portal.db import Database, Session


def install(app: Flask, config: Config, database: Database) -> None:
    """Bind the instance to the application and close each request's session when it ends."""
    app.extensions["portal.config"] = config
    app.extensions["portal.database"] = database
    app.teardown_appcontext(_close)


def config() -> Config:
    """The settings of this application."""
    return cast(Config, current_app.extensions["portal.config"])


def database() -> Database:
    """The database of this application."""
    return cast(Database, current_app.extensions["portal.database"])


def reading() -> Session:
    """This request's session that refuses to write."""
    if "portal_reading" not in g:
        g.portal_reading = database().reader()
    return cast(Session, g.portal_reading)


def writing() -> AbstractContextManager[Session]:
    """One transaction of its own. The reading session is closed first, so that what is read afterwards is what was written."""
    _close()
    return database().writing()


def is_opened() -> bool:
    """Whether a person opens this page, and no program looks ahead: neither HEAD nor a prefetch."""
    return request.method != "HEAD" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def after_response(function: Callable[[Session], None]) -> None:
    """Run `function` in a short transaction once the answer has left: reading marks. Never on HEAD, for a 304, an error or a prefetch."""
    if is_opened():
        g.setdefault("portal_afterwards", []).append(function)


def run_afterwards(database: Database, functions: list[Callable[[Session], None]]) -> None:
    """What `after_response` collected, in one transaction. The answer has left: what fails now is logged and troubles nobody."""
    try:
        with database.writing() as session:
            for function in functions:
                function(session)
    except Exception:
        logging.getLogger("portal").exception("what was to follow an answer failed")


def _close(_error: BaseException | None = None) -> None:
    session = g.pop("portal_reading", None)
    if session is not None:
        session.close()
