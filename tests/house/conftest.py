"""What the laws of the whole application are tried with."""

import pytest

from portal import clock
from portal.db import Database
from portal.people import queries
from portal.permissions import Permission
from tests.cast import CAST, email


@pytest.fixture
def held(database: Database, cast: dict[str, int]) -> dict[str, frozenset[Permission]]:
    """What each of the cast may do somewhere."""
    with database.reading() as session:
        readers = {name: queries.named(session, email(name), clock.now(), zone="UTC", language="en") for name in CAST}
    return {name: frozenset(grant.permission for grant in reader.grants) for name, reader in readers.items() if reader}
