"""The pages of library."""

from flask import Blueprint

from portal.permissions import Permission
from portal.web import allows

blueprint = Blueprint("library", __name__)


@blueprint.get("/library")
@allows(Permission.LIBRARY_READ)
def index() -> str:
    """Being built."""
    return "index"


@blueprint.get("/library/templates")
@allows(Permission.LIBRARY_READ)
def templates() -> str:
    """Being built."""
    return "templates"


@blueprint.get("/library/<string:code>")
@allows(Permission.LIBRARY_READ)
def document(code: str) -> str:
    """Being built."""
    return "document"


@blueprint.get("/register")
@allows(Permission.LIBRARY_REGISTER)
def register() -> str:
    """Being built."""
    return "register"


@blueprint.get("/readings")
@allows(Permission.LIBRARY_READERS)
def readings() -> str:
    """Being built."""
    return "readings"


@blueprint.get("/problems")
@allows(Permission.LIBRARY_PROBLEMS)
def problems() -> str:
    """Being built."""
    return "problems"
