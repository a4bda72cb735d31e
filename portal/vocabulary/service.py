"""Writing the vocabulary as published: adds and updates, never removes, so that nothing that hangs on a code falls off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.content.source import Source
from portal.content.wording import slug
from portal.journal import service as journal
from portal.vocabulary.models import Area, Citation, GlossaryTerm, Position, Practice


@dataclass(frozen=True)
class Cited:
    """A document and, unless it is cited as a whole, the anchor in it."""

    document_code: str
    anchor: str = ""


def publish(session: Session, source: Source, *, actor_id: int | None, at: datetime) -> bool:
    """Take over areas, practices, positions and terms of a content root; True when anything changed. One journal row says which codes."""
    changed: list[str] = []
    if source.vocabulary:
        file = source.vocabulary
        changed += _merge(session, Area, "code", [{"code": a.code, "title": a.title, "place": n} for n, a in enumerate(file.areas)])
        session.flush()
        practices = [
            {"code": p.code, "area_code": p.area, "title": p.title, "good_looks_like": p.good_looks_like,
             "typical_evidence": p.typical_evidence, "place": n}
            for n, p in enumerate(file.practices)
        ]  # fmt: skip
        changed += _merge(session, Practice, "code", practices)
        changed += _merge(session, Position, "code", [{"code": p.code, "title": p.title, "place": n} for n, p in enumerate(file.positions)])
        session.flush()
    terms = [
        {"slug": slug(t.term), "term": t.term, "also": list(t.also), "definition": t.definition, "practice_code": t.practice,
         "document_code": t.document}
        for t in source.glossary
    ]  # fmt: skip
    changed += _merge(session, GlossaryTerm, "slug", terms)
    if changed:
        session.flush()
        journal.record(session, at, actor_id, "vocabulary published", "vocabulary", "practices", after={"codes": changed})
    return bool(changed)


def differs(session: Session, source: Source) -> bool:
    """Whether publishing this root would change the vocabulary; writes nothing."""
    with session.begin_nested() as point:
        changed = publish(session, source, actor_id=None, at=datetime.fromisoformat("2000-01-01T00:00:00+00:00"))
        point.rollback()
    return changed


def cite(session: Session, citing_kind: str, citing_key: str, cited: Iterable[Cited]) -> None:
    """Replace what `citing_key` cites."""
    session.execute(delete(Citation).where(Citation.citing_kind == citing_kind, Citation.citing_key == citing_key))
    rows = sorted(set(cited), key=lambda c: (c.document_code, c.anchor))
    session.add_all(Citation(citing_kind=citing_kind, citing_key=citing_key, document_code=c.document_code, anchor=c.anchor) for c in rows)


def _merge(session: Session, model: Any, key: str, rows: list[dict[str, Any]]) -> list[str]:
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
    return changed
