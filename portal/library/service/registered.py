"""The register as publishing looks at it: every Document with its Revisions, what it last agreed on with its file, and who works on its text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from portal.content.front_matter import Version
from portal.journal import service as journal
from portal.library import drafts
from portal.library.models import Document, Draft, Revision
from portal.library.rules import Held, Registered
from portal.library.service.drafting import OF_ITS_VERSION

OF_THE_NEXT = frozenset({*OF_ITS_VERSION, "level"})
"""What a draft says of the text it will be, not of the one it began from."""


def register(session: Session) -> dict[str, Registered]:
    """Every Document the register holds, by code, with its Revisions, oldest first."""
    documents = {d.id: d for d in session.scalars(select(Document))}
    held: dict[int, list[Held]] = {key: [] for key in documents}
    from_browser = exists().where(Draft.revision_id == Revision.id)
    columns = (Revision.document_id, Revision.major, Revision.minor, Revision.state, Revision.content_hash, Revision.approved_at)
    query = select(*columns, Revision.effective_from, Revision.effective_until, from_browser).order_by(Revision.major, Revision.minor)
    for document_id, major, minor, state, content_hash, approved_at, since, until, drafted in session.execute(query):
        given_up = state == "withdrawn" and approved_at is None
        held[document_id].append(Held(Version(major, minor), state, content_hash, since, until, not drafted, given_up))
    drafted_documents = _changed_in_the_portal(session)
    return {
        d.code: Registered(d.code, d.kind, tuple(held[d.id]), d.withdrawn_at is not None, d.agreed_hash, d.id in drafted_documents)
        for d in documents.values()
    }


def agree(session: Session, hashes: Mapping[str, str]) -> None:
    """Note, by code, the hash of the text at which a Document's file and the register say the same."""
    for document in session.scalars(select(Document)):
        if document.code in hashes:
            document.agreed_hash = hashes[document.code]
    session.flush()


def exported(session: Session, hashes: Mapping[str, str], *, at: datetime) -> None:
    """Note that these texts, by code, were given out as files: from now on a file's change is a change of them."""
    held = register(session)
    news = {code: key for code, key in hashes.items() if held[code].agreed != key}
    agree(session, news)
    for code, key in sorted(news.items()):
        journal.record(session, at, None, "document exported", "document", code, after={"hash": key})


def _changed_in_the_portal(session: Session) -> frozenset[int]:
    """The Documents with an open draft that says something else than the Revision it began from or last was."""
    base, own = aliased(Revision), aliased(Revision)
    columns = Draft.document_id, Draft.front, Draft.text, base.front, base.text, own.front, own.text
    query = select(*columns).outerjoin(base, base.id == Draft.base_revision_id).outerjoin(own, own.id == Draft.revision_id)
    rows = session.execute(query.where(Draft.origin == "browser", Draft.state != "closed"))
    return frozenset(row[0] for row in rows if not (_same(row[1:3], row[3:5]) or _same(row[1:3], row[5:7])))


def _same(draft: Any, revision: Any) -> bool:
    if revision[1] is None or draft[1] != revision[1]:
        return False
    one, other = ({key: value for key, value in said.items() if key not in OF_THE_NEXT} for said in (draft[0], revision[0]))
    return drafts.same(one, other)
