"""Addresses that other modules of this package take over."""

from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows


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
