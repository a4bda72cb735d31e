"""The shipped method published as it came about: once a month, what begins in the month after, not all on one day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from portal.content.source import Source, SourceDocument
from portal.demo.days import Days, working_day_before
from portal.demo.organisation import AUTHORS, BEGINNING
from portal.demo.service.story import Happening, Stage
from portal.library.service import publishing

PUBLISHED_ON = 25
"""The day of the month on which texts of the month after are published."""


def publications(source: Source, days: Days) -> Iterator[Happening]:
    """One publication for each day on which something of the method was published or withdrawn, at the latest the day of the demo itself.

    The first brings the vocabulary, whether or not any text is as old.
    """
    for at in sorted({days.at(BEGINNING, "10:00"), *(moment for file in source.documents for moment in _moments(file, days))}):
        yield Happening(at, partial(_publish, _known_by(source, at, days)))


def _moments(file: SourceDocument, days: Days) -> Iterator[datetime]:
    yield _announced(file.meta.effective, days)
    if file.meta.withdrawn:
        yield _announced(file.meta.withdrawn.on, days)


def _announced(day: date, days: Days) -> datetime:
    month_before = day.replace(day=1) - timedelta(days=1)
    told = days.moment(working_day_before(month_before.replace(day=PUBLISHED_ON)), "10:00")
    return min(max(told, days.at(BEGINNING, "10:00")), days.now)


def _known_by(source: Source, at: datetime, days: Days) -> Source:
    """The source as it was at that moment: without texts announced later, and without withdrawals announced later."""
    files = [file for file in source.documents if _announced(file.meta.effective, days) <= at]
    return replace(source, documents=tuple(_not_yet_withdrawn(file, at, days) for file in files))


def _not_yet_withdrawn(file: SourceDocument, at: datetime, days: Days) -> SourceDocument:
    leaving = file.meta.withdrawn
    if leaving is None or _announced(leaving.on, days) <= at:
        return file
    return replace(file, meta=replace(file.meta, withdrawn=None))


def _publish(known: Source, stage: Stage, at: datetime) -> None:
    by = publishing.Publisher(
        at=at,
        zone=stage.days.zone,
        actor_id=stage.people[AUTHORS[0]],
        files_take_effect="always",
        keep_image=stage.keep_image,
        language=stage.language,
        titles={file.meta.code: file.meta.title for file in stage.source.current},
    )
    plan = publishing.planned(stage.session, known, by)
    publishing.publish(stage.session, known, plan, by)
