"""The mail outbox: a row in the transaction that causes the mail, delivered later; to a mail server, or as a file where none is set."""

import logging
import smtplib
import ssl
import threading
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Config
from portal.db import Database
from portal.jobs.models import OutboxMail

MOST_TRIES = 24
LONGEST_WAIT = timedelta(hours=4)
SENT = "(sent)"


def write_mail(session: Session, to: str, subject: str, body: str, *, at: datetime) -> None:
    """Put one mail into the outbox."""
    session.add(OutboxMail(to=to, subject=" ".join(subject.split()), body=body, written_at=at, next_try_at=at))


def wait_after(tries: int) -> timedelta:
    """How long a mail rests after so many tries: 2, 4, 8 … minutes, at most four hours; with MOST_TRIES that is three days in all."""
    return min(timedelta(minutes=2 ** min(tries, 10)), LONGEST_WAIT)


def deliver(database: Database, config: Config, *, at: datetime) -> int:
    """Send what is due, oldest first; how many went out. A mail that fails stays, with its error, and is tried again later.

    No transaction is open while a mail server is talked to. Who is killed between sending and noting it sends once more, under the same
    Message-ID.
    """
    with database.reading() as session:
        due = select(OutboxMail.id).where(OutboxMail.sent_at.is_(None), OutboxMail.next_try_at <= at, OutboxMail.tries < MOST_TRIES)
        ids = list(session.scalars(due.order_by(OutboxMail.id).limit(200)))
    return sum(_deliver_one(database, config, mail_id, at) for mail_id in ids)


def deliver_soon(database: Database, config: Config, *, at: datetime) -> None:
    """`deliver` for the middle of a request: a file is written at once; a mail server is talked to beside it, and nobody waits."""
    if config.smtp_url:
        threading.Thread(target=deliver, args=(database, config), kwargs={"at": at}, name="mail", daemon=True).start()
    else:
        deliver(database, config, at=at)


def _deliver_one(database: Database, config: Config, mail_id: int, at: datetime) -> int:
    mail = _claimed(database, mail_id, at)
    if mail is None:
        return 0
    try:
        _send(config, mail)
        problem = ""
    except (OSError, smtplib.SMTPException, ValueError) as error:
        problem = str(error)[:300] or type(error).__name__
        logging.getLogger("portal").warning("a mail was not sent: %s", type(error).__name__, extra={"queue": "mail", "rows": mail_id})
    with database.writing() as session:
        row = session.get_one(OutboxMail, mail_id)
        row.last_error = problem
        if not problem:
            row.sent_at, row.body = at, SENT
    return 0 if problem else 1


def _claimed(database: Database, mail_id: int, at: datetime) -> OutboxMail | None:
    with database.writing() as session:
        mail = session.scalar(select(OutboxMail).where(OutboxMail.id == mail_id).with_for_update(skip_locked=True))
        if mail is None or mail.sent_at is not None or mail.next_try_at > at:
            return None
        mail.tries += 1
        mail.next_try_at = at + wait_after(mail.tries)
        return mail


def _send(config: Config, mail: OutboxMail) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = config.mail_from, mail.to, mail.subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.id}.{int(mail.written_at.timestamp())}@{urlsplit(config.public_url).hostname}>"
    message.set_content(mail.body)
    if config.smtp_url:
        _to_server(config.smtp_url, message)
    else:
        _to_file(config.home / "outbox", mail, message)


def _to_file(folder: Path, mail: OutboxMail, message: EmailMessage) -> None:
    path = folder / f"{mail.written_at:%Y%m%dT%H%M%S}-{mail.id:06d}.eml"
    path.touch(mode=0o600)
    path.write_bytes(message.as_bytes())


def _to_server(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    host, secure = parts.hostname or "localhost", parts.scheme == "smtps"
    port = parts.port or (465 if secure else 25)
    context = ssl.create_default_context()
    with smtplib.SMTP_SSL(host, port, timeout=20, context=context) if secure else smtplib.SMTP(host, port, timeout=20) as server:
        if parts.username:
            if not secure:
                server.starttls(context=context)
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
