"""The pages of the library: reading, what is owed, the register, files, reported problems."""

from portal.library.views import documents, pending, reading
from portal.library.views.room import blueprint

__all__ = ["blueprint", "documents", "pending", "reading"]
