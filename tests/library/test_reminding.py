"""Reminders: overdue readings, reviews that wait, documents due for their periodic review. Each once, to whom it concerns."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal import reactions
from portal.config import Config
from portal.db import Database
from portal.library.models import Reviewer, Revision, Round
from portal.library.obligation import working_days
from portal.library.queries import owing
from portal.library.service import announcing, reminding
from portal.library.service import reading as reading_service
from portal.notices.models import Notice
from portal.people import queries as people
from portal.people import service as people_service
from portal.settings import service as settings
from tests.cast import email
from tests.counting import counted
from tests.library.conftest import Publish
from tests.library.reading_pages import hold
from tests.library.shelf import EARLY, NEW, NOON, newcomer, revision_id, standard

MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)


@pytest.fixture(autouse=True)
def installed(config: Config, database: Database, shelf: None) -> None:
    """The shelf is published and announced; events reach their reactions."""
    reactions.install(config, database)
    with database.writing() as session:
        announcing.announce(session, NOON, zone="UTC")


def remind(database: Database, at: datetime = NOON) -> int:
    with database.writing() as session:
        return reminding.remind(session, owing.overdue(session, at, zone="UTC"), at=at, zone="UTC")


def told(database: Database, kind: str) -> list[tuple[int, str, str]]:
    """Who was told, of what, with which day."""
    with database.reading() as session:
        found = session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))
        return [(n.person_id, n.code, n.params.get("due") or n.params["since"]) for n in found]


@pytest.mark.parametrize(("since", "until", "days"), [
    (MONDAY, MONDAY, 0), (MONDAY, date(2026, 3, 3), 1), (MONDAY, date(2026, 3, 9), 5), (date(2026, 3, 6), SATURDAY, 0),
    (date(2026, 3, 6), date(2026, 3, 9), 1), (SATURDAY, date(2026, 3, 16), 6), (date(2026, 3, 9), MONDAY, 0),
])  # fmt: skip
def test_working_days_leave_out_saturday_and_sunday(since: date, until: date, days: int) -> None:
    assert working_days(since, until) == days


def test_a_reading_is_told_as_overdue_once_and_anew_for_a_new_major_version(
    database: Database, cast: dict[str, int], publish: Publish
) -> None:
    due = datetime(2026, 1, 19, 12, tzinfo=UTC)
    remind(database, due)
    assert told(database, "reading_overdue") == []
    remind(database, due + timedelta(days=1))
    remind(database, due + timedelta(days=2))
    anna = [(cast["anna"], code, "2026-01-19") for code in ("MET-POL-01", "RSK-STD-01")]
    assert [one for one in told(database, "reading_overdue") if one[0] == cast["anna"]] == anna
    publish(standard("1.1", "2026-03-02"))
    remind(database, NOON)
    publish(standard("2.0", "2026-03-03", **NEW), at=NOON + timedelta(days=1))
    remind(database, NOON + timedelta(days=30))
    mine = [one[2] for one in told(database, "reading_overdue") if one[:2] == (cast["anna"], "RSK-STD-01")]
    assert mine == ["2026-01-19", "2026-03-17"]


def test_who_has_read_or_is_exempt_is_not_reminded(database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        anna = people.named(session, email("anna"), EARLY, zone="UTC", language="en")
        assert anna is not None
        reading_service.acknowledge(session, anna, "RSK-STD-01", 1, 0, at=EARLY)
        until, boris = date(2026, 12, 1), cast["boris"]
        reading_service.exempt(session, "MET-POL-01", cast["anna"], reason="Away.", until=until, actor_id=boris, at=EARLY, zone="UTC")
    remind(database)
    assert [code for person, code, _ in told(database, "reading_overdue") if person == cast["anna"]] == ["RSK-STD-02"]


def in_review(database: Database, cast: dict[str, int], *, invited: str = "boris") -> int:
    """The guide is in review since noon, submitted by vera; one reviewer is invited. The number of the round."""
    with database.writing() as session:
        key = revision_id(session, "RSK-GDE-01")
        waiting = {"state": "in_review", "effective_from": None, "approved_at": None, "made_by": cast["vera"]}
        session.execute(update(Revision).where(Revision.id == key).values(**waiting))
        one = Round(
            revision_id=key, number=1, version="1.0", content_hash="h", submitted_by=cast["vera"], submitted_at=NOON, front={}, text=""
        )
        session.add(one)
        session.add(Reviewer(revision_id=key, person_id=cast[invited], invited_at=NOON))
        session.flush()
        return one.id


def waiting_told(database: Database) -> list[int]:
    return [person for person, _, _ in told(database, "review_waits")]


def test_a_review_that_waits_five_working_days_is_told_to_those_who_are_wanted_and_again_after_five_more(
    database: Database, cast: dict[str, int]
) -> None:
    in_review(database, cast)
    remind(database, NOON + timedelta(days=6))
    assert waiting_told(database) == []
    for day in (7, 8, 11):
        remind(database, NOON + timedelta(days=day))
    assert waiting_told(database) == sorted([cast["boris"], cast["paul"]])
    remind(database, NOON + timedelta(days=14))
    assert len(waiting_told(database)) == 4


def test_a_reviewer_who_is_through_and_whoever_wrote_it_are_not_reminded(database: Database, cast: dict[str, int]) -> None:
    one = in_review(database, cast)
    with database.writing() as session:
        session.execute(update(Reviewer).values(done_at=NOON, done_round=one))
        session.execute(update(Round).values(submitted_by=cast["paul"]))
        settings.change(session, "review_reminder_days", 1, actor_id=None, at=NOON)
    remind(database, NOON + timedelta(days=1))
    assert waiting_told(database) == []
    with database.writing() as session:
        session.execute(update(Reviewer).values(done_round=None))
    remind(database, NOON + timedelta(days=1))
    assert waiting_told(database) == [cast["boris"]]


def test_the_owner_hears_of_a_periodic_review_thirty_days_ahead_and_once_when_it_is_overdue(
    database: Database, cast: dict[str, int]
) -> None:
    with database.writing() as session:
        hold(session, "Risk lead", cast["gina"])
        session.execute(update(Revision).where(Revision.id != revision_id(session, "RSK-STD-01")).values(next_review=date(2030, 1, 1)))
    day = datetime(2027, 1, 5, 12, tzinfo=UTC)
    expected = (cast["gina"], "RSK-STD-01", "2027-01-05")
    for days, times in ((-31, 0), (-30, 1), (-29, 1), (0, 1), (1, 2), (40, 2)):
        remind(database, day + timedelta(days))
        assert told(database, "review_due") == [expected] * times, days


def test_an_unheld_post_and_a_version_that_ended_remind_nobody_of_a_review(database: Database, cast: dict[str, int]) -> None:
    remind(database, datetime(2027, 1, 6, 12, tzinfo=UTC))
    assert told(database, "review_due") == []
    with database.writing() as session:
        hold(session, "Risk lead", people_service.enrol(session, email="n@example.org", name="N", at=EARLY, state="active"))
        session.execute(update(Revision).values(effective_until=NOON))
    remind(database, datetime(2027, 1, 6, 12, tzinfo=UTC))
    assert told(database, "review_due") == []


def test_reminding_thirty_people_costs_what_reminding_few_does(database: Database) -> None:
    with counted(database) as few:
        remind(database)
        assert len(few) <= 20
    with database.writing() as session:
        for number in range(30):
            newcomer(session, f"nils-{number}", at=EARLY)
    with counted(database) as many:
        assert remind(database, NOON + timedelta(days=1)) >= 30
        assert len(many) <= len(few) + 6
