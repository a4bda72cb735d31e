"""The shapes that Markdown is taken apart into and put together as. No parsing, no HTML rules."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import NamedTuple

from portal.content.problems import Problem
from portal.errors import N_


@dataclass(frozen=True, slots=True)
class Link:
    """Where `[[CODE#anchor]]` goes: an address and the title shown after the code."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents list. `level` is that of the HTML element (2 for `#`), `number` like "2.1", `anchor` without `#`."""

    level: int
    anchor: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands between two headings, as plain text for search; anchor and title are empty before the first heading."""

    anchor: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A paragraph or list line with an id of its own: label "R4" or "C1" (or empty), its bold short name, the text after both, in plain text."""

    anchor: str
    label: str
    title: str
    text: str


class DocumentLink(NamedTuple):
    """One `[[CODE#anchor]]` and its line in the text."""

    code: str
    anchor: str | None
    line: int


class ImageUse(NamedTuple):
    """One image: its path from the content root, its text alternative, its line in the text."""

    path: str
    alt: str
    line: int


class TextSlot(NamedTuple):
    """Plain text in which glossary terms may be marked."""

    text: str


class SectionSlot(NamedTuple):
    """A heading passed by: terms may be marked anew."""


class LinkSlot(NamedTuple):
    """The place of a link to a document."""

    link: DocumentLink


class ImageSlot(NamedTuple):
    """The place of an image."""

    use: ImageUse


class LabelSlot(NamedTuple):
    """The place of a word of the interface: a field of Labels."""

    name: str


Piece = str | TextSlot | SectionSlot | LinkSlot | ImageSlot | LabelSlot


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the interface inside rendered text, translated by whoever renders."""

    permalink: str = N_("Link to this section")
    table: str = N_("Table")
    footnote: str = N_("Footnote")
    footnotes: str = N_("Footnotes")
    back: str = N_("Back to the text")
    done: str = N_("Done")
    to_do: str = N_("To do")
    note: str = N_("Note")
    warning: str = N_("Warning")
    example: str = N_("Example")
    guidance: str = N_("Guidance")

    @classmethod
    def translated(cls, translate: Callable[[str], str]) -> "Labels":
        """The same words in another language."""
        return cls(**{word.name: translate(str(word.default)) for word in fields(cls)})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text taken apart: HTML with places left open, and all that can be said without knowing any other text. Lines count from 1 in the text."""

    pieces: tuple[Piece, ...] = field(repr=False)
    contents: tuple[Heading, ...]
    sections: tuple[Section, ...]
    plain: str = field(repr=False)
    anchors: frozenset[str]
    links: tuple[DocumentLink, ...]
    images: tuple[ImageUse, ...]
    external: tuple[tuple[str, int], ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text put together: `html` is sanitised and safe to embed as it is; the other fields are those of Parsed, problems with those of links added."""

    html: str = field(repr=False)
    contents: tuple[Heading, ...]
    sections: tuple[Section, ...]
    plain: str = field(repr=False)
    anchors: frozenset[str]
    links: tuple[DocumentLink, ...]
    images: tuple[ImageUse, ...]
    external: tuple[tuple[str, int], ...]
    rules: tuple[Rule, ...]
    problems: tuple[Problem, ...]
