"""Reading the vocabulary."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Subquery, select
from sqlalchemy.orm import Session

from portal.vocabulary.models import Area, Citation, GlossaryTerm, Position, Practice


@dataclass(frozen=True)
class PracticeRow:
    """A Practice with the title of its area."""

    code: str
    title: str
    area_code: str
    area_title: str
    good_looks_like: str
    typical_evidence: str


@dataclass(frozen=True)
class Term:
    """A word with one meaning, and the codes it belongs to, if any."""

    slug: str
    term: str
    also: tuple[str, ...]
    definition: str
    practice_code: str | None
    document_code: str | None


@dataclass(frozen=True)
class CodeTitle:
    """A code and what it is called: an area, a practice, a position."""

    code: str
    title: str


def areas(session: Session) -> tuple[CodeTitle, ...]:
    """All areas in the order of the file."""
    return tuple(CodeTitle(code, title) for code, title in session.execute(select(Area.code, Area.title).order_by(Area.place, Area.code)))


def practices(session: Session, area_code: str | None = None) -> tuple[PracticeRow, ...]:
    """All practices in the order of the file, or those of one area."""
    query = select(Practice, Area.title).join(Area, Area.code == Practice.area_code).order_by(Area.place, Practice.place, Practice.code)
    if area_code:
        query = query.where(Practice.area_code == area_code)
    return tuple(_practice(row, title) for row, title in session.execute(query))


def practice(session: Session, code: str) -> PracticeRow | None:
    """One practice by its code in any case; None when there is none."""
    query = select(Practice, Area.title).join(Area, Area.code == Practice.area_code).where(Practice.code == code.upper())
    row = session.execute(query).first()
    return _practice(row[0], row[1]) if row else None


def positions(session: Session) -> tuple[CodeTitle, ...]:
    """All positions in the order of the file."""
    query = select(Position.code, Position.title).order_by(Position.place, Position.code)
    return tuple(CodeTitle(code, title) for code, title in session.execute(query))


def terms(session: Session, practice_code: str | None = None) -> tuple[Term, ...]:
    """The whole glossary by term, or the words that belong to one practice."""
    query = select(GlossaryTerm).order_by(GlossaryTerm.slug)
    if practice_code:
        query = query.where(GlossaryTerm.practice_code == practice_code)
    rows = session.scalars(query)
    return tuple(Term(r.slug, r.term, tuple(r.also), r.definition, r.practice_code, r.document_code) for r in rows)


def synonyms(session: Session) -> dict[str, frozenset[str]]:
    """Each word of the glossary, in small letters, with the other ways to say it: "wbs" -> {"work breakdown structure"} and back."""
    found: dict[str, frozenset[str]] = {}
    for term, also in session.execute(select(GlossaryTerm.term, GlossaryTerm.also)):
        words = {word.casefold() for word in (term, *also)}
        for word in words:
            found[word] = found.get(word, frozenset()) | (words - {word})
    return {word: others for word, others in found.items() if others}


def citing(session: Session, document_code: str, kind: str) -> tuple[str, ...]:
    """Keys of what cites a document, of one kind."""
    query = select(Citation.citing_key).where(Citation.document_code == document_code, Citation.citing_kind == kind).distinct()
    return tuple(session.scalars(query.order_by(Citation.citing_key)))


def citing_places(session: Session, document_code: str, anchors: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    """What cites one of these places of a document: kind, key and anchor, in that order."""
    query = select(Citation.citing_kind, Citation.citing_key, Citation.anchor).where(Citation.document_code == document_code)
    rows = session.execute(query.where(Citation.anchor.in_(sorted(anchors))).distinct())
    return tuple(sorted((kind, key, anchor) for kind, key, anchor in rows))


def practice_titles(name: str = "practice_title") -> Subquery:
    """For other rooms to join: every practice's `code`, `title`, `area_code`, `area_title`, `area_place`, `place`."""
    columns = (
        Practice.code,
        Practice.title,
        Practice.area_code,
        Area.title.label("area_title"),
        Area.place.label("area_place"),
        Practice.place,
    )
    return select(*columns).join(Area, Area.code == Practice.area_code).subquery(name)


def position_titles(name: str = "position_title") -> Subquery:
    """For other rooms to join: every position's `code` and `title`."""
    return select(Position.code, Position.title).subquery(name)


def citations(name: str = "citing") -> Subquery:
    """For other rooms to join: who cites which document, a row for each place: `kind`, `key` (of a document: its code), `document_code`."""
    columns = (Citation.citing_kind.label("kind"), Citation.citing_key.label("key"), Citation.document_code)
    return select(*columns).subquery(name)


def _practice(row: Practice, area_title: str) -> PracticeRow:
    return PracticeRow(row.code, row.title, row.area_code, area_title, row.good_looks_like, row.typical_evidence)
