"""One document that comes in by two doors: texts made in the browser beside those of files."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.front_matter import Version
from portal.content.source import SourceDocument, read
from portal.library import drafts
from portal.library.models import Document, Draft, RenderedText, Revision, RevisionAudience
from portal.library.rules import Plan
from portal.library.service import publishing
from tests.roots import BODY, document, write_root

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
BEFORE = NOON - timedelta(days=90)
ONE = document("RSK-STD-01", "Risk management")
OURS = BODY.replace("each fortnight", "each week")
THEIRS = BODY.replace("counts as unmanaged", "is closed")
BY = publishing.Publisher(at=NOON, zone="UTC", files_take_effect="always")


def file(version: str, body: str = THEIRS, title: str = "Risk management", **front: Any) -> tuple[str, str]:
    """The standard as a file, in a later version."""
    return document("RSK-STD-01", title, body=body, version=version, effective="2026-09-15", **front)


def plan(session: Session, folder: Path, *documents: tuple[str, str], by: publishing.Publisher = BY) -> Plan:
    """What publishing a root of these documents would do."""
    return publishing.planned(session, read(write_root(folder, *documents)), by)


def publish(session: Session, folder: Path, *documents: tuple[str, str], by: publishing.Publisher = BY) -> Plan:
    """Publish a root of these documents."""
    source = read(write_root(folder, *documents))
    made = publishing.planned(session, source, by)
    publishing.publish(session, source, made, by)
    return made


def held(session: Session) -> tuple[Document, Revision]:
    """The standard, and its newest Revision."""
    one = session.scalars(select(Document).where(Document.code == "RSK-STD-01")).one()
    newest = select(Revision).where(Revision.document_id == one.id).order_by(Revision.major.desc(), Revision.minor.desc())
    return one, session.scalars(newest.limit(1)).one()


def begin_draft(session: Session, text: str, **front: Any) -> Draft:
    """Somebody begins to change the standard in the browser; with its own text nothing is changed yet."""
    one, newest = held(session)
    said = {key: value for key, value in newest.front.items() if key not in {"version", "effective", "change", "transition"}}
    draft = Draft(document_id=one.id, base_revision_id=newest.id, made_at=BEFORE, saved_at=BEFORE, text=text)
    draft.front = {**said, "level": "minor", **front}
    session.add(draft)
    session.flush()
    return draft


def approve(session: Session, draft: Draft, version: str) -> SourceDocument:
    """What was drafted in the browser is approved and takes effect a month ago; the file it would be."""
    one, before = held(session)
    number = Version.parse(version)
    source = drafts.source_of({**draft.front, "effective": "2026-08-15"}, number, draft.text, {})
    made = source.documents[0]
    since = NOON - timedelta(days=30)
    before.effective_until = since
    session.flush()
    front = {**before.front, "version": version, "effective": "2026-08-15", **{k: v for k, v in draft.front.items() if k != "level"}}
    posts = {"owner_post_id": before.owner_post_id, "approver_post_id": before.approver_post_id}
    revision = Revision(
        document_id=one.id, major=number.major, minor=number.minor, state="approved", title=made.meta.title, summary=made.meta.summary,
        text=draft.text, front=front, content_hash=publishing.content_hash(made, source), approved_at=since, review_months=12, due_days=14,
        made_at=since, effective_from=since, **posts,
    )  # fmt: skip
    session.add(revision)
    session.flush()
    session.add(RevisionAudience(revision_id=revision.id, token="everyone"))
    rendered = session.get_one(RenderedText, before.id)
    copied = {name: getattr(rendered, name) for name in ("contents", "anchors", "html", "sections", "plain")}
    session.add(RenderedText(revision_id=revision.id, made_from="", **copied))
    draft.state, draft.revision_id = "closed", revision.id
    session.flush()
    return made
