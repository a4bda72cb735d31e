"""What people were told, and the private addresses their feeds have."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcTime

UNREAD = text("read_at IS NULL")
TO_MAIL = text("read_at IS NULL AND mail_done_at IS NULL")


class Notice(Base):
    """One thing one person was told: a kind of `notices.kinds`, and what its sentence needs. Who did it is an id, `by_id`, never a name.

    `once` names what is told only once. `mail_done_at` is when a mail carried it, or the moment itself for somebody who wants no mail.
    """

    __tablename__ = "notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(UtcTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    code: Mapped[str] = mapped_column(String(20), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    once: Mapped[str | None] = mapped_column(String(120))
    read_at: Mapped[datetime | None] = mapped_column(UtcTime)
    mail_done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (
        UniqueConstraint("person_id", "once"),
        Index(None, "person_id", "at"),
        Index("ix_notice_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_notice_to_mail", "person_id", "at", sqlite_where=TO_MAIL, postgresql_where=TO_MAIL),
    )


class FeedAddress(Base):
    """The private address of a person's feed: the hash of its key. A new one takes the place of the old."""

    __tablename__ = "feed_address"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
