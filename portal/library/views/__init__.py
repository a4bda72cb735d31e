"""The pages of the library: reading, what is owed, the register, files, reported problems."""

from portal.library.views import (
    briefings,
    conflict,
    differences,
    document_readings,
    documents,
    draft_copies,
    draft_pictures,
    draft_starts,
    drafts,
    files,
    images,
    problems,
    reading,
    readings,
    register,
    shelf,
)
from portal.library.views.room import blueprint

__all__ = [
    "blueprint",
    "briefings",
    "conflict",
    "differences",
    "document_readings",
    "documents",
    "draft_copies",
    "draft_pictures",
    "draft_starts",
    "drafts",
    "files",
    "images",
    "problems",
    "reading",
    "readings",
    "register",
    "shelf",
]
