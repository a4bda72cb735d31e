"""Pieces of pages that many requests share, rendered once and kept as long as what they were made from stays the same."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from types import SimpleNamespace as Pieces
from typing import Any

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup

MOST_CHARACTERS = 16_000_000
__all__ = ["Fragments", "Pieces", "install", "pieces"]


class Fragments:
    """Rendered pieces, the ones asked for last, up to a number of characters in all. Safe for threads."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._kept: OrderedDict[Hashable, Pieces] = OrderedDict()
        self._most, self._held, self._lock = most, 0, Lock()

    def get(self, key: Hashable) -> Pieces | None:
        """The pieces kept under this key, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, pieces: Pieces) -> None:
        """Keep pieces, and let go of those not asked for longest."""
        with self._lock:
            self._held += _size(pieces) - _size(self._kept.pop(key, Pieces()))
            self._kept[key] = pieces
            while self._held > self._most and self._kept:
                self._held -= _size(self._kept.popitem(last=False)[1])


def _size(pieces: Pieces) -> int:
    return sum(map(len, vars(pieces).values()))


def install(app: Any) -> None:
    """Give the application its kept pieces."""
    app.extensions["portal.fragments"] = Fragments()


def pieces(template: str, key: Hashable, of: Callable[[], Any]) -> Pieces:
    """What `template` sets in blocks, `{% set name %}...{% endset %}`, with `of()`, its one frozen object, as `page`.

    Made anew only for another key or language. The key must hold everything the pieces show, and who may see it; they know no request: no
    token, nobody's name, no moment of a reader's zone.
    """
    kept: Fragments = current_app.extensions["portal.fragments"]
    key = (template, str(get_locale()), key)
    found = kept.get(key)
    if found is None:
        module = current_app.jinja_env.get_template(template).make_module({"page": of()})
        found = Pieces(**{name: value for name, value in vars(module).items() if isinstance(value, Markup)})
        kept.keep(key, found)
    return found
