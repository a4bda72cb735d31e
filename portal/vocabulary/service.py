"""Writing the vocabulary as published: adds and updates, never removes, so that nothing that hangs on a code falls off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal.content.source import Source
from portal.content.wording import slug
from portal.journal import service as journal
from portal.search import service as search
from portal.vocabulary.keys import practice_key, term_key
from portal.vocabulary.models import Area, Citation, GlossaryTerm, Position, Practice

MANY = 500


@dataclass(frozen=True)
class Cited:
    """A document and, unless it is cited as a whole, the anchor in it."""

    document_code: str
    anchor: str = ""


@dataclass(frozen=True)
class Changed:
    """Codes and slugs that were added or differ from what was held."""

    areas: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def codes(self) -> list[str]:
        """All of them."""
        return [*self.areas, *self.practices, *self.positions, *self.terms]


def publish(session: Session, source: Source, *, actor_id: int | None, at: datetime) -> bool:
    """Take over areas, practices, positions and terms of a content root; True when anything changed. One journal row says which codes, and
    search learns of them."""
    changed = _merged(session, source)
    if not changed.codes:
        return False
    journal.record(session, at, actor_id, "vocabulary published", "vocabulary", "practices", after={"codes": changed.codes})
    of_areas = session.scalars(select(Practice.code).where(Practice.area_code.in_(changed.areas)).order_by(Practice.code))
    search.queue(session, map(practice_key, (*changed.practices, *of_areas)))
    search.queue(session, map(term_key, changed.terms))
    return True


def differs(session: Session, source: Source) -> bool:
    """Whether publishing this root would change the vocabulary; writes nothing."""
    with session.begin_nested() as point:
        changed = _merged(session, source)
        point.rollback()
    return bool(changed.codes)


def cite(session: Session, citing_kind: str, cited: Mapping[str, Iterable[Cited]]) -> None:
    """Replace what each of these things of one kind cites, by its key; many at once cost a handful of statements."""
    keys = list(cited)
    for start in range(0, len(keys), MANY):
        gone = delete(Citation).where(Citation.citing_kind == citing_kind, Citation.citing_key.in_(keys[start : start + MANY]))
        session.execute(gone.execution_options(synchronize_session=False))
    rows = [
        {"citing_kind": citing_kind, "citing_key": key, "document_code": one.document_code, "anchor": one.anchor}
        for key, all_cited in cited.items()
        for one in sorted(set(all_cited), key=lambda cited: (cited.document_code, cited.anchor))
    ]
    if rows:
        session.execute(insert(Citation), rows)


def _merged(session: Session, source: Source) -> Changed:
    """Bring the tables to what the root says."""
    changed: dict[str, tuple[str, ...]] = {}
    if source.vocabulary:
        file = source.vocabulary
        areas = [{"code": a.code, "title": a.title, "place": n} for n, a in enumerate(file.areas)]
        practices = [
            {"code": p.code, "area_code": p.area, "title": p.title, "good_looks_like": p.good_looks_like,
             "typical_evidence": p.typical_evidence, "place": n}
            for n, p in enumerate(file.practices)
        ]  # fmt: skip
        positions = [{"code": p.code, "title": p.title, "place": n} for n, p in enumerate(file.positions)]
        for name, model, rows in (("areas", Area, areas), ("practices", Practice, practices), ("positions", Position, positions)):
            changed[name] = _merge(session, model, "code", rows)
    terms = [
        {"slug": slug(t.term), "term": t.term, "also": list(t.also), "definition": t.definition, "practice_code": t.practice,
         "document_code": t.document}
        for t in source.glossary
    ]  # fmt: skip
    changed["terms"] = _merge(session, GlossaryTerm, "slug", terms)
    return Changed(**changed)


def _merge(session: Session, model: Any, key: str, rows: list[dict[str, Any]]) -> tuple[str, ...]:
    held = {getattr(row, key): row for row in session.scalars(select(model))}
    changed = []
    for values in rows:
        row = held.get(values[key])
        if row is None:
            session.add(model(**values))
            changed.append(str(values[key]))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(str(values[key]))
    session.flush()
    return tuple(changed)
