"""The pages of reports: home, practices, the journal, what changed, and the feeds."""

from portal.reports.views import changes, feed, home, journal, own_journal, practices
from portal.reports.views.room import blueprint

__all__ = ["blueprint", "changes", "feed", "home", "journal", "own_journal", "practices"]
