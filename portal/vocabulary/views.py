"""The glossary page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request

from portal.permissions import Permission
from portal.vocabulary import queries
from portal.web import allows, page, panel, reading, unchanged

blueprint = Blueprint("vocabulary", __name__)


@dataclass(frozen=True)
class Letter:
    """The terms that begin with one letter."""

    letter: str
    terms: tuple[queries.Term, ...]


@dataclass(frozen=True)
class GlossaryPage:
    """Terms by first letter: all `count` of them, or those that hold the words `sought`. `documents` and `practices` are titles by code;

    a document this reader may not open is not among them.
    """

    letters: tuple[Letter, ...]
    count: int
    sought: str
    documents: Mapping[str, str]
    practices: Mapping[str, str]


@blueprint.get("/glossary")
@allows(Permission.GLOSSARY_READ)
def glossary() -> Response:
    """Every word with its one meaning."""
    session, sought = reading(), " ".join(request.args.get("q", "").split())[:100]
    terms = queries.terms(session)
    practices = {row.code: row.title for row in queries.practices(session)}
    documents = panel("document_titles", {term.document_code for term in terms if term.document_code})
    if answer := unchanged("glossary", sought, terms, sorted(practices.items()), sorted(documents.items())):
        return answer
    letters = tuple(_by_letter(term for term in terms if _holds(term, sought)))
    return page("vocabulary/glossary.html", GlossaryPage(letters, len(terms), sought, documents, practices))


def _by_letter(terms: Iterable[queries.Term]) -> Iterable[Letter]:
    groups: dict[str, list[queries.Term]] = {}
    for term in terms:
        groups.setdefault(term.term[0].upper(), []).append(term)
    return (Letter(letter, tuple(group)) for letter, group in sorted(groups.items()))


def _holds(term: queries.Term, sought: str) -> bool:
    text = " ".join((term.term, *term.also, term.definition)).casefold()
    return all(word in text for word in sought.casefold().split())
