"""Practices with what serves them, as one reader may see it: the audience rule stands in each query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.library.models import KINDS, RevisionPractice
from portal.library.queries.visible import DOCUMENT, REVISION, effective, names_reader, tokens
from portal.people.models import Post
from portal.permissions import Reader

SERVES = RevisionPractice.__table__


@dataclass(frozen=True, slots=True)
class Served:
    """How many effective documents and templates serve a Practice."""

    documents: int
    templates: int


@dataclass(frozen=True, slots=True)
class Serving:
    """An effective Document that serves a Practice. `formats` are the files a template is offered in."""

    code: str
    kind: str
    title: str
    summary: str
    version: str
    owner: str
    formats: tuple[str, ...]


def served(session: Session, reader: Reader, at: datetime) -> Mapping[str, Served]:
    """Each Practice that anything serves, by code, in one query."""
    templates = func.sum(case((DOCUMENT.c.kind == "template", 1), else_=0))
    query = (
        select(SERVES.c.practice_code, func.count(), templates).select_from(_tables()).where(*_readable()).group_by(SERVES.c.practice_code)
    )
    rows = session.execute(query, {"at": at, "tokens": tokens(reader)})
    return {code: Served(int(count - of_these), int(of_these)) for code, count, of_these in rows}


def serving(session: Session, reader: Reader, practice_code: str, at: datetime) -> tuple[Serving, ...]:
    """Everything that serves a Practice: policies first, templates last, then by code; in one query."""
    post = Post.__table__
    columns = DOCUMENT.c.code, DOCUMENT.c.kind, REVISION.c.title, REVISION.c.summary, REVISION.c.major, REVISION.c.minor, REVISION.c.front
    query = select(*columns, post.c.title.label("owner")).select_from(_tables().join(post, post.c.id == REVISION.c.owner_post_id))
    query = query.where(SERVES.c.practice_code == practice_code, *_readable())
    rows = session.execute(query, {"at": at, "tokens": tokens(reader)}).all()
    found = (
        Serving(row.code, row.kind, row.title, row.summary, f"{row.major}.{row.minor}", row.owner, tuple(row.front.get("formats") or ()))
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (KINDS.index(one.kind), one.code)))


def _tables() -> Any:
    return SERVES.join(REVISION, REVISION.c.id == SERVES.c.revision_id).join(DOCUMENT, DOCUMENT.c.id == REVISION.c.document_id)


def _readable() -> tuple[Any, ...]:
    return effective(REVISION), names_reader(REVISION.c.id)
