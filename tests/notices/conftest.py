"""A post office for digests."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from email.message import Message

import pytest

from portal.config import Config
from portal.db import Database
from portal.jobs import service as jobs
from portal.notices import service
from portal.people.letters import Letterhead
from tests.cellar.post_office import PostOffice

HEAD = Letterhead("Baseline", "https://portal.example.org", "en")
Morning = Callable[[datetime], list[Message]]


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """An open one."""
    office = PostOffice()
    office.open()
    yield office
    office.close()


@pytest.fixture
def morning(database: Database, config: Config, post_office: PostOffice) -> Morning:
    """A function that does the chores `digest` and `mail` at a moment: what reached the mail server."""
    with_server = replace(config, smtp_url=post_office.url, mail_from="portal@example.org")

    def come(at: datetime) -> list[Message]:
        post_office.mails.clear()
        service.write_digests(database, HEAD, zone="UTC", at=at)
        jobs.deliver(database, with_server, at=at)
        return list(post_office.mails)

    return come
