"""What a text that is being written is checked and shown against: only what it names, since this is asked while somebody types."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.check import Known
from portal.content.markdown import Labels
from portal.content.terms import Term
from portal.library.models import Document, RenderedText, Revision
from portal.library.rendering import Surroundings
from portal.translations import translator
from portal.vocabulary import queries as vocabulary

TEXT = RenderedText.__table__
NEWEST = (Revision.effective_from.is_not(None), Revision.major, Revision.minor)


def known(session: Session, codes: Collection[str]) -> Known:
    """Which of these documents a link may lead to, with their newest anchors, and all codes of practices and positions; in three queries."""
    query = select(Document.code, RenderedText.anchors).join_from(Document, Revision, Revision.document_id == Document.id)
    query = query.join(RenderedText, RenderedText.revision_id == Revision.id).where(Document.code.in_(sorted(codes))).order_by(*NEWEST)
    return Known(
        documents={code: frozenset(anchors) for code, anchors in session.execute(query)},
        practices=frozenset(practice.code for practice in vocabulary.practices(session)),
        positions=frozenset(position.code for position in vocabulary.positions(session)),
    )


def surroundings(session: Session, codes: Collection[str], *, language: str) -> Surroundings:
    """The titles of these documents and the glossary; in two queries."""
    query = select(Document.code, Revision.title).join_from(Document, Revision, Revision.document_id == Document.id)
    titles = session.execute(query.where(Document.code.in_(sorted(codes))).order_by(*NEWEST))
    terms = [Term(term.term, term.also, term.definition, f"/glossary#{term.slug}") for term in vocabulary.terms(session)]
    return Surroundings.of({row.code: row.title for row in titles}, terms, Labels.translated(translator(language)))
