"""Settings that are known before the database is: one frozen dataclass from `PORTAL_*` and an optional `portal.toml`.

The environment beats the file. A wrong value stops the start and says its name, the value and what is allowed.
"""

import difflib
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from portal.errors import PortalError

NOT_OURS = frozenset({"PORTAL_REQUIRE_ALL", "PORTAL_CONFIG"})


class WrongSetting(PortalError):  # noqa: N818
    """A setting's value cannot be used. The sentence names it, the value and what is allowed."""


@dataclass(frozen=True)
class Config:
    """All settings, checked. Paths are absolute; `database_url` is never empty."""

    home: Path
    database_url: str
    public_url: str = "http://127.0.0.1:8000"
    name: str = "Baseline"
    zone: str = "UTC"
    language: str = "en"
    files_take_effect: str = ""
    redis_url: str = ""
    smtp_url: str = ""
    mail_from: str = "baseline@localhost"
    log_level: str = "info"
    password_cost: str = "normal"  # noqa: S105  a level, not a password
    proxy_hops: int = 0

    @property
    def https(self) -> bool:
        """True when people reach the portal through https: cookies are then Secure and `__Host-`."""
        return self.public_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        """True when the database is a file of this instance."""
        return self.database_url.startswith("sqlite")


def _one_of(*allowed: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError("one of " + ", ".join(repr(a) for a in allowed))
        return value

    return check


def _url(*schemes: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        allowed = ValueError("an address that begins with " + " or ".join(f"{s}://" for s in schemes))
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError:
            raise allowed from None
        if parts.scheme not in schemes or not parts.netloc:
            raise allowed
        return value

    return check


def _web_address(value: str) -> str:
    parts = urlsplit(_url("http", "https")(value))
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("an address without a path, such as https://portal.example.org")
    return value.rstrip("/")


def _database(value: str) -> str:
    if value.startswith("sqlite:///") and value != "sqlite:///":
        return value
    try:
        checked = _url("postgresql", "postgres", "postgresql+psycopg")(value)
    except ValueError:
        raise ValueError("sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME") from None
    return "postgresql+psycopg://" + checked.split("://", 1)[1]


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("the name of a time zone, such as Europe/Lisbon")
    return value


def _whole(value: str) -> int:
    if not value.isdigit() or int(value) > 9:
        raise ValueError("a whole number from 0 to 9")
    return int(value)


def _text(value: str) -> str:
    if not value.strip() or len(value) > 200 or not value.isprintable():
        raise ValueError("a text of 1 to 200 characters on one line")
    return value.strip()


def _language(value: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(value))
    except (ValueError, UnknownLocaleError):
        raise ValueError("the code of a language, such as en or pt_BR") from None


def _mail_address(value: str) -> str:
    name, at, host = _text(value).rpartition("@")
    if not (name and at and host) or any(character in value for character in " ,;<>"):
        raise ValueError("an e-mail address, such as baseline@example.org")
    return value


CHECKS: Mapping[str, Callable[[str], Any]] = {
    "home": lambda value: Path(_text(value)).expanduser().absolute(),
    "database_url": _database,
    "public_url": _web_address,
    "name": _text,
    "zone": _zone,
    "language": _language,
    "files_take_effect": _one_of("auto", "always", "never"),
    "redis_url": _url("redis", "rediss"),
    "smtp_url": _url("smtp", "smtps"),
    "mail_from": _mail_address,
    "log_level": _one_of("debug", "info", "warning", "error"),
    "password_cost": _one_of("normal", "cheap"),
    "proxy_hops": _whole,
}


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read `portal.toml` (in the current folder, or where `PORTAL_CONFIG` says) and the environment.

    Raises WrongSetting for a value that cannot be used and for a name nobody reads.
    """
    values: dict[str, Any] = {}
    for name, (source, value) in {**_from_file(environ), **_from_environment(environ)}.items():
        try:
            values[name] = CHECKS[name](value)
        except ValueError as problem:
            raise WrongSetting(f"{source} is {value!r}; allowed is {problem}.") from None
    home = values.pop("home", Path("instance").absolute())
    url = values.pop("database_url", f"sqlite:///{home / 'portal.db'}")
    return Config(home=home, database_url=url, **values)


def _from_environment(environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    found = {}
    for variable, value in environ.items():
        if variable.startswith("PORTAL_") and variable not in NOT_OURS:
            name = variable.removeprefix("PORTAL_").lower()
            _known(name, variable)
            if value:
                found[name] = (variable, value)
    return found


def _from_file(environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    path = Path(environ.get("PORTAL_CONFIG", "portal.toml"))
    if not path.is_file():
        if "PORTAL_CONFIG" in environ:
            raise WrongSetting(f"PORTAL_CONFIG is {str(path)!r}; allowed is the path of a file that exists.")
        return {}
    try:
        table = tomllib.loads(path.read_text("utf8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise WrongSetting(f"{path} cannot be read as TOML: {problem}.") from None
    for name in table:
        _known(name, f"{name} in {path}")
    return {name: (f"{name} in {path}", str(value)) for name, value in table.items()}


def _known(name: str, where: str) -> None:
    if name not in CHECKS:
        near = difflib.get_close_matches(name, CHECKS, 1)
        hint = f" Did you mean PORTAL_{near[0].upper()}?" if near else ""
        names = ", ".join(f"PORTAL_{field.name.upper()}" for field in fields(Config))
        raise WrongSetting(f"{where} is not a setting of the portal.{hint} Allowed are {names}.")
