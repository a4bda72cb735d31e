"""Making the demo organisation: everything in the one transaction of the caller, through the services of the rooms, with moments in the past."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.content.source import Source
from portal.demo.days import Days
from portal.demo.organisation import BEGINNING
from portal.demo.reading_plan import texts
from portal.demo.service import changing, founding, publication, reading, reviews, voicing
from portal.demo.service.story import Happening, Stage, play
from portal.errors import N_, Refused
from portal.library.service import announcing
from portal.library.service.registered import register
from portal.people import queries as people
from portal.people.queries import Sought
from portal.settings import queries as settings
from portal.settings import service as settings_service


class RealPeople(Refused):
    """The instance is somebody's."""

    sentence = N_(
        "This instance holds real people. The demo is for an instance of its own: choose another PORTAL_HOME. Nothing was changed."
    )


class OtherMethod(Refused):
    """The register holds documents, but not ours."""

    sentence = N_(
        "The register holds documents but not the shipped method, which the demo is about. Choose another PORTAL_HOME. Nothing was changed."
    )


def made_for(session: Session, today: date) -> date | None:
    """The day of the demo that is there, if one is. Raises RealPeople where people are that are not its own."""
    if settings.value(session, "instance_kind") == "demo":
        return date.fromisoformat(settings.value(session, "demo_today"))
    if people.find(session, Sought(), today, limit=1).total:
        raise RealPeople
    return None


def make(
    session: Session,
    source: Source,
    days: Days,
    password_hashes: Mapping[str, str],
    keep_image: Callable[[bytes], str],
    *,
    language: str = "en",
) -> None:
    """Make the organisation and eighteen months of its reading. The same day and content give the same rows, but for `password_hashes`."""
    stage = Stage(session, days, source, keep_image, dict(password_hashes), language)
    at = days.at(BEGINNING, "07:50")
    settings_service.change(session, "instance_kind", "demo", actor_id=None, at=at)
    settings_service.change(session, "demo_today", days.day.isoformat(), actor_id=None, at=at)
    every = texts(source.documents)
    play(stage, [
        *founding.founding(days),
        *_method(session, source, days),
        *founding.settling(days),
        *reading.happenings(every, days),
        *reviews.happenings(days),
        *voicing.happenings(days),
        *changing.happenings(days),
    ])  # fmt: skip
    announcing.pass_over(session, days.now)


def _method(session: Session, source: Source, days: Days) -> list[Happening]:
    held = register(session)
    if not held:
        return list(publication.publications(source, days))
    if {file.meta.code for file in source.documents} - set(held):
        raise OtherMethod
    return []
