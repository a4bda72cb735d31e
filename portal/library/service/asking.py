"""Telling those whose approval is wanted that a text waits for it. Nothing here commits."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.library import approval
from portal.library.approval import Case
from portal.library.models import Document, Revision
from portal.library.service import cases
from portal.notices.service import tell


def wanted(case: Case) -> frozenset[int]:
    """Who can give an approval that is still wanted, by the law of approval."""
    return frozenset(person_id for person_id in case.approvers if approval.may_approve(case, person_id).capacity)


def for_files(session: Session, revision_ids: Collection[int], *, at: datetime, zone: str, actor_id: int | None) -> None:
    """Ask for the approval of those texts among these that files brought into review."""
    query = select(Revision, Document).join(Document, Document.id == Revision.document_id).where(Revision.id.in_(revision_ids))
    rows = session.execute(query.where(Revision.state == "in_review").order_by(Document.code)).all()
    writers: frozenset[int] = frozenset() if actor_id is None else frozenset({actor_id})
    asked = [cases.Asked(document.kind, revision.approver_post_id, None, writers) for revision, document in rows]
    for (revision, document), case in zip(rows, cases.cases_of(session, asked, at=at, zone=zone) if asked else (), strict=True):
        version, url = f"{revision.major}.{revision.minor}", f"/reviews/{revision.id}"
        told = {"code": document.code, "title": revision.title, "url": url, "version": version}
        tell(session, wanted(case), "file_waits", at=at, by=actor_id, **told)
