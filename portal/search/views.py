"""The pages of search."""

from flask import Blueprint

from portal.permissions import Permission
from portal.web import allows

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@allows(Permission.SEARCH)
def index() -> str:
    """Being built."""
    return "index"


@blueprint.get("/search/suggestions")
@allows(Permission.SEARCH)
def suggest() -> str:
    """Being built."""
    return "suggest"


@blueprint.get("/search/misses")
@allows(Permission.SEARCH_MISSES)
def misses() -> str:
    """Being built."""
    return "misses"
