"""Languages, zones and the way dates are written: the reader's, through Flask-Babel."""

from datetime import date, datetime

from babel import Locale
from flask import Flask, g, request
from flask_babel import Babel, format_date, format_datetime, format_time, get_locale, get_translations
from flask_login import current_user
from markupsafe import Markup

from portal import translations
from portal.config import Config
from portal.translations import pattern


def languages() -> dict[str, str]:
    """The languages there is a translation for, by code, each named in itself; English always."""
    codes = ["en", *sorted(p.parent.parent.name for p in translations.FOLDER.glob("*/LC_MESSAGES/messages.mo"))]
    return {code: own_name(code) for code in dict.fromkeys(codes)}


def own_name(language: str) -> str:
    """A language named in itself: `Deutsch` for `de`."""
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]


def install(app: Flask, config: Config) -> None:
    """Select the language and zone of each request, and give templates the filters `day`, `day_short`, `hour` and `moment`.

    Controlled texts are in the organisation's language, `content_language`, whatever the page around them is in.
    """
    known = languages()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(translations.FOLDER)

    def language() -> str:
        chosen = getattr(current_user, "language", "")
        if chosen in known:
            return str(chosen)
        return config.language if current_user.is_authenticated else request.accept_languages.best_match(list(known), config.language)

    def zone() -> str:
        return getattr(current_user, "zone", "") or config.zone

    Babel(app, default_locale=config.language, default_timezone=config.zone, locale_selector=language, timezone_selector=zone)
    app.jinja_env.globals.update(gettext=_sentence, _=_sentence)
    app.jinja_env.filters.update(day=day, day_short=day_short, hour=hour, moment=moment)
    app.jinja_env.globals["content_language"] = config.language
    app.jinja_env.globals["page_language"] = lambda: str(get_locale()).replace("_", "-")


def _sentence(sentence: str, **values: object) -> Markup:
    """A translated sentence in a template. Each is looked up once for each language: a page says a hundred of them."""
    known = _said()
    said = known.get(sentence)
    if said is None:
        said = known[sentence] = Markup(get_translations().ugettext(sentence))  # noqa: S704  our own sentences, not a reader's
    return said % values if values or "%" in sentence else said


def _said() -> dict[str, Markup]:
    """The sentences of this request's language said so far, beside their translations, so that they last as long as those."""
    known: dict[str, Markup] | None = getattr(g.get("_flask_babel"), "babel_translations", None)
    if known is None:
        known = vars(get_translations()).setdefault("portal_said", {})
        g._flask_babel.babel_translations = known  # where Flask-Babel forgets it when the language is changed midway
    return known


def day(value: date | datetime) -> str:
    """`15 Sep 2026`, in the reader's language; a moment's day is the one in the reader's zone."""
    return str(format_date(value, pattern(str(get_locale()), "yMMMd")))


def day_short(value: date | datetime) -> str:
    """`Fri 9 Oct`."""
    return str(format_date(value, pattern(str(get_locale()), "MMMEd")))


def hour(value: datetime) -> str:
    """`14:05` in the reader's zone."""
    return str(format_time(value, pattern(str(get_locale()), "Hm")))


def moment(value: datetime) -> str:
    """`15 Sep 2026, 14:05` in the reader's zone."""
    return str(format_datetime(value, pattern(str(get_locale()), "yMMMdHm")))
