"""Writing to the journal: in the same transaction as the fact it records."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.events import request_id
from portal.journal.models import JournalRow


def record(  # noqa: PLR0917  the columns of one row, always given in this order
    session: Session,
    at: datetime,
    actor_id: int | None,
    action: str,
    object_kind: str,
    object_key: str | int,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Append one row. `action` is the field's verb in the past tense (`revision published`); values are ids, codes and states, never names."""
    session.add(
        JournalRow(
            at=at,
            actor_id=actor_id,
            action=action,
            object_kind=object_kind,
            object_key=str(object_key),
            before=before,
            after=after,
            request_id=request_id.get(),
        )
    )
