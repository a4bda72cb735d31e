"""Reading settings: the stored value, else the default."""

from typing import Any

from sqlalchemy.orm import Session

from portal.settings.models import Setting
from portal.settings.policy import DEFAULTS


def value(session: Session, name: str) -> Any:
    """The value of `name`; KeyError for a name that is no setting."""
    default = DEFAULTS[name]
    row = session.get(Setting, name)
    return default if row is None else row.value
