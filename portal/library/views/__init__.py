"""The pages of the library: reading, what is owed, the register, files, reported problems."""

from portal.library.views import (
    differences,
    document_readings,
    documents,
    files,
    images,
    pending,
    problems,
    reading,
    readings,
    register,
)
from portal.library.views.room import blueprint

__all__ = [
    "blueprint",
    "differences",
    "document_readings",
    "documents",
    "files",
    "images",
    "pending",
    "problems",
    "reading",
    "readings",
    "register",
]
