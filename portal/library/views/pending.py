"""Addresses that other modules of this package take over."""

from portal.errors import NotFound
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows


@blueprint.get("/library")
@allows(Permission.LIBRARY_READ)
def index() -> str:
    """Being built."""
    raise NotFound


@blueprint.get("/library/templates")
@allows(Permission.LIBRARY_READ)
def templates() -> str:
    """Being built."""
    raise NotFound
