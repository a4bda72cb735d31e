"""Every catalogue kept in the repository says everything there is to say, and nothing else."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from portal import translations
from tests.languages.doubles import extracted

SOURCES = sorted(translations.FOLDER.glob("*/LC_MESSAGES/messages.po"))
PLACE = re.compile(r"%\((\w+)\)([sd])|\{(\w*)\}")
ODD = re.compile(r"(?<!%)%(?![(%])")


def catalogue(path: Path) -> Catalog:
    """One catalogue, as it is kept."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A sentence in its forms, and its translations."""
    ids, strings = ((value if isinstance(value, tuple) else (value,)) for value in (message.id, message.string))
    return tuple(ids), tuple(strings)


def places(sentence: str) -> list[str]:
    """What is filled into a sentence, in no particular order."""
    return sorted(match[0] for match in PLACE.finditer(sentence))


def ids(messages: Iterable[Message]) -> set[object]:
    """The sentences of a catalogue."""
    return {message.id for message in messages if message.id}


@pytest.fixture(params=SOURCES, ids=lambda path: path.parent.parent.name)
def kept(request: pytest.FixtureRequest) -> Catalog:
    """Each catalogue in turn."""
    return catalogue(request.param)


def test_there_is_a_second_language() -> None:
    assert [path.parent.parent.name for path in SOURCES] == ["de"]


def test_a_catalogue_holds_every_sentence_of_the_interface_and_no_other(kept: Catalog) -> None:
    assert ids(extracted()) - ids(kept) == set(), "run `make translations`, then translate"
    assert ids(kept) - ids(extracted()) == set()
    assert not kept.obsolete


def test_every_sentence_is_translated_in_every_form(kept: Catalog) -> None:
    assert [message.id for message in kept if message.id and not all(forms(message)[1])] == []
    assert [message.id for message in kept if message.id and message.fuzzy] == []
    plural = [message for message in kept if isinstance(message.id, tuple)]
    assert plural
    assert [message.id for message in plural if len(message.string) != kept.num_plurals] == []


def test_what_is_filled_in_is_the_same_in_both_languages(kept: Catalog) -> None:
    for message in kept:
        sentences, said = forms(message)
        for form in said if message.id else ():
            wanted = places(sentences[-1])
            left_out = ["%(num)s"] if len(said) > 1 and form is said[0] and "%(num)s" not in form else []
            assert sorted([*places(form), *left_out]) == wanted or places(form) == places(sentences[0]), message.id
            assert not ODD.search(form) or "%(" not in sentences[0], message.id


def test_spaces_and_lines_at_the_ends_are_the_same_in_both_languages(kept: Catalog) -> None:
    for message in kept:
        for sentence, said in zip(*(parts[:1] for parts in forms(message)), strict=True):
            if message.id:
                assert (sentence[:1].isspace(), sentence[-1:] == "\n") == (said[:1].isspace(), said[-1:] == "\n"), message.id
                assert sentence.count("\n") == said.count("\n"), message.id
