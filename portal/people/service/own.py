"""What a person sets for themselves: zone, language, how often mail comes. The name stays the administrator's."""

from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy.orm import Session

from portal.errors import N_, Refused
from portal.journal import service as journal
from portal.people.service.accounts import account

MAIL = ("weekly", "daily", "at_once", "none")


def change_settings(session: Session, person_id: int, *, zone: str, language: str, mail: str, at: datetime) -> bool:
    """Store a person's own settings; empty zone or language means the organisation's. True when anything changed."""
    if mail not in MAIL or (zone and zone not in available_timezones()):
        raise Refused(N_("There is no such choice. Nothing was changed."))
    person = account(session, person_id)
    before = {"zone": person.zone, "language": person.language, "mail": person.mail}
    after = {"zone": zone, "language": language, "mail": mail}
    if before == after:
        return False
    person.zone, person.language, person.mail = zone, language, mail
    journal.record(session, at, person_id, "own settings changed", "person", person_id, before, after)
    return True
