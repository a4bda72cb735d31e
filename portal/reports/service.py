"""The one thing that reports write: that an auditor looked into the journal, why, and whom the rows seen were about."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.journal import service as journal
from portal.reports.policy import LOOK, LOOK_KIND


def look_into(session: Session, reason: str, scope: dict[str, Any], concerned: tuple[int, ...], *, actor_id: int, at: datetime) -> None:
    """Record a look before anything is shown. `scope` says which rows, `concerned` whom they are about; the auditor is not told of it."""
    others = [person_id for person_id in concerned if person_id != actor_id]
    journal.record(session, at, actor_id, LOOK, LOOK_KIND, "rows", after={"reason": reason, "scope": scope, "concerned": others})
