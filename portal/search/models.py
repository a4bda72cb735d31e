"""What the index still has to learn, and what people looked for in vain."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class SearchPending(Base):
    """A key whose entry changed; written in the transaction of the change, removed once the index holds it."""

    __tablename__ = "search_pending"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), index=True)


class MissedSearch(Base):
    """A search that found nothing, counted by day, without the person."""

    __tablename__ = "missed_search"
    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(200), primary_key=True)
    times: Mapped[int]
