"""The glossary page."""

from dataclasses import dataclass

from flask import Blueprint, Response

from portal.permissions import Permission
from portal.vocabulary import queries
from portal.web import allows, page, reading, unchanged

blueprint = Blueprint("vocabulary", __name__)


@dataclass(frozen=True)
class Letter:
    """The terms that begin with one letter."""

    letter: str
    terms: tuple[queries.Term, ...]


@dataclass(frozen=True)
class GlossaryPage:
    """All terms, by first letter."""

    letters: tuple[Letter, ...]
    count: int


@blueprint.get("/glossary")
@allows(Permission.GLOSSARY_READ)
def glossary() -> Response:
    """Every word with its one meaning."""
    terms = queries.terms(reading())
    if answer := unchanged("glossary", hash(terms)):
        return answer
    letters = sorted({term.term[0].upper() for term in terms})
    groups = tuple(Letter(letter, tuple(t for t in terms if t.term[0].upper() == letter)) for letter in letters)
    return page("vocabulary/glossary.html", GlossaryPage(groups, len(terms)))
