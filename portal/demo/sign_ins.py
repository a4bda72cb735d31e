"""The passwords of the cast: made anew for each instance, hashed before the transaction, told in one file that only its owner may read.

The file is written before the rows are committed and named after: whichever moment a kill picks, the next run finds the passwords of the rows
that are there, or makes both anew.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from portal.demo.organisation import CAST, PEOPLE
from portal.people import service as people

NAME = "demo-sign-ins.json"
WAITING = "demo-sign-ins.json.new"


@dataclass(frozen=True)
class SignIn:
    """What one of the cast signs in with."""

    email: str
    password: str
    role: str


def new() -> tuple[SignIn, ...]:
    """A sign-in for each of the cast, with a password nobody has seen."""
    addresses = {someone.cast: someone.email for someone in PEOPLE if someone.cast}
    return tuple(SignIn(addresses[name], secrets.token_urlsafe(12), role) for name, role in CAST.items())


def hashes(sign_ins: tuple[SignIn, ...], cost: str) -> Mapping[str, str]:
    """The hashes to store, by name of the cast."""
    return {name: people.hash_password(one.password, cost) for name, one in zip(CAST, sign_ins, strict=True)}


def put_aside(home: Path, sign_ins: tuple[SignIn, ...]) -> None:
    """Write them, for nobody else to read, under a name that says they may not count yet; durable before the rows are."""
    path = home / WAITING
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf8") as file:
        json.dump([asdict(one) for one in sign_ins], file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def make_known(home: Path) -> None:
    """The rows are there: give the file its name, unless that was done already."""
    if (home / WAITING).exists():
        (home / WAITING).replace(home / NAME)


def known(home: Path) -> tuple[SignIn, ...]:
    """What the file says; nothing where it was taken away."""
    path = home / NAME
    return tuple(SignIn(**row) for row in json.loads(path.read_text("utf8"))) if path.exists() else ()
