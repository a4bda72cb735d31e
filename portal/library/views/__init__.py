"""The pages of the library: reading, what is owed, the register, files, reported problems."""

from portal.library.views import document_readings, documents, files, pending, problems, reading, readings, register
from portal.library.views.room import blueprint

__all__ = ["blueprint", "document_readings", "documents", "files", "pending", "problems", "reading", "readings", "register"]
