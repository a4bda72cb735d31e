"""Mail waiting to go out."""

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcTime


class OutboxMail(Base):
    """One mail: written in the transaction that causes it, sent by a job. `body`, which may hold a secret link, is blanked once it is sent.

    Whoever sends it first moves `next_try_at` on, so that nobody else does meanwhile, and so that a failure is tried again later.
    """

    __tablename__ = "outbox_mail"
    id: Mapped[int] = mapped_column(primary_key=True)
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcTime)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    __table_args__ = (Index(None, "sent_at", "next_try_at"),)
