"""Telling the cast something, for tests of notices."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from portal.db import Database
from portal.notices import service
from portal.notices.models import Notice

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
RISKS = {"code": "RSK-STD-01", "title": "Managing risks", "url": "/library/rsk-std-01"}


def tell(database: Database, *person_ids: int, kind: str = "must_read", at: datetime = TUESDAY, **more: Any) -> int:
    """Tell these people that they must read the standard for risks, or what `kind` says; how many were told."""
    told = {**RISKS, "version": "2.0", "due": date(2026, 12, 8), **more}
    with database.writing() as session:
        return service.tell(session, person_ids, kind, at=at, **told)


def notices(database: Database) -> list[Notice]:
    """Every notice, in the order told."""
    with database.reading() as session:
        return list(session.scalars(select(Notice).order_by(Notice.id)))
