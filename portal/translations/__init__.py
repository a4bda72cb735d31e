"""The interface in other languages: one folder a language. What is written outside a request (mails, papers, texts as published) asks here."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.support import Translations

FOLDER = Path(__file__).parent
ENGLISH = {"yMMMd": "d MMM y", "MMMEd": "EEE d MMM", "Hm": "HH:mm", "yMMMdHm": "d MMM y, HH:mm"}


def translator(language: str) -> Callable[[str], str]:
    """A function that gives a sentence in that language, in English where there is no translation."""
    return _translator(FOLDER, language)


@cache
def _translator(folder: Path, language: str) -> Callable[[str], str]:
    return Translations.load(str(folder), [language]).gettext


def day(value: date, language: str) -> str:
    """`15 Sep 2026`, in that language."""
    return format_date(value, pattern(language, "yMMMd"), locale=language)


@cache
def pattern(language: str, parts: str) -> str:
    """How a language writes these parts of a date; English as the house writes it, the others as Unicode's CLDR says."""
    locale = Locale.parse(language)
    if locale.language == "en":
        return ENGLISH[parts]
    if parts == "yMMMdHm":
        clock = pattern(language, "Hm")
        return str(locale.datetime_formats["medium"]).replace("{1}", pattern(language, "yMMMd")).replace("{0}", clock)
    found = locale.datetime_skeletons.get(parts)
    return str(found.pattern) if found else ENGLISH[parts]
