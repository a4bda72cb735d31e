"""What search is told of the vocabulary: practices and the words of the glossary as entries; which words mean the same; titles of codes."""

from collections.abc import Collection, Iterator

from portal.db import Session
from portal.permissions import EVERYONE
from portal.search.entry import Entry, Section
from portal.search.query import Synonyms
from portal.search.vocabulary import Vocabulary
from portal.vocabulary import queries
from portal.vocabulary.keys import practice_key, term_key

ALL = frozenset({EVERYONE})
BEHIND_TEXTS = 0.5
"""A practice or a word counts half of a text that fits alike: its few words would stand above the rule and the form that people look for."""


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
                sections=(Section("", "", f"{row.good_looks_like}\n\n{row.typical_evidence}"),),
                weight=BEHIND_TEXTS,
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
                weight=BEHIND_TEXTS,
            )


def words(session: Session) -> Vocabulary:
    """The synonyms of the glossary, and the titles of practices and areas."""
    areas = {row.code: row.title for row in queries.areas(session)}
    titles = areas | {row.code: row.title for row in queries.practices(session)}
    return Vocabulary(Synonyms(queries.synonyms(session)), titles)
