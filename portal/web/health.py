"""`/healthz`: the process answers. `/readyz`: it can also reach its database."""

from flask import Blueprint, Response, current_app

from portal.web.access import PUBLIC, allows
from portal.web.sessions import database

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@allows(PUBLIC)
def alive() -> Response:
    """200 as long as the process runs."""
    return current_app.response_class("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@allows(PUBLIC)
def ready() -> Response:
    """200 when the database answers, else 503."""
    if not database().answers():
        return current_app.response_class("the database does not answer\n", status=503, mimetype="text/plain")
    return current_app.response_class("ready\n", mimetype="text/plain")
