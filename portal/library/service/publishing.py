"""Publishing a content root: the plan against the register, then everything in one transaction. Nothing here commits."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import day_in, midnight
from portal.content.check import Known
from portal.content.markdown import Labels
from portal.content.source import Source, SourceDocument
from portal.content.terms import Term
from portal.errors import N_, Conflict
from portal.journal import service as journal
from portal.library import hashes, rendering
from portal.library.models import Document, RenderedText, Revision
from portal.library.policy import entry_key
from portal.library.rules import Plan, Row, Step, Terms, plan
from portal.library.service import asking, locks, writing
from portal.library.service.registered import agree, register
from portal.library.service.withdrawing import Leaving, end
from portal.people import service as people
from portal.search import service as search
from portal.settings import queries as settings
from portal.translations import translator
from portal.vocabulary import queries as vocabulary
from portal.vocabulary import service as vocabulary_service


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


def known(session: Session, codes: Collection[str] | None = None) -> Known:
    """What links in a content root may lead to besides its own files: every Document of the register with its newest anchors, and codes.

    With `codes` those Documents only: enough for a text that names no others.
    """
    newest = select(Document.code, RenderedText.anchors).join(Revision, Revision.document_id == Document.id)
    if codes is not None:
        newest = newest.where(Document.code.in_(codes))
    rows = session.execute(newest.join(RenderedText, RenderedText.revision_id == Revision.id).order_by(Revision.major, Revision.minor))
    return Known(
        documents={code: frozenset(anchors) for code, anchors in rows},
        practices=frozenset(p.code for p in vocabulary.practices(session)),
        positions=frozenset(p.code for p in vocabulary.positions(session)),
    )


def content_hash(file: SourceDocument, source: Source) -> str:
    """The hash of the Revision that a file of this root would be."""
    return hashes.content_hash(file, source.images)


def publish(session: Session, source: Source, todo: Plan, by: Publisher, progress: Callable[[int], None] = lambda _: None) -> None:
    """Carry out a plan without refusals and conflicts: vocabulary, Revisions, what they require and cite, search rows and journal, all or nothing.

    One publishes at a time. Raises Conflict when the register is no longer the one that was planned on.
    """
    if todo.refused or todo.conflicts:
        raise ValueError("a plan that refuses something, or in which both sides changed a text, is never carried out")
    take_turn(session, source, todo, by)
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
    asking.for_files(session, touched, at=by.at, zone=by.zone, actor_id=by.actor_id)
    leaving = [row.file for row in (*rows, *todo.of(Step.WITHDRAW)) if row.file and row.file.meta.withdrawn and row.since]
    _agree(session, todo, by)
    left = frozenset[int]().union(*(_withdraw(session, file, by) for file in leaving))
    search.queue(session, _entry_keys(session, touched | left | writing.render_again(session, around, by.at)))


def take_turn(session: Session, source: Source, todo: Plan, by: Publisher) -> None:
    """Wait until nobody else publishes; Conflict when the register is no longer the one that was planned on."""
    locks.take_turn(session)
    if planned(session, source, by) != todo:
        raise Conflict(N_("Somebody else published while this was being planned. Nothing was changed; run it again."))


def _agree(session: Session, todo: Plan, by: Publisher) -> None:
    """File and register say the same of what was published, and of what was found equal."""
    rows = [row for row in todo.rows if row.meets or (row.step is Step.PUBLISH and row.file and not row.file.is_history)]
    agree(session, {row.code: row.content_hash for row in rows})
    for row in rows:
        if row.meets:
            after = {"version": row.version, "hash": row.content_hash, "file": row.path}
            journal.record(session, by.at, by.actor_id, "file agreed", "document", row.code, after=after)


def _entry_keys(session: Session, ids: Collection[int]) -> list[str]:
    """What search calls these Revisions."""
    query = select(Revision.id, Document.code, Revision.major, Revision.minor).join(Document, Document.id == Revision.document_id)
    return [entry_key(code, *version) for key, code, *version in session.execute(query.order_by(Revision.id)) if key in ids]


def surroundings(
    session: Session, more_titles: Mapping[str, str] | None = None, *, language: str = "en", codes: Collection[str] | None = None
) -> rendering.Surroundings:
    """Titles by code, those of the files being published, else the newest approved Revision's, else of what waits; glossary, language of texts.

    With `codes` the titles of those Documents only.
    """
    newest = select(Document.code, Revision.title).join(Revision, Revision.document_id == Document.id)
    if codes is not None:
        newest = newest.where(Document.code.in_(codes))
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
    """End a Document on the day its file says, but no text that people may have read ends before now; the ids of what ends with it."""
    meta = file.meta
    document = session.scalars(select(Document).where(Document.code == meta.code)).one()
    if meta.withdrawn is None or document.withdrawn_at is not None:
        return frozenset()
    moment = midnight(meta.withdrawn.on, by.zone)
    begun = select(Revision.id).where(Revision.document_id == document.id, Revision.effective_from.is_not(None))
    if session.scalars(begun.where(Revision.made_at < by.at).limit(1)).one_or_none() is not None:
        moment = max(moment, by.at)
    leaving = Leaving(meta.withdrawn.on, meta.withdrawn.reason, meta.withdrawn.successor or "")
    return end(session, document, moment, leaving, actor_id=by.actor_id, at=by.at)
