"""Publishing a content root: the plan against the register, then everything in one transaction. Nothing here commits."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.clock import day_in, midnight
from portal.content.check import Known
from portal.content.front_matter import Version
from portal.content.markdown import Labels
from portal.content.source import Source, SourceDocument
from portal.content.terms import Term
from portal.db import is_postgresql
from portal.errors import N_, Conflict
from portal.journal import service as journal
from portal.library import rendering
from portal.library.models import Document, RenderedText, Revision
from portal.library.policy import entry_key
from portal.library.rules import Held, Plan, Registered, Row, Step, Terms, plan
from portal.library.service import writing
from portal.people import service as people
from portal.search import service as search
from portal.settings import queries as settings
from portal.translations import translator
from portal.vocabulary import queries as vocabulary
from portal.vocabulary import service as vocabulary_service

PUBLISHING = 7316010251
"""The number of the lock under which PostgreSQL lets one publish at a time; SQLite has one writer anyway."""


@dataclass(frozen=True)
class Publisher:
    """On whose behalf, when, and by which rules: `files_take_effect` from the environment, empty to ask the stored setting.

    `titles`: of documents by code that are to come later, so that links to them carry theirs from the start. `language`: the organisation's.
    """

    at: datetime
    zone: str
    actor_id: int | None = None
    actor_posts: frozenset[str] = frozenset()
    files_take_effect: str = ""
    keep_image: Callable[[bytes], str] = field(default=lambda content: hashlib.sha256(content).hexdigest())
    titles: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


def register(session: Session) -> dict[str, Registered]:
    """Every Document the register holds, with its Revisions, oldest first."""
    documents = {d.id: d for d in session.scalars(select(Document))}
    held: dict[int, list[Held]] = {key: [] for key in documents}
    columns = (Revision.document_id, Revision.major, Revision.minor, Revision.state, Revision.content_hash)
    query = select(*columns, Revision.effective_from, Revision.effective_until).order_by(Revision.major, Revision.minor)
    for document_id, major, minor, state, content_hash, since, until in session.execute(query):
        held[document_id].append(Held(Version(major, minor), state, content_hash, since, until))
    return {d.code: Registered(d.code, d.kind, tuple(held[d.id]), d.withdrawn_at is not None) for d in documents.values()}


def planned(session: Session, source: Source, by: Publisher) -> Plan:
    """What publishing this root would do now. Writes nothing."""
    held = register(session)
    takes_effect = _takes_effect(session, by.files_take_effect, is_empty=not held)
    begins: dict[tuple[str, str], datetime] = {}
    for file in source.documents:
        begins[file.meta.code, str(file.meta.version)] = midnight(file.meta.effective, by.zone)
        if file.meta.withdrawn:
            begins[file.meta.code, "withdrawn"] = midnight(file.meta.withdrawn.on, by.zone)
    terms = Terms(by.at, begins, takes_effect, by.actor_posts, {f.path: content_hash(f, source) for f in source.documents})
    return Plan(plan(source.documents, held, terms), vocabulary_service.differs(session, source), takes_effect)


def known(session: Session) -> Known:
    """What links in a content root may lead to besides its own files: every Document of the register with its newest anchors, and codes."""
    newest = select(Document.code, RenderedText.anchors).join(Revision, Revision.document_id == Document.id)
    rows = session.execute(newest.join(RenderedText, RenderedText.revision_id == Revision.id).order_by(Revision.major, Revision.minor))
    return Known(
        documents={code: frozenset(anchors) for code, anchors in rows},
        practices=frozenset(p.code for p in vocabulary.practices(session)),
        positions=frozenset(p.code for p in vocabulary.positions(session)),
    )


def content_hash(file: SourceDocument, source: Source) -> str:
    """The hash of a Revision: of its file and of every picture it shows."""
    if "![" not in file.text:
        return file.digest
    digest = hashlib.sha256(file.digest.encode())
    for use in sorted({use.path for use in file.parsed.images}):
        digest.update(use.encode() + hashlib.sha256(source.images.get(use, b"")).digest())
    return digest.hexdigest()


def publish(session: Session, source: Source, todo: Plan, by: Publisher, progress: Callable[[int], None] = lambda _: None) -> None:
    """Carry out a plan that refuses nothing: vocabulary, Revisions, what they require and cite, search rows and journal, all or nothing.

    One publishes at a time. Raises Conflict when the register is no longer the one that was planned on.
    """
    if todo.refused:
        raise ValueError("a plan that refuses something is never carried out")
    if is_postgresql(session.connection()):
        session.execute(select(func.pg_advisory_xact_lock(PUBLISHING)))
    if planned(session, source, by) != todo:
        raise Conflict(N_("Somebody else published while this was being planned. Nothing was changed; run it again."))
    vocabulary_service.publish(session, source, actor_id=by.actor_id, at=by.at)
    rows = todo.of(Step.PUBLISH)
    metas = [row.file.meta for row in rows if row.file]
    posts = people.ensure_posts(session, {name for meta in metas for name in (meta.owner, meta.approver)})
    around = surroundings(session, {**by.titles, **_titles(source)}, language=by.language)
    images = {
        path: by.keep_image(content)
        for path, content in source.images.items()
        if any("![" in (r.file.text if r.file else "") for r in rows)
    }
    texts = []
    for number, row in enumerate(rows, 1):
        texts.append(_text(row, source, images, around))
        progress(number)
    touched = writing.write(session, texts, writing.Ink(by.at, by.actor_id, posts, _zone_day(by)))
    leaving = [row.file for row in (*rows, *todo.of(Step.WITHDRAW)) if row.file and row.file.meta.withdrawn and row.since]
    left = frozenset[int]().union(*(_withdraw(session, file, by) for file in leaving))
    search.queue(session, _entry_keys(session, touched | left | writing.render_again(session, around, by.at)))


def _entry_keys(session: Session, ids: Collection[int]) -> list[str]:
    """What search calls these Revisions."""
    query = select(Revision.id, Document.code, Revision.major, Revision.minor).join(Document, Document.id == Revision.document_id)
    return [entry_key(code, *version) for key, code, *version in session.execute(query.order_by(Revision.id)) if key in ids]


def surroundings(session: Session, more_titles: Mapping[str, str] | None = None, *, language: str = "en") -> rendering.Surroundings:
    """Titles by code, those of the files being published, else the newest approved Revision's, else of what waits; glossary, language of texts."""
    newest = select(Document.code, Revision.title).join(Revision, Revision.document_id == Document.id)
    titles = {
        row.code: row.title
        for row in session.execute(newest.order_by(Revision.effective_from.is_not(None), Revision.major, Revision.minor))
    }
    terms = [Term(t.term, t.also, t.definition, f"/glossary#{t.slug}") for t in vocabulary.terms(session)]
    return rendering.Surroundings.of({**titles, **(more_titles or {})}, terms, Labels.translated(translator(language)))


