"""Changing settings, with a journal row each."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.journal import service as journal
from portal.settings.models import Setting
from portal.settings.policy import DEFAULTS


def change(session: Session, name: str, new: Any, *, actor_id: int | None, at: datetime) -> None:
    """Store a value; nothing happens when it is the same. KeyError for a name that is no setting."""
    default = DEFAULTS[name]
    row = session.get(Setting, name)
    old = default if row is None else row.value
    if old == new:
        return
    if row is None:
        session.add(Setting(name=name, value=new, changed_at=at))
    else:
        row.value, row.changed_at = new, at
    journal.record(session, at, actor_id, "setting changed", "setting", name, {"value": old}, {"value": new})
