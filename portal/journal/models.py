"""The journal's one table. The database itself refuses update, delete and truncate."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcTime, kept_for_ever


class JournalRow(Base):
    """One fact. `actor_id` is empty when the system itself acted. `before` and `after` hold codes, ids and states, never names."""

    __tablename__ = "journal_row"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_key: Mapped[str] = mapped_column(String(80))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    request_id: Mapped[str | None] = mapped_column(String(40))
    __table_args__ = (
        Index(None, "object_kind", "object_key"),
        Index(None, "actor_id"),
        Index(None, "at"),
    )


kept_for_ever(JournalRow)
