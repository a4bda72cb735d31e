"""Shapes of codes, slugs and tokens, and characters nobody can see. Knows patterns only, never what exists."""

import hashlib
import re
import unicodedata
from typing import Final

DOCUMENT_CODE: Final = re.compile(r"[A-Z]{3}-[A-Z]{3}-[0-9]{2,4}|TPL-[0-9]{2,4}")
TEMPLATE_CODE: Final = re.compile(r"TPL-[0-9]{2,4}")
COURSE_CODE: Final = re.compile(r"CRS-[0-9]{2,4}")
PRACTICE_CODE: Final = re.compile(r"[A-Z]{3}\.[0-9]{1,2}")
AREA_CODE: Final = re.compile(r"[A-Z]{3}")
POSITION_CODE: Final = re.compile(r"[A-Z]{2,8}")
SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ANCHOR: Final = re.compile(r"[a-z][a-z0-9-]{0,40}")
FILE_NAME: Final = re.compile(rf"(?P<code>{DOCUMENT_CODE.pattern})-(?P<slug>[a-z0-9-]+)\.md")
PHASES: Final = ("propose", "initiate", "plan", "execute", "close", "benefits")
ROLES: Final = ("member", "manager", "author", "approver", "assessor", "auditor", "admin")
KINDS: Final = ("policy", "standard", "procedure", "guide", "template")
FORMATS: Final = ("md", "docx", "xlsx", "csv")
OURS: Final = "<<<<<<<"
THEIRS: Final = ">>>>>>>"

_PAGE: Final = frozenset({"main", "document", "q", "toc-h", "site-nav", "shortcuts", "shortcuts-h", "shortcuts-off"})
_DIRECTION: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")


def hidden_character(text: str) -> str | None:
    """The name of the first character of a one-line text that shows nothing: format, control, private, unassigned or a line separator."""
    if text.isascii() and text.isprintable():
        return None
    for character in text:
        if unicodedata.category(character) in {"Cf", "Cc", "Co", "Cs", "Cn", "Zl", "Zp"}:
            return character_name(character)
    return None


def character_name(character: str) -> str:
    """A character that cannot be shown, as its number and name."""
    return f"U+{ord(character):04X} {unicodedata.name(character, 'control character')}"


def direction_characters(text: str) -> tuple[tuple[int, str], ...]:
    """Where a longer text changes its own direction so that it reads other than it is: (line from 1, name of each character in it)."""
    if text.isascii():
        return ()
    lines = enumerate(text.split("\n"), 1)
    return tuple((number, character_name(character)) for number, line in lines for character in sorted(set(_DIRECTION.findall(line))))


def merge_marks(text: str) -> tuple[int, ...]:
    """The lines of a text, from 1, where a merge left its marks because both sides had changed the same lines."""
    if OURS not in text and THEIRS not in text:
        return ()
    return tuple(number for number, line in enumerate(text.split("\n"), 1) if line.startswith((OURS, THEIRS)))


def of_page(anchor: str) -> bool:
    """Whether an id belongs to the page around a text: the frame's own, and all that begin with `page-`. No text may take it."""
    return anchor in _PAGE or anchor.startswith("page-")


def slug(text: str) -> str:
    """A text in small ASCII letters, figures and single hyphens, beginning with a letter, at most 41 long: the anchor of a heading."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    made = _NOT_SLUG.sub("-", plain).strip("-")[:41].strip("-")
    if not made:
        return "section"
    return made if made[0].isalpha() else f"s-{made}"[:41].strip("-")


def post_slug(title: str) -> str:
    """The slug of a post's title, "Head of PMO" is `head-of-pmo`; a title in other letters than Latin ones keeps them, so that titles stay apart.

    At most 60 characters: what is longer is cut and ends in a hash of the whole."""
    if all(_is_latin(letter) for letter in title if letter.isalpha()):
        return slug(title)
    plain = unicodedata.normalize("NFKC", title).casefold()
    spaced = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in plain)
    made = "-".join(spaced.split())
    return made if len(made) <= 60 else f"{made[:51]}-{hashlib.sha256(made.encode()).hexdigest()[:8]}"


def _is_latin(letter: str) -> bool:
    """Whether a letter is a Latin one, or one that `slug` writes with Latin ones."""
    return unicodedata.name(letter, "").startswith("LATIN") or unicodedata.normalize("NFKD", letter).isascii()
