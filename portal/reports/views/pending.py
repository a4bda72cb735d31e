"""The pages of reports."""

from portal.permissions import Permission
from portal.reports.views.room import blueprint
from portal.web import allows


@blueprint.get("/")
@allows(Permission.HOME)
def home() -> str:
    """Being built."""
    return "home"


@blueprint.get("/practices")
@allows(Permission.PRACTICE_READ)
def practices() -> str:
    """Being built."""
    return "practices"


@blueprint.get("/practices/<string:code>")
@allows(Permission.PRACTICE_READ)
def practice(code: str) -> str:
    """Being built."""
    return code
