"""Argon2id. A hash takes about 120 ms at the normal cost, so nothing here may run inside a write transaction."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 128
NOBODY = {
    "normal": "$argon2id$v=19$m=65536,t=3,p=4$yF5+EOgHZydPb5qrngYb+g$XldXDfcBTmGBLit8buqXpSI0Oz7t5KhXj3XhYL38RFk",
    "cheap": "$argon2id$v=19$m=8,t=1,p=1$K7WptMyo5nJUgQVs4JiPGg$/GFSLo50skpYZxOXbrZ3MSuzlR//OpXoK8YglJa6qaM",
}
"""Hashes that belong to nobody: verified where there is no account, so that the answer takes the same time."""


@cache
def hasher(cost: str) -> PasswordHasher:
    """The hasher of a `password_cost`: `normal` is RFC 9106's second recommendation, `cheap` is for tests."""
    return PasswordHasher() if cost == "normal" else PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def plain(password: str) -> str:
    """One spelling for characters that look the same (NFKC), cut just above the longest password allowed."""
    return unicodedata.normalize("NFKC", password[: 4 * LONGEST])[: LONGEST + 1]


def make(password: str, cost: str) -> str:
    """The hash to store."""
    return hasher(cost).hash(plain(password))


def fits(stored: str | None, password: str, cost: str) -> bool:
    """Whether `password` belongs to the stored hash; exactly one hash is computed, also when nothing is stored."""
    try:
        return hasher(cost).verify(stored or NOBODY[cost], plain(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str, cost: str) -> bool:
    """Whether the stored hash was made at another cost than today's."""
    return hasher(cost).check_needs_rehash(stored)
