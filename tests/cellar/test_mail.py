"""The mail outbox: a mail is part of its transaction, goes out once, waits longer after each failure, and blanks its secrets."""

import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from portal.config import Config
from portal.db import Database
from portal.jobs import service
from portal.jobs.models import OutboxMail
from tests.cellar.post_office import PostOffice
from tests.commands import until

NOON = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)
BODY = "Follow https://portal.example.org/link/a-secret-key\nGrüße"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """An open one."""
    office = PostOffice()
    office.open()
    yield office
    office.close()


@pytest.fixture
def with_server(config: Config, post_office: PostOffice) -> Config:
    """The settings of an instance that sends through it."""
    return replace(config, smtp_url=post_office.url, mail_from="portal@example.org")


def write(database: Database, to: str = "anna@example.org", at: datetime = NOON) -> None:
    with database.writing() as session:
        service.write_mail(session, to, "Your  account\r\nBcc: eve@example.org", BODY, at=at)


def outbox(database: Database) -> list[OutboxMail]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_a_mail_reaches_the_server_whole(database: Database, with_server: Config, post_office: PostOffice) -> None:
    write(database)
    assert service.deliver(database, with_server, at=NOON) == 1
    (mail,) = post_office.mails
    assert (mail["From"], mail["To"]) == ("portal@example.org", "anna@example.org")
    assert mail["Subject"] == "Your account Bcc: eve@example.org"
    assert mail["Bcc"] is None
    assert mail.get_content().split() == BODY.split()
    assert mail["Date"].datetime == NOON
    assert mail["Message-ID"].endswith("@127.0.0.1>")


def test_what_was_sent_is_not_sent_again_and_its_secret_is_gone(database: Database, with_server: Config, post_office: PostOffice) -> None:
    write(database)
    service.deliver(database, with_server, at=NOON)
    assert service.deliver(database, with_server, at=NOON + timedelta(days=1)) == 0
    (row,) = outbox(database)
    assert (row.sent_at, row.body, row.tries, row.last_error) == (NOON, "(sent)", 1, "")
    assert len(post_office.mails) == 1


def test_a_transaction_that_failed_sends_nothing(database: Database, with_server: Config, post_office: PostOffice) -> None:
    def fail_after_writing() -> None:
        with database.writing() as session:
            service.write_mail(session, "anna@example.org", "Hello", BODY, at=NOON)
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail_after_writing()
    assert service.deliver(database, with_server, at=NOON) == 0
    assert post_office.mails == []


def test_a_refused_mail_stays_with_the_reason_and_goes_out_later(database: Database, with_server: Config, post_office: PostOffice) -> None:
    post_office.answer = "451 the disk is full"
    write(database)
    assert service.deliver(database, with_server, at=NOON) == 0
    (row,) = outbox(database)
    assert (row.sent_at, row.body, row.tries) == (None, BODY, 1)
    assert "the disk is full" in row.last_error
    post_office.answer = ""
    assert service.deliver(database, with_server, at=NOON + timedelta(minutes=1)) == 0
    assert service.deliver(database, with_server, at=NOON + timedelta(minutes=2)) == 1
    assert outbox(database)[0].last_error == ""


def test_one_bad_address_holds_nobody_up(database: Database, with_server: Config, post_office: PostOffice) -> None:
    write(database, "nobody\r\n@example.org")
    write(database)
    assert service.deliver(database, with_server, at=NOON) == 1
    assert [mail["To"] for mail in post_office.mails] == ["anna@example.org"]
    assert outbox(database)[0].last_error != ""


def test_a_server_that_is_down_is_tried_for_three_days_and_then_left(database: Database, config: Config) -> None:
    down = replace(config, smtp_url="smtp://127.0.0.1:1")
    write(database)
    at, tries = NOON, 0
    while outbox(database)[0].tries > tries or tries == 0:
        tries = outbox(database)[0].tries
        service.deliver(database, down, at=at)
        at += service.wait_after(outbox(database)[0].tries)
    assert tries == service.MOST_TRIES
    assert timedelta(days=2, hours=12) < at - NOON < timedelta(days=4)


def test_the_waits_double_up_to_four_hours() -> None:
    waits = [service.wait_after(tries) for tries in range(1, 11)]
    assert [wait.total_seconds() / 60 for wait in waits] == [2, 4, 8, 16, 32, 64, 128, 240, 240, 240]


def test_those_who_deliver_at_once_send_each_mail_once(database: Database, with_server: Config, post_office: PostOffice) -> None:
    for _ in range(6):
        write(database)
    workers = [threading.Thread(target=service.deliver, args=(database, with_server), kwargs={"at": NOON}) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sorted(mail["Message-ID"] for mail in post_office.mails) == sorted({mail["Message-ID"] for mail in post_office.mails})
    assert len(post_office.mails) == 6


@pytest.fixture
def slow_server(database: Database, with_server: Config, post_office: PostOffice) -> Iterator[tuple[Config, threading.Event]]:
    """A server that takes a mail only when the event is set."""
    go_on = threading.Event()
    taking = PostOffice.handle_DATA

    async def wait(office: PostOffice, *rest: object) -> str:
        go_on.wait(30)
        return await taking(office, *rest)  # type: ignore[arg-type]

    post_office.handle_DATA = wait.__get__(post_office)  # type: ignore[method-assign]
    yield with_server, go_on
    go_on.set()


def test_nobody_waits_for_a_slow_mail_server(
    database: Database, slow_server: tuple[Config, threading.Event], post_office: PostOffice
) -> None:
    config, go_on = slow_server
    write(database)
    service.deliver_soon(database, config, at=NOON)
    until(lambda: outbox(database)[0].tries == 1)
    write(database, "boris@example.org")  # while the first is being sent, others write
    assert post_office.mails == []
    go_on.set()
    until(lambda: outbox(database)[0].sent_at is not None)
    assert [mail["To"] for mail in post_office.mails] == ["anna@example.org"]


def test_without_a_server_a_mail_becomes_a_private_file(database: Database, config: Config) -> None:
    write(database)
    service.deliver_soon(database, config, at=NOON)
    (path,) = (config.home / "outbox").iterdir()
    assert path.name == f"20260915T120000-{outbox(database)[0].id:06d}.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (mail["To"], mail.get_content().strip()) == ("anna@example.org", BODY)


@pytest.mark.parametrize("secure", ["smtp", "smtps"])
def test_a_password_is_never_sent_in_the_clear(database: Database, config: Config, secure: str) -> None:
    seen: list[object] = []
    office = PostOffice(authenticator=lambda *given: seen.append(given))
    office.open()
    try:
        write(database)
        target = office.url.replace("smtp://", f"{secure}://me:secret@")
        assert service.deliver(database, replace(config, smtp_url=target), at=NOON) == 0
    finally:
        office.close()
    assert (seen, office.mails) == ([], [])


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """A function that makes the next sending end in this error."""

    def fail(error: BaseException) -> None:
        def send(*_: object) -> None:
            raise error

        monkeypatch.setattr(service, "_send", send)

    return fail


def test_a_mail_whose_sender_was_killed_is_sent_by_another_later(
    database: Database, config: Config, failing: Callable[[BaseException], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(KeyboardInterrupt())
    write(database)
    with pytest.raises(KeyboardInterrupt):
        service.deliver(database, config, at=NOON)
    monkeypatch.undo()
    assert service.deliver(database, config, at=NOON) == 0
    assert service.deliver(database, config, at=NOON + timedelta(minutes=2)) == 1
