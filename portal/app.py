"""The application: a handful of named steps, in order. Knows every feature; no feature knows it."""

from collections.abc import Collection
from typing import Any

from flask import Flask, g, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from portal import __version__, clock, config, instance, reactions
from portal.config import Config
from portal.db import Database
from portal.library.queries.titles import titles
from portal.library.views import blueprint as library
from portal.notices.views import blueprint as notices
from portal.people.queries import signed_in
from portal.people.views import blueprint as people
from portal.permissions import Permission, Reader
from portal.reports.views import blueprint as reports
from portal.search.views import blueprint as search
from portal.search.vocabulary import Vocabulary, VocabularyShelf
from portal.settings.views import blueprint as settings_pages
from portal.vocabulary import entries as vocabulary_entries
from portal.vocabulary.views import blueprint as vocabulary
from portal.web import access, assets, errors, fragments, headers, health, logs, panels, sessions, turns, words
from portal.web.forms import csrf_token, described
from portal.web.fragments import pieces
from portal.web.pages import Menu, MenuItem, menu_for

BLUEPRINTS = (health.blueprint, settings_pages, people, notices, vocabulary, search, library, reports)


def create_app(settings: Config, database: Database | None = None) -> Flask:
    """The WSGI application of one instance, its directory made and its tables current."""
    database = database or instance.opened(settings)
    app = Flask("portal", template_folder=str(instance.resources() / "templates"), static_folder=None)
    app.secret_key = instance.secret_key(settings)
    logs.set_up(settings.log_level)
    sessions.install(app, settings, database)
    logs.install(app)
    headers.install(app, settings)
    words.install(app, settings)
    assets.install(app, instance.resources())
    fragments.install(app)
    access.install(app, _loader(), "people.sign_in")
    errors.install(app)
    _forms(app)
    _pages(app, settings)
    panels.install(app, PANELS)
    turns.install(app)
    app.extensions["portal.search"] = reactions.install(settings, database)
    app.extensions["portal.vocabulary"] = _vocabulary(database)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def serve() -> Flask:
    """The application for a server's worker process: settings from the environment."""
    return create_app(config.load())


def _loader() -> Any:
    def load(session_key: str) -> Reader | None:
        settings = sessions.config()
        return signed_in(sessions.reading(), session_key, clock.now(), zone=settings.zone, language=settings.language)

    return load


def _vocabulary(database: Database) -> VocabularyShelf:
    def ask() -> Vocabulary:
        with database.reading() as session:
            return vocabulary_entries.words(session)

    return VocabularyShelf(ask)


def _document_titles(codes: Collection[str]) -> dict[str, str]:
    """Titles by code of the documents among these that who is asking may open."""
    return titles(sessions.reading(), access.reader(), codes, clock.now())


def _forms(app: Flask) -> None:
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=True)
    CSRFProtect(app)


def _pages(app: Flask, settings: Config) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(brand=settings.name, version=__version__, described=described)

    def layout() -> dict[str, Any]:
        who = access.reader()
        someone = who if who.is_authenticated else None
        around = pieces("_chrome.html", (someone and someone.grants, request.endpoint), lambda: menu(someone))
        return {"someone": someone, "chrome": around, "csrf_token": csrf_token, "request_id": g.get("request_id", "")}

    def menu(someone: Reader | None) -> Menu:
        def may(item: MenuItem) -> bool:
            return someone is not None and someone.may(access.permission_of(app, item.endpoint) or Permission.PUBLIC)

        groups = menu_for(MENU, may)
        return Menu(tuple((group, tuple(items)) for group, items in groups.items()), request.endpoint)

    app.context_processor(layout)


PANELS = {"document_titles": _document_titles}
MENU = (
    MenuItem(_l("Today"), _l("Home"), "reports.home", "house", "h"),
    MenuItem(_l("Today"), _l("My readings"), "library.my_readings", "bookmark-check", "m"),
    MenuItem(_l("Today"), _l("Reviews"), "library.reviews", "chat-square-text", "v"),
    MenuItem(_l("Library"), _l("Library"), "library.index", "journal-text", "s"),
    MenuItem(_l("Library"), _l("What changed"), "reports.changes", "arrow-repeat", "c"),
    MenuItem(_l("Library"), _l("Templates"), "library.templates", "file-earmark-text", "t"),
    MenuItem(_l("Library"), _l("Practices"), "reports.practices", "diagram-3", "p"),
    MenuItem(_l("Library"), _l("Glossary"), "vocabulary.glossary", "book", "w"),
    MenuItem(_l("Library"), _l("Register"), "library.register", "list-check", "r"),
    MenuItem(_l("Control"), _l("Drafts"), "library.drafts", "pencil-square", "e"),
    MenuItem(_l("Control"), _l("Required reading"), "library.readings", "clipboard-check", "o"),
    MenuItem(_l("Control"), _l("Reviews due"), "library.reviews_due", "calendar-check", ""),
    MenuItem(_l("Control"), _l("Reported problems"), "library.problems", "chat-left-text", "d"),
    MenuItem(_l("Control"), _l("Missed searches"), "search.misses", "binoculars", ""),
    MenuItem(_l("Control"), _l("Journal"), "reports.journal", "clock-history", "j"),
    MenuItem(_l("People"), _l("People"), "people.index", "people", "u"),
    MenuItem(_l("People"), _l("Teams"), "people.teams", "diagram-2", ""),
    MenuItem(_l("People"), _l("Posts"), "people.posts", "person-badge", ""),
    MenuItem(_l("People"), _l("Pending roles"), "people.pending", "hourglass-split", ""),
    MenuItem(_l("People"), _l("Settings"), "settings.index", "gear", ""),
)
