"""Pieces of pages kept for the next request: made once for a key and a language, and let go when they grow too many."""

from flask import Flask
from jinja2 import DictLoader
from markupsafe import Markup

from portal.web.fragments import Fragments, Pieces, pieces


def test_pieces_are_made_once_for_a_key_and_anew_for_another(app: Flask) -> None:
    app.jinja_loader = DictLoader(
        {"p.html": "{% set one %}<b>{{ page }}</b>{% endset %}{% set n = 1 %}{% set two %}{{ _('Search') }}{% endset %}"}
    )
    made: list[str] = []

    def of(value: str) -> str:
        made.append(value)
        return value

    with app.test_request_context():
        first = pieces("p.html", "k", lambda: of("<i>"))
        again = pieces("p.html", "k", lambda: of("never"))
        other = pieces("p.html", "l", lambda: of("x"))
    assert (first.one, first.two, set(vars(first))) == (Markup("<b>&lt;i&gt;</b>"), "Search", {"one", "two"})
    assert again is first
    assert (other.one, made) == ("<b>x</b>", ["<i>", "x"])


def test_each_language_has_its_own(app: Flask) -> None:
    app.jinja_loader = DictLoader({"p.html": "{% set one %}{{ page_language() }}{% endset %}"})
    said = []
    for language in ("en", "de", "en"):
        with app.test_request_context(headers={"Accept-Language": language}):
            said.append(pieces("p.html", "k", lambda: None).one)
    assert said == ["en", "de", "en"]


def test_what_was_not_asked_for_longest_goes_first() -> None:
    kept = Fragments(most=10)
    for key in "abc":
        kept.keep(key, Pieces(one=Markup("1234")))
        kept.get("a")
    assert [bool(kept.get(key)) for key in "abc"] == [True, False, True]


def test_a_piece_kept_again_counts_once() -> None:
    kept = Fragments(most=10)
    for _ in range(5):
        kept.keep("a", Pieces(one=Markup("1234"), two=Markup("12")))
    assert kept.get("a") == Pieces(one="1234", two="12")
