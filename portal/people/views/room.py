"""The blueprint that every view of this room hangs on, and what the views share."""

from flask import Blueprint

from portal.people.letters import Letterhead
from portal.web import config

blueprint = Blueprint("people", __name__)


def letterhead() -> Letterhead:
    """From whom our mails come."""
    settings = config()
    return Letterhead(settings.name, settings.public_url, settings.language)
