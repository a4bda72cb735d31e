"""How names and e-mail addresses are spelled, and what is none. Pure."""

import re

from portal.content.wording import hidden_character

ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")
LONGEST_NAME = 120
LONGEST_ADDRESS = 254


def spelled(name: str) -> str | None:
    """A name with single spaces; None for one that is empty, too long, or holds characters nobody can see."""
    tidy = " ".join(name.split())
    return tidy if tidy and len(tidy) <= LONGEST_NAME and not hidden_character(tidy) else None


def address(email: str) -> str | None:
    """An e-mail address in small letters, as it is stored; None for what is none."""
    tidy = email.strip().lower()
    good = ADDRESS.fullmatch(tidy) and len(tidy) <= LONGEST_ADDRESS and not hidden_character(tidy)
    return tidy if good else None
