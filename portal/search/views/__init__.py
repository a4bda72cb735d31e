"""The pages of search: what was found, suggestions while typing, what was looked for in vain."""

from portal.search.views import misses, results, suggestions
from portal.search.views.room import blueprint

__all__ = ["blueprint", "misses", "results", "suggestions"]
