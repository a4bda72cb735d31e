"""Answers: a page from one frozen object, a download, "not changed since", and the way back inside this site."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Response, current_app, g, render_template, request, session
from flask_login import current_user

PRIVATE = "private, no-cache"


@dataclass(frozen=True)
class MenuItem:
    """One entry of the main navigation: shown to those who hold the permission of its endpoint. `values` fill the address."""

    group: str
    label: str
    endpoint: str
    icon: str
    key: str = ""
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Menu:
    """The navigation of those who hold the same rights, by group, and the endpoint it stands on."""

    groups: tuple[tuple[str, tuple[MenuItem, ...]], ...]
    endpoint: str | None


def page(template: str, of: Any, *, status: int = 200, form: Any = None) -> Response:
    """Render `template` with `of`, its one frozen page object, as `page`. A form with errors answers 422 and keeps what was typed."""
    if form is not None and form.errors:
        status = 422
    answer = current_app.response_class(render_template(template, page=of, form=form), status)
    tag = g.get("portal_tag")
    if tag and status == 200:
        answer.headers["ETag"] = f'"{tag}"'
    answer.headers["Cache-Control"] = PRIVATE
    return answer


def unchanged(*state: object) -> Response | None:
    """The 304 answer when the browser already holds this page in this state, else None; the state becomes the page's ETag.

    The tag covers the sign-in session, its language, zone, name and unread notices, and the program's own files, so that no person and no
    release sees another's page. A page that carries a message to be shown once has no tag: it is neither withheld nor shown again.
    """
    if "_flashes" in session:
        return None
    who = current_user._get_current_object()
    parts = (
        current_app.extensions["portal.assets"].version,
        getattr(who, "session_key", ""),
        getattr(who, "language", ""),
        getattr(who, "zone", ""),
        getattr(who, "name", ""),
        getattr(who, "unread", 0),
        *state,
    )
    tag = hashlib.blake2b(repr(parts).encode(), digest_size=12).hexdigest()
    g.portal_tag = tag
    if request.if_none_match.contains(tag) or request.if_none_match.contains_weak(tag):
        answer = current_app.response_class(status=304)
        answer.headers["ETag"] = f'"{tag}"'
        answer.headers["Cache-Control"] = PRIVATE
        return answer
    return None


def download(content: bytes, name: str, media_type: str, *, inline: bool = False) -> Response:
    """A file with its name, kept private, never sniffed; it carries the tag that `unchanged` was asked with."""
    answer = current_app.response_class(content, content_type=media_type)
    kind = "inline" if inline else "attachment"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in name)
    answer.headers["Content-Disposition"] = f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    if tag := g.get("portal_tag"):
        answer.headers["ETag"] = f'"{tag}"'
    answer.headers["Cache-Control"] = PRIVATE
    return answer


def same_site(target: str | None, otherwise: str) -> str:
    """`target` when it is a path of this site, else `otherwise`: an open redirect is refused in every disguise browsers accept."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    if any(c in target for c in "\\\r\n\t") or any(ord(c) < 32 for c in target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target


def menu_for(items: Iterable[MenuItem], may: Any) -> dict[str, list[MenuItem]]:
    """The navigation of one person by group, in the order declared."""
    groups: dict[str, list[MenuItem]] = {}
    for item in items:
        if may(item):
            groups.setdefault(item.group, []).append(item)
    return groups
