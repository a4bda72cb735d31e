"""The pages of reports: home, practices, the journal."""

from portal.reports.views import home, journal, own_journal, practices
from portal.reports.views.room import blueprint

__all__ = ["blueprint", "home", "journal", "own_journal", "practices"]
