"""The application with this room's pages, and the cast in it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from portal.config import Config
from portal.db import Database
from portal.permissions import Permission
from tests.cast import make_cast, sign_in

STUBS = {"reports": ("home", "my_journal"), "search": ("index", "suggest")}


@pytest.fixture
def app(config: Config, database: Database) -> Flask:
    """The application; while rooms above are being built, with their pages as empty ones."""
    try:
        from portal.app import create_app
    except ModuleNotFoundError:
        return small_app(config, database)
    return create_app(config, database)


def small_app(config: Config, database: Database) -> Flask:
    from flask_login import current_user
    from flask_wtf.csrf import CSRFProtect
    from jinja2 import StrictUndefined

    from portal import clock, instance
    from portal.people.queries import signed_in
    from portal.people.views import blueprint
    from portal.web import access, assets, errors, headers, logs, reading, sessions, words
    from portal.web.forms import described

    app = Flask("portal", template_folder=str(instance.resources() / "templates"), static_folder=None)
    app.secret_key = instance.secret_key(config)
    logs.set_up(config.log_level)
    sessions.install(app, config, database)
    for part in (logs, errors):
        part.install(app)
    headers.install(app, config)
    words.install(app, config)
    assets.install(app, instance.resources())
    access.install(app, lambda key: signed_in(reading(), key, clock.now(), zone=config.zone, language=config.language), "people.sign_in")
    CSRFProtect(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(brand=config.name, version="0", described=described, menu={}, endpoint="", request_id="")
    app.context_processor(lambda: {"someone": current_user if current_user.is_authenticated else None})
    for name, endpoints in STUBS.items():
        app.register_blueprint(stub(name, endpoints))
    app.register_blueprint(blueprint)
    return app


def stub(name: str, endpoints: tuple[str, ...]) -> Blueprint:
    room = Blueprint(name, __name__)
    for endpoint in endpoints:

        def view() -> str:
            return "stub"

        view.permission = Permission.HOME  # type: ignore[attr-defined]
        room.add_url_rule("/" if endpoint == "home" else f"/stub/{name}/{endpoint}", endpoint, view)
    return room


@pytest.fixture
def cast(database: Database) -> dict[str, int]:
    """The standing cast, in the database; ids by name."""
    with database.writing() as session:
        return make_cast(session)


@pytest.fixture
def as_person(app: Flask, cast: dict[str, int]) -> Callable[[str], FlaskClient]:
    """A browser in which one of the cast has signed in."""

    def enter(name: str) -> FlaskClient:
        browser: Any = app.test_client()
        sign_in(browser, name)
        return browser

    return enter
