"""Structured logs: one JSON line a request, each with the request's id, which every answer and error page shows too."""

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request
from flask_login import current_user

from portal.events import request_id
from portal.web.sessions import database, run_afterwards

GIVEN = re.compile(r"[A-Za-z0-9-]{8,40}")
EXTRAS = ("request_id", "method", "path", "status", "ms", "person", "queue", "rows")


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, what happened, in which request, and the extras given."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        line["event"] = record.getMessage()
        line |= {"request_id": request_id.get()} if request_id.get() else {}
        line |= {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: str) -> None:
    """Send the portal's log lines to standard error, once; of the background work's own, what went wrong."""
    for name, least in (("portal", level.upper()), ("huey", "WARNING")):
        logger = logging.getLogger(name)
        logger.setLevel(least)
        logger.propagate = False
        if not logger.handlers:
            handler = logging.StreamHandler(sys.stderr)
            handler.setFormatter(JsonLines())
            logger.addHandler(handler)


def install(app: Flask) -> None:
    """Give each request an id, log its end, and run what was to follow the answer."""
    log = logging.getLogger("portal")

    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if GIVEN.fullmatch(given) else secrets.token_hex(8)
        g.began = time.perf_counter()
        request_id.set(g.request_id)

    @app.after_request
    def end(answer: Response) -> Response:
        answer.headers["X-Request-Id"] = g.get("request_id", "")
        afterwards = g.pop("portal_afterwards", None)
        if afterwards and answer.status_code == 200:
            target = database()
            answer.call_on_close(lambda: run_afterwards(target, afterwards))
        if log.isEnabledFor(logging.INFO):
            person = getattr(current_user, "person_id", None) if "_login_user" in g else None
            spent = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
            log.info(
                "request",
                extra={
                    "request_id": g.get("request_id"),
                    "method": request.method,
                    "path": logged_path(),
                    "status": answer.status_code,
                    "ms": spent,
                    "person": person,
                },
            )
        return answer


def logged_path() -> str:
    """The path as logs may show it: where an address carries a secret key (a one-time link), the route's rule instead."""
    if request.url_rule is not None and "key" in (request.view_args or {}):
        return request.url_rule.rule
    return request.path
