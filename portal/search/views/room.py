"""The blueprint that every view of this room hangs on, and what the application handed in."""

from typing import cast

from flask import Blueprint, current_app

from portal.search.index import SearchIndex
from portal.search.vocabulary import Vocabulary, VocabularyShelf

blueprint = Blueprint("search", __name__)


def search_index() -> SearchIndex:
    """The index of this application."""
    return cast(SearchIndex, current_app.extensions["portal.search"])


def vocabulary() -> Vocabulary:
    """Synonyms, and the titles of practices and areas, as they are now."""
    shelf = cast(VocabularyShelf, current_app.extensions["portal.vocabulary"])
    return shelf.vocabulary(search_index())