def _takes_effect(session: Session, from_environment: str, *, is_empty: bool) -> bool:
    wanted = from_environment or settings.value(session, "files_take_effect")
    if wanted == "auto":
        return is_empty or settings.value(session, "instance_kind") == "demo"
    return bool(wanted == "always")


def _titles(source: Source) -> dict[str, str]:
    return {file.meta.code: file.meta.title for file in source.current}


def _zone_day(by: Publisher) -> Callable[[datetime], date]:
    return lambda moment: day_in(moment, by.zone)


def _text(row: Row, source: Source, images: Mapping[str, str], around: rendering.Surroundings) -> writing.NewText:
    file = row.file
    if file is None:
        raise ValueError("a row to publish carries its file")
    shown = {use.path: images[use.path] for use in file.parsed.images if use.path in images} if "![" in file.text else {}
    key = content_hash(file, source)
    made = rendering.make(file.parsed, rendering.cited(file.text), key, shown, around)
    links = tuple((code, anchor or "") for code, anchor, _ in file.parsed.links)
    return writing.NewText(file, key, made, shown, links, row.since, row.until)


def _withdraw(session: Session, file: SourceDocument, by: Publisher) -> frozenset[int]:
    """End a Document on the day its file says, but no text that people may have read ends before now; the ids of what ends with it.

    A version that was to begin later never does.
    """
    meta = file.meta
    document = session.scalars(select(Document).where(Document.code == meta.code)).one()
    if meta.withdrawn is None or document.withdrawn_at is not None:
        return frozenset()
    moment = midnight(meta.withdrawn.on, by.zone)
    begun = select(Revision).where(Revision.document_id == document.id, Revision.effective_from.is_not(None))
    revisions = session.scalars(begun.order_by(Revision.effective_from)).all()
    if any(revision.made_at < by.at for revision in revisions):
        moment = max(moment, by.at)
    document.withdrawn_at, document.withdrawn_reason = moment, meta.withdrawn.reason
    document.successor_code = meta.withdrawn.successor
    ended = [revision for revision in revisions if revision.effective_until is None or revision.effective_until > moment]
    for revision in ended:
        begins = revision.effective_from is not None and revision.effective_from < moment
        revision.effective_from, revision.effective_until = (revision.effective_from, moment) if begins else (None, None)
        revision.state, revision.next_review = "withdrawn", None
    session.flush()
    after = {"on": meta.withdrawn.on.isoformat(), "successor": meta.withdrawn.successor}
    journal.record(session, by.at, by.actor_id, "document withdrawn", "document", meta.code, after=after)
    return frozenset(revision.id for revision in ended)
