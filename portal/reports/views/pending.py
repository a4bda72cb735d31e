"""The pages of reports."""

from portal.permissions import Permission
from portal.reports.views.room import blueprint
from portal.web import allows


@blueprint.get("/")
@allows(Permission.HOME)
def home() -> str:
    """Being built."""
    return "home"
