"""What a half-typed question may mean, for the box in the header."""

from flask import Response, jsonify, request

from portal import clock
from portal.permissions import Permission
from portal.search import queries
from portal.search.entry import Suggestion, is_code
from portal.search.views.room import blueprint, search_index
from portal.search.views.sought import LONGEST
from portal.search.views.words import kind_word
from portal.web import allows, reader

MOST = 8


@blueprint.get("/search/suggestions")
@allows(Permission.SEARCH)
def suggest() -> Response:
    """At most eight things this reader may open whose code or title begins like `?q=`: `{"suggestions": [{code, title, kind, url}]}`."""
    text = request.args.get("q", "")[:LONGEST]
    found = queries.suggest(search_index(), text, reader().audience, clock.now(), limit=MOST)
    answer = jsonify({"suggestions": [_row(one) for one in found]})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _row(one: Suggestion) -> dict[str, str]:
    return {"code": one.code if is_code(one.code) else "", "title": one.title, "kind": kind_word(one.kind), "url": one.url}
