"""The law of a good password: length over complexity, and nothing that is guessed first. Pure; the list of common ones is handed in.

After NIST SP 800-63B, 5.1.1.2: a minimum length, no rules of composition, comparison with common, repetitive, sequential and
context-specific values.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.errors import N_

SHORTEST = 12
LONGEST = 128
ORIGINAL = 6
"""So many letters and figures must remain beside common words, rows of keys and what everybody knows about the person."""
ROWS = (
    "12345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
)
SHORTEST_RUN = 4
LOOKS_LIKE = str.maketrans("@$013457!", "asoieast" + "i")
TOO_SHORT = N_("A password has at least 12 characters. Three or four words that do not belong together are easy to remember.")
TOO_LONG = N_("A password has at most 128 characters.")
COMMON = N_("This is one of the passwords that are tried first. Choose three or four words that do not belong together.")
REPEATS = N_("This password repeats a few characters. Choose three or four words that do not belong together.")
GUESSABLE = N_(
    "This is easy to guess: little is left beside common words, rows of keys, your name and the portal's. Add something of your own."
)


@dataclass(frozen=True)
class Owner:
    """What everybody knows about whose password it is; `brand` is the portal's name."""

    name: str
    email: str
    brand: str = "Baseline"


def problem(password: str, owner: Owner, common: frozenset[str]) -> str | None:
    """The sentence that says why this password may not be used; None when it may. `common` holds small letters only."""
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    small = password.casefold()
    if small in common or _letters(small) in common or _letters(small).strip("0123456789") in common:
        return COMMON
    if _period(small) <= SHORTEST_RUN or len(set(small)) < 5:
        return REPEATS
    words = sorted({*_known(owner), *(word for word in common if len(word) < SHORTEST)}, key=len, reverse=True)
    left = (_original(spelled, words) for spelled in (_letters(small), _letters(small.translate(LOOKS_LIKE))))
    return GUESSABLE if min(left) < ORIGINAL else None


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _period(text: str) -> int:
    """The length of the shortest beginning that, repeated, gives the whole text."""
    return next(n for n in range(1, len(text) + 1) if (text[:n] * (len(text) // n + 1))[: len(text)] == text)


def _known(owner: Owner) -> Iterable[str]:
    local, _, domain = owner.email.casefold().partition("@")
    for text in (owner.name.casefold(), local, domain, owner.brand.casefold(), "baseline"):
        spelled = "".join(c if c.isalnum() else " " for c in text)
        yield from (word for word in (*spelled.split(), _letters(text)) if len(word) >= 3)


def _original(text: str, words: Iterable[str]) -> int:
    """How many characters remain beside known words, longest first, and runs along a row of keys or the alphabet."""
    for word in words:
        text = text.replace(word, " ")
    return sum(len(_without_runs(part)) for part in text.split())


def _without_runs(text: str) -> str:
    kept, place = "", 0
    while place < len(text):
        run = _run(text, place)
        kept += "" if run >= SHORTEST_RUN else text[place]
        place += run if run >= SHORTEST_RUN else 1
    return kept


def _run(text: str, place: int) -> int:
    """The length of the longest run from `place` along a row, forwards, backwards or staying on one key."""
    longest = len(text[place:]) - len(text[place:].lstrip(text[place]))
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        length = longest + 1
        while place + length <= len(text) and text[place : place + length] in row:
            longest, length = length, length + 1
    return longest
