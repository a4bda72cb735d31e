"""Telling people what took effect: once, those whom it concerns, and nobody when it is no news."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import reactions
from portal.config import Config
from portal.db import Database
from portal.library.models import Draft, Revision, Round, Writer
from portal.library.service import announcing
from portal.notices.models import Notice
from portal.people import service as people_service
from tests.counting import counted
from tests.library.conftest import Publish
from tests.library.shelf import EARLY, NEW, NOON, newcomer, revision_id, standard
from tests.roots import document

SPRING = datetime(2026, 4, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def installed(config: Config, database: Database, shelf: None) -> None:
    """The shelf is published; events reach their reactions."""
    reactions.install(config, database)


def announce(database: Database, at: datetime = NOON) -> int:
    with database.writing() as session:
        return announcing.announce(session, at, zone="UTC")


def cut_off(database: Database) -> None:
    with database.writing() as session:
        announcing.announce(session, NOON, zone="UTC")
        raise RuntimeError


def told(database: Database, kind: str = "must_read") -> list[tuple[int, str, str, str]]:
    """Who was told, of what, with which version and day."""
    with database.reading() as session:
        found = session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.person_id, Notice.code))
        return [(n.person_id, n.code, n.params["version"], n.params.get("due") or n.params["effective"]) for n in found]


def test_what_the_first_files_brought_is_marked_and_nobody_is_told(database: Database) -> None:
    assert announce(database) == 5
    assert told(database) == told(database, "effective") == []
    assert announce(database) == 0


def test_a_major_version_asks_those_who_must_read_it_once(database: Database, cast: dict[str, int], publish: Publish) -> None:
    announce(database)
    with database.writing() as session:
        newcomer(session, "nils", at=EARLY, position="PRM")
    publish(standard("2.0", "2026-03-02", **NEW))
    assert announce(database) == 1
    assert announce(database) == 0
    assert told(database) == [(cast["anna"], "RSK-STD-01", "2.0", "2026-03-16")]


def test_a_minor_version_asks_nobody_again_but_a_position_it_adds(database: Database, cast: dict[str, int], publish: Publish) -> None:
    announce(database)
    publish(standard("1.1", "2026-03-02", must_read=["position:TEM", "position:LIM"], change="Line managers read it too."))
    announce(database)
    assert told(database) == [(cast["boris"], "RSK-STD-01", "1.1", "2026-03-16")]


def test_the_owner_and_the_writers_hear_that_it_is_effective(database: Database, cast: dict[str, int], publish: Publish) -> None:
    announce(database)
    publish(standard("1.1", "2026-03-02"))
    with database.writing() as session:
        post = people_service.ensure_posts(session, ["Risk lead"])["Risk lead"]
        people_service.assign_post(session, post, cast["gina"], since=date(2026, 1, 5), actor_id=None, at=EARLY)
        key = revision_id(session, "RSK-STD-01", "1.1")
        document_id = session.get_one(Revision, key).document_id
        draft = Draft(document_id=document_id, revision_id=key, made_at=NOON, saved_at=NOON, front={}, text="")
        session.add(draft)
        session.flush()
        session.add(Round(revision_id=key, draft_id=draft.id, number=1, version="1.1", content_hash="h", submitted_at=NOON, ended_at=NOON,
                          outcome="approved", front={}, text=""))  # fmt: skip
        session.add_all(Writer(draft_id=draft.id, person_id=cast[name], since=NOON) for name in ("vera", "gina"))
    announce(database)
    expected = sorted(cast[name] for name in ("vera", "gina"))
    assert [(person, version) for person, _, version, _ in told(database, "effective")] == [(person, "1.1") for person in expected]


def test_what_is_scheduled_is_announced_when_its_time_has_come(database: Database, cast: dict[str, int], publish: Publish) -> None:
    announce(database)
    publish(standard("2.0", "2026-04-01", **NEW))
    assert announce(database) == 0
    assert announce(database, SPRING) == 1
    assert told(database) == [(cast["anna"], "RSK-STD-01", "2.0", "2026-04-15")]


@pytest.mark.parametrize(("effective", "asked"), [("2026-02-28", 0), ("2026-03-01", 0), ("2026-03-02", 1)])
def test_what_took_effect_more_than_a_day_before_it_was_written_is_no_news(
    database: Database, publish: Publish, effective: str, asked: int
) -> None:
    announce(database)
    publish(document("PLM-STD-01", "Planning", effective=effective, must_read=["position:TEM"]))
    assert announce(database) == 1
    assert len(told(database)) == asked


def test_a_version_that_ended_before_it_was_announced_asks_nobody(database: Database, cast: dict[str, int], publish: Publish) -> None:
    announce(database)
    publish(standard("2.0", "2026-03-10", **NEW))
    publish(standard("3.0", "2026-03-20", **NEW), at=NOON + timedelta(hours=1))
    assert announce(database, SPRING) == 2
    assert told(database) == [(cast["anna"], "RSK-STD-01", "3.0", "2026-04-03")]


def test_a_transaction_that_fails_leaves_everything_to_be_announced(database: Database, publish: Publish) -> None:
    announce(database)
    publish(standard("2.0", "2026-03-02", **NEW))
    with pytest.raises(RuntimeError):
        cut_off(database)
    assert told(database) == []
    assert announce(database) == 1
    assert len(told(database)) == 1


def test_many_who_announce_at_once_tell_once(database: Database, cast: dict[str, int], publish: Publish) -> None:
    announce(database)
    publish(standard("2.0", "2026-03-02", **NEW))
    with ThreadPoolExecutor(4) as workers:
        marked = list(workers.map(announce, [database] * 8))
    assert sum(marked) == 1
    assert told(database) == [(cast["anna"], "RSK-STD-01", "2.0", "2026-03-16")]


def test_telling_thirty_people_costs_what_telling_one_does(database: Database, publish: Publish) -> None:
    announce(database)
    publish(standard("2.0", "2026-03-02", **NEW))
    with counted(database) as one:
        announce(database)
        assert len(one) <= 16
    with database.writing() as session:
        for number in range(30):
            newcomer(session, f"nils-{number}", at=EARLY)
    publish(standard("3.0", "2026-03-02", **NEW), at=NOON + timedelta(hours=1))
    with counted(database) as many:
        announce(database, NOON + timedelta(hours=1))
        assert len(many) == len(one)
    assert Counter(version for _, _, version, _ in told(database)) == {"2.0": 1, "3.0": 31}


def test_passing_over_marks_the_past_and_tells_nobody(database: Database, publish: Publish) -> None:
    publish(
        document("PLM-STD-01", "Planning", must_read=["position:TEM"], effective="2026-03-02"),
        document("PLM-STD-02", "Later", effective="2026-06-01"),
    )
    with database.writing() as session:
        assert announcing.pass_over(session, NOON) == 6
    assert announce(database) == 0
    assert told(database) == []
