"""Codes of the vocabulary and the glossary against each other and the documents. Knows their files' shapes, opens nothing."""

from collections.abc import Iterable, Iterator, Set

from portal.content.problems import Problem
from portal.content.source import GLOSSARY, VOCABULARY, Source


def vocabulary_problems(source: Source, practices: Set[str], documents: Set[str]) -> Iterator[Problem]:
    """Codes used twice, areas, practices and documents that do not exist, terms written twice."""
    vocabulary = source.vocabulary
    if vocabulary is not None:
        for rows in (vocabulary.areas, vocabulary.practices, vocabulary.positions):
            yield from _twice(VOCABULARY, "duplicate-code", ((row.code, row.line_of("code")) for row in rows if row.code))
        areas = {area.code for area in vocabulary.areas}
        for practice in vocabulary.practices:
            if practice.area and practice.area not in areas:
                message = f"{practice.code} stands under {practice.area}, which does not exist"
                yield Problem(VOCABULARY, practice.line_of("area"), "unknown-area", message)
            elif practice.code and practice.area and not practice.code.startswith(f"{practice.area}."):
                message = f"{practice.code} does not begin with its area {practice.area}"
                yield Problem(VOCABULARY, practice.line_of("area"), "unknown-area", message)
    words = [
        (word.casefold(), term.line_of("also" if word in term.also else "term"))
        for term in source.glossary
        for word in (term.term, *term.also)
        if word
    ]
    yield from _twice(GLOSSARY, "duplicate-term", words)
    for term in source.glossary:
        if term.practice and practices and term.practice not in practices:
            yield Problem(
                GLOSSARY, term.line_of("practice"), "unknown-practice", f"{term.term!r} names {term.practice}, which does not exist"
            )
        if term.document and term.document not in documents:
            yield Problem(GLOSSARY, term.line_of("document"), "unknown-code", f"{term.term!r} names {term.document}, which does not exist")


def _twice(path: str, code: str, names: Iterable[tuple[str, int]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for name, line in names:
        if name in first:
            yield Problem(path, line, code, f"{name} stands already in line {first[name]}")
        first.setdefault(name, line)
