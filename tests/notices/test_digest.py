"""Digests, as they reach a mail server: to whom, when, once, with what, in which language."""

from datetime import UTC, datetime, timedelta
from email.message import Message

import pytest
from sqlalchemy import update

from portal.db import Database
from portal.notices import service
from portal.notices.letters import Line, digest
from portal.people import service as people
from portal.people.models import Person
from tests.notices.conftest import HEAD, Morning
from tests.notices.telling import TUESDAY, notices, tell

Cast = dict[str, int]
MONDAY = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
"""The first one after `TUESDAY`."""


def wants(database: Database, person_id: int, mail: str = "weekly", *, zone: str = "", language: str = "") -> None:
    """Let a person choose."""
    with database.writing() as session:
        people.change_settings(session, person_id, zone=zone, language=language, mail=mail, at=TUESDAY)


def words(mail: Message) -> str:
    """The text of a mail."""
    return str(mail.get_content())  # type: ignore[attr-defined]


def sent_to(mails: list[Message]) -> list[str]:
    return [str(mail["To"]).partition("@")[0] for mail in mails]


def test_one_mail_on_monday_carries_the_whole_week(database: Database, cast: Cast, morning: Morning) -> None:
    tell(database, cast["anna"], kind="approved", by=cast["paul"])
    tell(database, cast["anna"], at=TUESDAY + timedelta(days=2))
    assert morning(MONDAY - timedelta(minutes=1)) == []
    (mail,) = morning(MONDAY)
    assert (mail["To"], mail["Subject"]) == ("anna@example.org", "Baseline: something waits for you")
    first, second = (one.id for one in notices(database))
    assert words(mail).splitlines() == [
        "Good day Anna,",
        "",
        "Waiting for you:",
        "",
        "- Please read RSK-STD-01 Managing risks, version 2.0, by 8 Dec 2026.",
        f"  https://portal.example.org/notices/{second}",
        "",
        "Good to know:",
        "",
        "- Paul approved RSK-STD-01 Managing risks, version 2.0.",
        f"  https://portal.example.org/notices/{first}",
        "",
        "How often this mail comes is your choice: https://portal.example.org/my-settings",
    ]


def test_nothing_told_is_nothing_sent(database: Database, cast: Cast, morning: Morning) -> None:
    assert [morning(MONDAY + timedelta(days=days)) for days in range(8)] == [[]] * 8


def test_what_was_mailed_is_not_mailed_again_and_what_came_later_waits_a_week(database: Database, cast: Cast, morning: Morning) -> None:
    tell(database, cast["anna"])
    assert len(morning(MONDAY)) == 1
    tell(database, cast["anna"], kind="reading_overdue", at=MONDAY + timedelta(hours=1))
    assert [morning(MONDAY + timedelta(minutes=minutes)) for minutes in (1, 120, 3 * 24 * 60, 7 * 24 * 60 - 1)] == [[]] * 4
    (mail,) = morning(MONDAY + timedelta(days=7))
    assert "Please read" not in words(mail)
    assert str(mail["Subject"]).strip() == "Baseline: Your reading of RSK-STD-01 Managing risks was due on 8 Dec 2026."


def test_after_days_without_power_the_missed_mail_comes_once(database: Database, cast: Cast, morning: Morning) -> None:
    tell(database, cast["anna"])
    assert sent_to(morning(MONDAY + timedelta(days=2, hours=5))) == ["anna"]
    assert morning(MONDAY + timedelta(days=2, hours=6)) == []
    assert morning(MONDAY + timedelta(days=7)) == []


def test_what_was_opened_in_the_portal_is_not_mailed(database: Database, cast: Cast, morning: Morning) -> None:
    tell(database, cast["anna"], cast["boris"])
    with database.writing() as session:
        service.opened(session, cast["anna"], notices(database)[0].id, at=TUESDAY)
    assert sent_to(morning(MONDAY)) == ["boris"]


