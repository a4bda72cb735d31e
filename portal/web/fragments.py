"""Pieces of pages that many requests share, rendered once and kept as long as what they were made from stays the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

MOST_CHARACTERS = 24_000_000


class Fragments:
    """Rendered pieces, the ones asked for last, up to a number of characters in all. Safe for threads."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self._most, self._held, self._lock = most, 0, Lock()

    def get(self, key: Hashable) -> Markup | None:
        """The piece kept under this key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, piece: Markup) -> None:
        """Keep a piece, and let go of those not asked for longest."""
        with self._lock:
            self._held += len(piece) - len(self._kept.pop(key, ""))
            self._kept[key] = piece
            while self._held > self._most and self._kept:
                self._held -= len(self._kept.popitem(last=False)[1])


def install(app: Any) -> None:
    """Give the application its kept pieces."""
    app.extensions["portal.fragments"] = Fragments()


def fragment(template: str, key: Hashable, of: Callable[[], Any]) -> Markup:
    """`template` rendered with `of()`, its one frozen object, as `page`; made anew only for another key or language.

    The key must hold everything the piece shows, and who may see it. A fragment knows no request: no form, no token, nobody's name.
    """
    kept: Fragments = current_app.extensions["portal.fragments"]
    key = (template, _language(), key)
    found = kept.get(key)
    if found is None:
        found = Markup(current_app.jinja_env.get_template(template).render(page=of()))  # noqa: S704  a template's own output
        kept.keep(key, found)
    return found


def _language() -> str:
    return str(get_locale())
