"""Reading in the demo, done through the library: opened, acknowledged, bookmarked, asked for, exempted."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from portal.demo.days import Days, chance
from portal.demo.organisation import AUTHORS, PEOPLE, Someone
from portal.demo.reading_plan import ASKINGS, EXEMPTIONS, Asking, Exempted, Read, Text, asked_code, reads
from portal.demo.service.story import Happening, Stage
from portal.library.queries.effective import effective_revisions
from portal.library.service import reading as library
from portal.people import queries as people
from portal.permissions import Reader

BOOKMARKS = {
    "anna": ("RSK-STD-01", "TPL-12", "MET-STD-01"),
    "boris": ("RES-STD-01", "TRN-STD-01"),
    "vera": ("MET-PRC-02", "MET-STD-01", "TPL-18", "COM-STD-01"),
    "paul": ("MET-POL-01", "DEC-GDE-02"),
    "rita": ("IMP-STD-02", "IMP-PRC-01"),
    "otto": ("MET-PRC-02",),
}
TO_THE_END = timedelta(minutes=6)


def happenings(every: Sequence[Text], days: Days) -> Iterator[Happening]:
    """All reading until the day."""
    for asking in ASKINGS:
        if code := asked_code(asking, every, days):
            yield Happening(days.at(asking.asked, "08:15"), partial(_ask, asking, code))
    for read in reads(every, days):
        yield Happening(days.in_office_hours(read.day, read.who.email, read.code), partial(_read, read))
    by_cast = {someone.cast: someone for someone in PEOPLE}
    for name, codes in BOOKMARKS.items():
        for code in codes:
            day = days.before(5 + int(chance("bookmark", name, code) * 40))
            yield Happening(days.in_office_hours(day, "bookmark", name, code), partial(_bookmark, by_cast[name], code))
    for exemption in EXEMPTIONS:
        yield Happening(days.at(exemption.ago, "15:20"), partial(_exempt, exemption))


def _ask(asking: Asking, code: str, stage: Stage, at: datetime) -> None:
    actor = stage.people[AUTHORS[0]]
    library.require(stage.session, code, asking.token, due_days=asking.due_days, source="assignment", actor_id=actor, at=at)


def _read(read: Read, stage: Stage, at: datetime) -> None:
    """Opened first, acknowledged when read to the end."""
    found = effective_revisions(stage.session, at, read.code).get(read.code)
    if found is None:
        return
    opened = at - TO_THE_END if read.acknowledged else at
    library.mark_read(stage.session, stage.people[read.who.name], found.document_id, found.revision_id, at=opened)
    if read.acknowledged:
        library.acknowledge(stage.session, reader(read.who, stage, at), read.code, found.major, found.minor, at=at)


def _bookmark(who: Someone, code: str, stage: Stage, at: datetime) -> None:
    if effective_revisions(stage.session, at, code):
        library.bookmark(stage.session, reader(who, stage, at), code, at=at)


def _exempt(exemption: Exempted, stage: Stage, at: datetime) -> None:
    if effective_revisions(stage.session, at, exemption.code):
        until = stage.days.date_of(at) + timedelta(days=exemption.lasting)
        library.exempt(stage.session, exemption.code, stage.people[exemption.who], reason=exemption.reason, until=until,
                       actor_id=stage.people[exemption.by], at=at, zone=stage.days.zone)  # fmt: skip


def reader(who: Someone, stage: Stage, at: datetime) -> Reader:
    """What somebody of the demo may read at that moment."""
    found = people.named(stage.session, who.email, at, zone=stage.days.zone, language="en")
    if found is None:
        raise RuntimeError(f"{who.email} is not here")
    return found
