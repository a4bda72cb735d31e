"""What search is told of the vocabulary: practices and the words of the glossary."""

from collections.abc import Collection, Iterator

from sqlalchemy.orm import Session

from portal.permissions import EVERYONE
from portal.search.entry import Entry
from portal.vocabulary import queries
from portal.vocabulary.keys import practice_key, term_key

ALL = frozenset({EVERYONE})


def practice_keys(session: Session) -> Iterator[str]:
    """The key of every practice, `practice:RSK.2`."""
    return (practice_key(row.code) for row in queries.practices(session))


def practices(session: Session, wanted: Collection[str]) -> Iterator[Entry]:
    """The entries of these practices, found by what good looks like and by their area."""
    for row in queries.practices(session):
        if practice_key(row.code) in wanted:
            yield Entry(
                key=practice_key(row.code),
                kind="practice",
                title=row.title,
                text="\n\n".join((row.good_looks_like, row.typical_evidence, row.area_title)),
                url=f"/practices/{row.code.lower()}",
                audience=ALL,
                practices=(row.code,),
            )


def term_keys(session: Session) -> Iterator[str]:
    """The key of every word of the glossary, `term:work-breakdown-structure`."""
    return (term_key(row.slug) for row in queries.terms(session))


def terms(session: Session, wanted: Collection[str]) -> Iterator[Entry]:
    """The entries of these words, found by their other names too."""
    for row in queries.terms(session):
        if term_key(row.slug) in wanted:
            yield Entry(
                key=term_key(row.slug),
                kind="term",
                title=row.term,
                text="\n\n".join((row.definition, ", ".join(row.also))).strip(),
                url=f"/glossary#{row.slug}",
                audience=ALL,
                practices=(row.practice_code,) if row.practice_code else (),
            )
