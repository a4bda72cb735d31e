"""Acknowledging, bookmarking, exempting and requiring, on both databases and by several at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.config import Config
from portal.db import Database
from portal.errors import NotFound
from portal.journal import queries as journal
from portal.library.models import Acknowledgement, Bookmark, Exemption, ReadingMark, Requirement
from portal.library.service import reading
from portal.people import queries as people
from portal.permissions import Reader
from tests.cast import email
from tests.library.shelf import EARLY, NEW, NOON, revision_id, shelve, standard

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> None:
    """Everything of the shelf is published."""
    with database.writing() as session:
        shelve(session, config, tmp_path)


def as_reader(database: Database, name: str) -> Reader:
    with database.reading() as session:
        reader = people.named(session, email(name), NOON, zone="UTC", language="en")
    assert reader is not None
    return reader


def test_acknowledging_is_recorded_once_with_its_revision_and_a_journal_row(database: Database) -> None:
    anna = as_reader(database, "anna")
    with database.writing() as session:
        assert reading.acknowledge(session, anna, "RSK-STD-01", 1, 0, at=NOON)
        assert not reading.acknowledge(session, anna, "RSK-STD-01", 1, 0, at=NOON + timedelta(1))
    with database.reading() as session:
        row = session.scalars(select(Acknowledgement)).one()
        assert (row.revision_id, row.at) == (revision_id(session, "RSK-STD-01"), NOON)
        facts, total = journal.facts(session, journal.Wanted(object_key="RSK-STD-01", actor_id=anna.person_id))
        assert (total, facts[0].action, facts[0].after) == (1, "document acknowledged", {"version": "1.0"})


def test_acknowledging_an_old_revision_is_refused(database: Database, config: Config, tmp_path: Path) -> None:
    anna, later = as_reader(database, "anna"), NOON + timedelta(days=20)
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("1.1", "2026-03-10"), at=NOON)
    with database.writing() as session, pytest.raises(reading.ChangedMeanwhile):
        reading.acknowledge(session, anna, "RSK-STD-01", 1, 0, at=later)
    with database.writing() as session, pytest.raises(reading.NotYetEffective):
        reading.acknowledge(session, anna, "RSK-STD-01", 1, 1, at=NOON)
    with database.writing() as session:
        assert reading.acknowledge(session, anna, "RSK-STD-01", 1, 1, at=later)


def test_a_new_major_version_is_acknowledged_anew(database: Database, config: Config, tmp_path: Path) -> None:
    anna = as_reader(database, "anna")
    with database.writing() as session:
        reading.acknowledge(session, anna, "RSK-STD-01", 1, 0, at=EARLY + timedelta(1))
        shelve(session, config, tmp_path, standard("2.0", "2026-02-02", **NEW), at=EARLY + timedelta(2))
    with database.writing() as session:
        assert reading.acknowledge(session, anna, "RSK-STD-01", 2, 0, at=NOON)
        assert session.scalar(select(func.count(Acknowledgement.id))) == 2


@pytest.mark.parametrize("code", ["RSK-STD-03", "RSK-STD-77"])
def test_what_is_not_for_the_reader_cannot_be_found(database: Database, code: str) -> None:
    anna = as_reader(database, "anna")
    with database.writing() as session, pytest.raises(NotFound):
        reading.acknowledge(session, anna, code, 1, 0, at=NOON)
    with database.writing() as session, pytest.raises(NotFound):
        reading.bookmark(session, anna, code, at=NOON)


def test_many_acknowledging_at_once_make_one_row_and_no_error(database: Database) -> None:
    anna = as_reader(database, "anna")

    def press(_: int) -> bool:
        with database.writing() as session:
            return reading.acknowledge(session, anna, "RSK-STD-01", 1, 0, at=NOON)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(press, range(24))) == [False] * 23 + [True]
    with database.reading() as session:
        assert session.scalar(select(func.count(Acknowledgement.id))) == 1
        assert journal.facts(session, journal.Wanted(object_key="RSK-STD-01", actor_id=anna.person_id))[1] == 1


def test_a_bookmark_is_kept_once_and_removed(database: Database) -> None:
    anna = as_reader(database, "anna")
    with database.writing() as session:
        reading.bookmark(session, anna, "RSK-GDE-01", at=NOON)
        reading.bookmark(session, anna, "RSK-GDE-01", at=NOON)
        assert session.scalar(select(func.count()).select_from(Bookmark)) == 1
        reading.unbookmark(session, anna, "RSK-GDE-01")
        reading.unbookmark(session, anna, "RSK-GDE-01")
        assert session.scalar(select(func.count()).select_from(Bookmark)) == 0


def test_a_reading_mark_keeps_the_revision_opened_last(database: Database, config: Config, tmp_path: Path, cast: dict[str, int]) -> None:
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("1.1", "2026-02-02"), at=NOON)
        first, second = revision_id(session, "RSK-STD-01"), revision_id(session, "RSK-STD-01", "1.1")
        reading.mark_read(session, cast["anna"], 1, first, at=EARLY)
        reading.mark_read(session, cast["anna"], 1, second, at=NOON)
        mark = session.scalars(select(ReadingMark)).one()
        assert (mark.revision_id, mark.at) == (second, NOON)


def test_an_exemption_is_held_replaced_and_ended_and_the_reason_is_not_journalled(database: Database, cast: dict[str, int]) -> None:
    values = {"actor_id": cast["boris"], "at": NOON, "zone": "UTC"}
    with database.writing() as session:
        reading.exempt(session, "RSK-STD-01", cast["anna"], reason="On leave.", until=date(2026, 6, 1), **values)
        reading.exempt(session, "RSK-STD-01", cast["anna"], reason="Until she is back.", until=date(2026, 9, 1), **values)
        held = session.scalars(select(Exemption)).one()
        assert (held.reason, held.until, held.granted_by) == ("Until she is back.", date(2026, 9, 1), cast["boris"])
        reading.end_exemption(session, "RSK-STD-01", cast["anna"], **values)
        session.flush()
        assert session.scalars(select(Exemption)).one().until == NOON.date()
        facts, _ = journal.facts(session, journal.Wanted(object_key="RSK-STD-01", actor_id=cast["boris"]))
        assert [f.action for f in facts] == ["exemption ended", "reader exempted", "reader exempted"]
        assert facts[1].after == {"person": cast["anna"], "until": "2026-09-01"}
    with database.writing() as session, pytest.raises(NotFound):
        reading.end_exemption(session, "RSK-STD-01", cast["anna"], **values)


@pytest.mark.parametrize("until", [date(2026, 3, 2), date(2027, 3, 3)])
def test_an_exemption_ends_within_twelve_months(database: Database, cast: dict[str, int], until: date) -> None:
    values = {"reason": "Abroad.", "until": until, "actor_id": cast["boris"], "at": NOON, "zone": "UTC"}
    with database.writing() as session, pytest.raises(reading.ExemptionTooLong):
        reading.exempt(session, "RSK-STD-01", cast["anna"], **values)


def test_nobody_exempts_themselves(database: Database, cast: dict[str, int]) -> None:
    values = {"reason": "Busy.", "until": date(2026, 6, 1), "actor_id": cast["boris"], "at": NOON, "zone": "UTC"}
    with database.writing() as session, pytest.raises(reading.NotOnesOwn):
        reading.exempt(session, "RSK-STD-02", cast["boris"], **values)


def test_a_reading_is_required_once_by_each_source(database: Database) -> None:
    values = {"due_days": 7, "actor_id": None, "at": NOON}
    with database.writing() as session:
        assert reading.require(session, "RSK-STD-01", "team:pmo", source="curriculum", **values)
        assert not reading.require(session, "RSK-STD-01", "team:pmo", source="curriculum", **values)
        assert reading.require(session, "RSK-STD-01", "team:pmo", source="assignment", **values)
        assert session.scalar(select(func.count(Requirement.id)).where(Requirement.revision_id.is_(None))) == 2
    with database.writing() as session, pytest.raises(reading.NotRequirable):
        reading.require(session, "RSK-GDE-01", "team:pmo", source="curriculum", **values)
