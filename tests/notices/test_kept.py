"""How long notices are kept, and the address of a feed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock, reactions
from portal.config import Config
from portal.db import Database
from portal.journal.models import JournalRow
from portal.notices import queries, service
from portal.notices.models import FeedAddress
from portal.people import service as people
from tests.cast import CAST, token
from tests.notices.telling import TUESDAY, notices, tell

Cast = dict[str, int]
Enter = Callable[[str], FlaskClient]


def forget_at(database: Database, days: int) -> int:
    with database.writing() as session:
        return service.forget(session, at=TUESDAY + timedelta(days=days))


def test_what_was_opened_is_kept_for_ninety_days_and_the_rest_for_two_years(database: Database, cast: Cast) -> None:
    tell(database, cast["anna"], cast["boris"])
    with database.writing() as session:
        service.opened(session, cast["anna"], notices(database)[0].id, at=TUESDAY)
    assert [forget_at(database, days) for days in (90, 91, 730, 732)] == [0, 1, 0, 1]


def test_what_waits_no_longer_counts_as_read_for_everybody_or_for_one(database: Database, cast: Cast) -> None:
    tell(database, cast["anna"], cast["boris"], cast["vera"])
    tell(database, cast["anna"], kind="reading_overdue")
    tell(database, cast["anna"], url="/library/rsk-std-02")
    with database.writing() as session:
        assert service.settled(session, ("must_read",), "/library/rsk-std-01", at=TUESDAY, person_id=cast["boris"]) == 1
        assert service.settled(session, ("must_read", "reading_overdue"), "/library/rsk-std-01", at=TUESDAY) == 3
        assert service.settled(session, ("must_read", "reading_overdue"), "/library/rsk-std-01", at=TUESDAY) == 0
    assert [one.url for one in notices(database) if one.read_at is None] == ["/library/rsk-std-02"]


def test_the_chores_write_digests_and_forget(database: Database, config: Config, cast: Cast) -> None:
    chores = {chore.name: chore for chore in reactions.CHORES}
    now = clock.now()
    tell(database, cast["anna"], at=now - timedelta(days=8))
    tell(database, cast["boris"], at=now - timedelta(days=800))
    assert chores["forget"].run(database, config) == 1
    assert chores["digest"].run(database, config) == 1
    assert chores["digest"].run(database, config) == 0
    names = [chore.name for chore in reactions.CHORES]
    assert names.index("digest") < names.index("mail"), "what is written in a minute is sent in the same one"


def address(page: str) -> str:
    """The address of a feed, as shown once."""
    return page.partition('id="address"')[2].partition('value="')[2].partition('"')[0]


@pytest.mark.parametrize("name", CAST)
def test_everybody_may_make_an_address_and_see_it_once(as_person: Enter, config: Config, database: Database, cast: Cast, name: str) -> None:
    browser = as_person(name)
    answer = browser.post("/notices/feed", data=token(browser.get("/notices")))
    shown = answer.get_data(as_text=True)
    key = address(shown).rpartition("/")[2].removesuffix(".atom")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert address(shown) == f"{config.public_url}/feeds/{key}.atom"
    with database.reading() as session:
        assert queries.feed_owner(session, key) == cast[name]
        assert key not in session.scalars(select(FeedAddress.key_hash)).one()
    assert key not in browser.get("/notices").get_data(as_text=True)


def test_a_new_address_ends_the_old_one(database: Database, cast: Cast) -> None:
    keys = []
    for _ in range(2):
        with database.writing() as session:
            keys.append(service.make_feed_address(session, cast["anna"], at=TUESDAY))
    with database.reading() as session:
        assert [queries.feed_owner(session, key) for key in keys] == [None, cast["anna"]]
        assert queries.feed_owner(session, "") is None


def test_an_address_is_ended_by_its_owner(as_person: Enter, database: Database, cast: Cast) -> None:
    with database.writing() as session:
        key = service.make_feed_address(session, cast["anna"], at=TUESDAY)
    anna = as_person("anna")
    assert "You have had an address since 24 Nov 2026." in anna.get("/notices").get_data(as_text=True)
    assert anna.post("/notices/feed/end", data=token(anna.get("/notices"))).status_code == 303
    with database.reading() as session:
        assert queries.feed_owner(session, key) is None
    assert "does not work any more" in anna.get("/notices").get_data(as_text=True)


def test_the_address_of_somebody_who_has_left_does_not_work_again_when_they_come_back(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        keys = [service.make_feed_address(session, cast[name], at=TUESDAY) for name in ("anna", "boris")]
        people.deactivate(session, cast["anna"], actor_id=cast["adam"], at=TUESDAY)
    assert forget_at(database, 0) == 1
    with database.writing() as session:
        people.reactivate(session, cast["anna"], actor_id=cast["adam"], at=TUESDAY)
    with database.reading() as session:
        assert [queries.feed_owner(session, key) for key in keys] == [None, cast["boris"]]


def test_addresses_are_journalled_without_their_keys_and_notices_are_not(database: Database, cast: Cast) -> None:
    with database.reading() as session:
        before = len(session.scalars(select(JournalRow)).all())
    tell(database, cast["anna"])
    with database.writing() as session:
        key = service.make_feed_address(session, cast["anna"], at=TUESDAY)
        service.end_feed_address(session, cast["anna"], at=TUESDAY)
        assert not service.end_feed_address(session, cast["anna"], at=TUESDAY)
    with database.reading() as session:
        rows = session.scalars(select(JournalRow).order_by(JournalRow.id)).all()[before:]
    assert [(row.action, row.actor_id, row.object_key) for row in rows] == [
        (action, cast["anna"], str(cast["anna"])) for action in ("feed address made", "feed address ended")
    ]
    assert key not in repr([vars(row) for row in rows])
