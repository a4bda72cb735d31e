"""The pages of reports."""

from flask import Blueprint

from portal.permissions import Permission
from portal.web import allows

blueprint = Blueprint("reports", __name__)


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
    return "practice"


@blueprint.get("/journal")
@allows(Permission.JOURNAL_READ)
def journal() -> str:
    """Being built."""
    return "journal"


@blueprint.get("/my-journal")
@allows(Permission.JOURNAL_OWN)
def my_journal() -> str:
    """Being built."""
    return "my_journal"
