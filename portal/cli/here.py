"""What commands share: the instance at hand and who acts."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from portal import clock, config, instance, reactions
from portal.config import Config
from portal.db import Database, Session
from portal.errors import NotFound
from portal.people import queries as people
from portal.permissions import Reader
from portal.search import service as search
from portal.search.index import SearchIndex


@dataclass(frozen=True)
class Here:
    """The instance a command works on, opened, and the moment it began."""

    config: Config
    database: Database
    index: SearchIndex
    at: datetime


def here() -> Here:
    """Open the instance of the present settings, making and migrating it when it must be; it is closed when the command ends.

    If the last process was killed before the search index had learnt all, it learns the rest now."""
    settings = config.load()
    database = instance.opened(settings)
    index = reactions.install(settings, database)
    search.catch_up(database, index, reactions.SOURCES)
    click.get_current_context().call_on_close(database.dispose)
    return Here(settings, database, index, clock.now())


def person(session: Session, settings: Config, email: str, at: datetime) -> Reader:
    """The reader with this e-mail address; NotFound says which address nobody has."""
    reader = people.named(session, email, at, zone=settings.zone, language=settings.language)
    if reader is None:
        raise NotFound(f"nobody here has the e-mail address {email}")
    return reader


def shipped_content() -> Path:
    """The content root that comes with the portal."""
    return instance.resources() / "content"
