"""The interface in other languages: one folder a language. What is written outside a request (mails, papers, texts as published) asks here."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.support import Translations

FOLDER = Path(__file__).parent


def translator(language: str) -> Callable[[str], str]:
    """A function that gives a sentence in that language, in English where there is no translation."""
    return _translator(FOLDER, language)


@cache
def _translator(folder: Path, language: str) -> Callable[[str], str]:
    return Translations.load(str(folder), [language]).gettext
