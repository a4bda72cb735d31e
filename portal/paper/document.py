"""A controlled text with what a sheet of paper must say about it.

Owns the frozen input of all writers and the fixed words they print. Must not know where these come from, nor any file format.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime

from babel.dates import format_date

from portal.errors import N_
from portal.paper.blocks import Tree
from portal.paper.inline import clean
from portal.paper.markdown import Resolve, read


@dataclass(frozen=True)
class Words:
    """The fixed words on paper, in the language of the document. `Words.translated(_)` gives them in another."""

    version: str = N_("Version")
    state: str = N_("State")
    owner: str = N_("Owner")
    approver: str = N_("Approved by")
    effective: str = N_("Effective")
    next_review: str = N_("Next review")
    practices: str = N_("Practices")
    contents: str = N_("Contents")
    change: str = N_("What changed")
    transition: str = N_("From when")
    uncontrolled: str = N_("Uncontrolled when printed")
    current: str = N_("The version that counts is at")
    page: str = N_("Page %(page)s of %(pages)s")
    missing_picture: str = N_("Picture left out")
    none: str = N_("none")
    how_to_use: str = N_("How to use")
    fields: str = N_("Fields")
    example_title: str = N_("Examples")
    example: str = N_("Rows in italics on a grey ground are examples: overwrite or delete them.")
    template: str = N_("Template")
    notes: str = N_("Notes")
    code: str = N_("Code")
    title: str = N_("Title")
    sheet: str = N_("Sheet")
    purpose: str = N_("What it is for")
    wrong_value: str = N_("This value is not allowed here")
    allowed: str = N_("Allowed: %(allowed)s")

    @classmethod
    def translated(cls, translate: Callable[[str], str]) -> Words:
        """The same words in another language."""
        return cls(**{word.name: translate(str(word.default)) for word in fields(cls)})


@dataclass(frozen=True)
class Control:
    """What the control block says. `kind` and `state` are words for the reader; `at` is when the Revision was made (UTC).

    `notice` is a sentence set above the text of a Revision that is not effective ("Superseded by 3.1 on 15 September 2026.").
    """

    code: str
    kind: str
    title: str
    version: str
    state: str
    owner: str
    approver: str
    effective: date | None
    next_review: date | None
    at: datetime
    summary: str = ""
    practices: tuple[str, ...] = ()
    change: str = ""
    transition: str = ""
    notice: str = ""

    def __post_init__(self) -> None:
        for name in ("code", "kind", "title", "version", "state", "owner", "approver", "summary", "change", "transition", "notice"):
            object.__setattr__(self, name, clean(getattr(self, name)))


def _nowhere(_code: str, _anchor: str) -> None:
    return None


@dataclass(frozen=True)
class PaperDocument:
    """One Revision for paper. `markdown` is its body without front matter; `address` its absolute address in the portal.

    `language` (ISO 639-1, or with a region as `en-GB`) is that of the text; `words` should be in the same one.
    """

    control: Control
    markdown: str
    address: str = ""
    resolve: Resolve = _nowhere
    language: str = "en-GB"
    words: Words = Words()

    def tree(self) -> Tree:
        """The text as blocks, its links resolved."""
        return read(self.markdown, self.resolve, self.address)

    def day(self, on: date | None) -> str:
        """A date as the document's language writes it, month in letters; the word for none where there is no date."""
        return format_date(on, "d MMMM yyyy", locale=self.language.replace("-", "_")) if on else self.words.none

    @property
    def made_at(self) -> datetime:
        """The one time written into files, whole seconds, so that the same Revision gives the same bytes."""
        return self.control.at.astimezone(UTC).replace(microsecond=0)

    def file_name(self, ending: str) -> str:
        """`TPL-12-risk-register-v1.2.xlsx`: ASCII, safe in every file system and header."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.control.title.lower()).strip("-")[:60].rstrip("-")
        code = re.sub(r"[^A-Za-z0-9-]+", "", self.control.code)
        version = re.sub(r"[^0-9.]+", "", self.control.version)
        return f"{code}{'-' if slug else ''}{slug}-v{version}.{ending}"
