"""Taking effect: what begins when a text is approved, what ends at the same instant, and how that is undone before the day has come.

Files and the browser end here. Effective is a question of time: a text approved for a later day is written as if the day had come.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from portal.content import markdown
from portal.library.models import Document, Requirement, Revision
from portal.vocabulary.service import Cited, cite


def end_at(session: Session, begins: Mapping[int, datetime]) -> frozenset[int]:
    """Let what is effective, or would still be, end at the instant its Document's next text begins; the ids of what ends."""
    if not begins:
        return frozenset()
    query = select(Revision).where(Revision.effective_from.is_not(None))
    if len(begins) == 1:
        ((document_id, since),) = begins.items()
        query = query.where(Revision.document_id == document_id, or_(Revision.effective_until.is_(None), Revision.effective_until > since))
    else:
        query = query.where(Revision.effective_until.is_(None))
    ended = [revision for revision in session.scalars(query) if revision.document_id in begins]
    for revision in ended:
        revision.effective_until = begins[revision.document_id]
    session.flush()
    return frozenset(revision.id for revision in ended)


def required(revision: Revision, front: Mapping[str, Any], since: datetime) -> Iterator[dict[str, Any]]:
    """The rows of who must read a text from the moment it begins."""
    for token in front.get("must_read", ()):
        yield {"revision_id": revision.id, "document_id": revision.document_id, "token": token, "due_days": revision.due_days,
               "since": since, "source": "document"}  # fmt: skip


def cited(links: Iterable[tuple[str, str]], templates: Iterable[str]) -> list[Cited]:
    """What a text cites: places it links to, and its templates as a whole."""
    return [Cited(*pair) for pair in links] + [Cited(code) for code in templates]


def begin(session: Session, revision: Revision, document: Document, since: datetime) -> frozenset[int]:
    """Let one approved text take effect at `since`: its predecessor ends, its readings are owed, what it cites is known."""
    ended = end_at(session, {document.id: since})
    revision.effective_from, revision.effective_until = since, None
    session.flush()
    if rows := list(required(revision, revision.front, since)):
        session.execute(insert(Requirement), rows)
    _cite(session, document, revision)
    return ended


def undo(session: Session, revision: Revision, document: Document) -> frozenset[int]:
    """Take back a text that has not begun: its predecessor goes on as if it had never been approved; the ids of what goes on."""
    since = revision.effective_from
    revision.effective_from = revision.effective_until = None
    session.execute(delete(Requirement).where(Requirement.revision_id == revision.id))
    session.flush()
    before = select(Revision).where(Revision.document_id == document.id, Revision.effective_until == since, Revision.state == "approved")
    going_on = session.scalars(before).all()
    for predecessor in going_on:
        predecessor.effective_until = None
    session.flush()
    _cite(session, document, *going_on)
    return frozenset(one.id for one in going_on)


def _cite(session: Session, document: Document, *texts: Revision) -> None:
    found: Collection[Cited] = [one for text in texts for one in _cited(text)]
    cite(session, "document", {document.code: found})


def _cited(revision: Revision) -> list[Cited]:
    links = ((code, anchor or "") for code, anchor, _ in markdown.parse(revision.text).links)
    return cited(links, revision.front.get("templates", ()))
