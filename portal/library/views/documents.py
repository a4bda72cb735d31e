"""The library's pages for readers: the list, the templates, one document."""

from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows


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


@blueprint.get("/library/<code:code>")
@allows(Permission.LIBRARY_READ)
def document(code: str) -> str:
    """Being built."""
    return code
