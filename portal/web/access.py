"""Deny by default: a route without a permission answers nobody; a person without it gets the same answer on the page and in the menu."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
from flask_login import LoginManager, current_user
from werkzeug.wrappers import Response

from portal.errors import NotAllowed
from portal.permissions import Permission, Reader

PUBLIC = Permission.PUBLIC
View = TypeVar("View", bound=Callable[..., Any])


def allows(permission: Permission) -> Callable[[View], View]:
    """Name the permission a view asks for; PUBLIC for those that need no sign-in."""

    def name(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return name


def reader() -> Reader:
    """Who is asking. Only in views that are not PUBLIC."""
    return cast(Reader, current_user._get_current_object())


def here() -> str:
    """The path and query of this request: where to come back to."""
    return request.full_path.rstrip("?")


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission an endpoint names; None when it names none, which refuses everybody."""
    return getattr(app.view_functions.get(endpoint), "permission", None)


class _SignIns(LoginManager):  # type: ignore[misc]
    """Flask-Login, but for its guess at the browser, reckoned at every request: a sign-in of ours ends when its row says so."""

    def _session_protection_failed(self) -> bool:
        return False


def install(app: Flask, load: Callable[[str], Reader | None], sign_in_endpoint: str) -> None:
    """Ask for the permission before every view. `load` turns the cookie's key into a Reader, or None."""
    login = _SignIns(app)
    login.user_loader(load)

    @app.before_request
    def check() -> Response | None:
        if request.endpoint is None:
            return None
        permission = permission_of(current_app, request.endpoint)
        if permission is PUBLIC:
            return None
        who = reader()
        if not who.is_authenticated:
            if request.method in {"GET", "HEAD"} and permission is not None:
                return redirect(url_for(sign_in_endpoint, next=here()))
            raise NotAllowed
        if permission is None or not who.may(permission):
            raise NotAllowed
        return None
