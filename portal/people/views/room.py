"""The blueprint that every view of this room hangs on, and what the views share."""

from datetime import date

from flask import Blueprint
from wtforms import SelectField

from portal import clock
from portal.jobs import service as jobs
from portal.people.letters import Letterhead
from portal.web import config, database

blueprint = Blueprint("people", __name__)


def letterhead() -> Letterhead:
    """From whom our mails come."""
    settings = config()
    return Letterhead(settings.name, settings.public_url, settings.language)


def today() -> date:
    """The organisation's day."""
    return clock.day_in(clock.now(), config().zone)


def deliver() -> None:
    """Send what waits in the outbox; called after the transaction that wrote it."""
    jobs.deliver_soon(database(), config(), at=clock.now())


def chosen_id(field: SelectField) -> int | None:
    """The id chosen in a select whose empty choice means none."""
    return int(field.data) if field.data else None