def test_each_gets_mail_at_the_rhythm_chosen(database: Database, cast: Cast, morning: Morning) -> None:
    for name, rhythm in (("boris", "daily"), ("vera", "at_once"), ("paul", "none")):
        wants(database, cast[name], rhythm)
    tell(database, *(cast[name] for name in ("anna", "boris", "vera", "paul")))
    moments = (TUESDAY, TUESDAY + timedelta(hours=20, minutes=59), TUESDAY + timedelta(hours=21), MONDAY)
    assert [sent_to(morning(at)) for at in moments] == [["vera"], [], ["boris"], ["anna"]]


def test_monday_morning_is_the_one_where_the_person_is(database: Database, cast: Cast, morning: Morning) -> None:
    wants(database, cast["anna"], zone="America/New_York")
    wants(database, cast["boris"], zone="Pacific/Auckland")
    tell(database, cast["anna"], cast["boris"], cast["vera"])
    moments = (MONDAY - timedelta(hours=13), MONDAY, MONDAY + timedelta(hours=4, minutes=59), MONDAY + timedelta(hours=5))
    assert [sent_to(morning(at)) for at in moments] == [["boris"], ["vera"], [], ["anna"]]


def test_a_digest_is_in_the_language_of_its_reader(database: Database, cast: Cast, morning: Morning) -> None:
    wants(database, cast["anna"], language="de")
    tell(database, cast["anna"])
    (mail,) = morning(MONDAY)
    assert "8. Dez. 2026" in words(mail) or "8.12.2026" in words(mail) or "08.12.2026" in words(mail)


def test_who_wanted_no_mail_is_not_sent_the_past_when_that_changes(database: Database, cast: Cast, morning: Morning) -> None:
    wants(database, cast["anna"], "none")
    tell(database, cast["anna"])
    wants(database, cast["anna"], "daily")
    assert morning(MONDAY) == []
    tell(database, cast["anna"], at=MONDAY + timedelta(hours=1))
    assert sent_to(morning(MONDAY + timedelta(days=1))) == ["anna"]


def test_somebody_who_left_is_sent_nothing(database: Database, cast: Cast, morning: Morning) -> None:
    tell(database, cast["anna"])
    with database.writing() as session:
        people.deactivate(session, cast["anna"], actor_id=cast["adam"], at=TUESDAY)
    assert morning(MONDAY) == []


def test_a_clock_that_was_wrong_once_holds_no_mail_back(database: Database, cast: Cast, morning: Morning) -> None:
    tell(database, cast["anna"])
    assert len(morning(MONDAY + timedelta(days=365))) == 1
    tell(database, cast["anna"])
    assert len(morning(MONDAY)) == 1


def test_a_refused_mail_is_sent_later_and_its_notices_in_no_second_one(database: Database, cast: Cast, morning: Morning) -> None:
    tell(database, cast["anna"])
    service.write_digests(database, HEAD, zone="UTC", at=MONDAY)
    assert service.write_digests(database, HEAD, zone="UTC", at=MONDAY) == 0
    assert len(morning(MONDAY + timedelta(minutes=5))) == 1


def test_a_name_or_title_of_any_shape_makes_a_subject_of_one_line(database: Database, cast: Cast, morning: Morning) -> None:
    with database.writing() as session:
        session.execute(update(Person).where(Person.id == cast["vera"]).values(name="Vera 100%"))
    tell(database, cast["anna"], kind="comment", by=cast["vera"], title="A\nBcc: eve@example.org " + "long " * 60)
    (mail,) = morning(MONDAY)
    assert mail["Bcc"] is None
    assert len(mail["Subject"]) <= 200
    assert str(mail["Subject"]).strip().startswith("Baseline: Vera 100% commented on RSK-STD-01 A Bcc: eve@example.org long")


@pytest.mark.parametrize(("number", "more"), [(50, False), (51, True)])
def test_a_flood_is_cut_at_fifty_and_says_where_the_rest_is(number: int, more: bool) -> None:
    letter = digest([Line(n, f"Sentence {n}.", urgent=n == number) for n in range(1, number + 1)], HEAD, name="Anna", language="en")
    assert letter.body.count("- Sentence") == 50
    assert f"Waiting for you:\n\n- Sentence {number}." in letter.body
    assert ("There is more in the portal: https://portal.example.org/notices" in letter.body) is more
