"""The mail outbox: a row in the transaction that causes the mail, delivered later, once; to a mail server, or as a file where none is set."""

import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Config
from portal.db import Database
from portal.jobs.models import OutboxMail

MOST_TRIES = 20
SENT = "(sent)"


def write_mail(session: Session, to: str, subject: str, body: str, *, at: datetime) -> None:
    """Put one mail into the outbox."""
    session.add(OutboxMail(to=to, subject=" ".join(subject.split()), body=body, written_at=at))


def deliver(database: Database, config: Config, *, at: datetime) -> int:
    """Send what waits, oldest first; how many went out. A mail that fails stays, with its error, and is tried again."""
    sent = 0
    with database.reading() as session:
        waiting = select(OutboxMail.id).where(OutboxMail.sent_at.is_(None), OutboxMail.tries < MOST_TRIES)
        ids = list(session.scalars(waiting.order_by(OutboxMail.id).limit(200)))
    for mail_id in ids:
        sent += _deliver_one(database, config, mail_id, at)
    return sent


def _deliver_one(database: Database, config: Config, mail_id: int, at: datetime) -> int:
    with database.writing() as session:
        mail = session.scalar(select(OutboxMail).where(OutboxMail.id == mail_id).with_for_update(skip_locked=True))
        if mail is None or mail.sent_at is not None:
            return 0
        mail.tries += 1
        try:
            _send(config, mail)
        except (OSError, smtplib.SMTPException) as problem:
            mail.last_error = str(problem)[:300]
            return 0
        mail.sent_at, mail.body, mail.last_error = at, SENT, ""
        return 1


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
