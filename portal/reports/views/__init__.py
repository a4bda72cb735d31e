"""The pages of reports: home, practices, the journal."""

from portal.reports.views import journal, own_journal, pending, practices
from portal.reports.views.room import blueprint

__all__ = ["blueprint", "journal", "own_journal", "pending", "practices"]
