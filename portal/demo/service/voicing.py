"""Problems reported and answered, and searches that found nothing."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from portal.demo.days import Days
from portal.demo.organisation import PEOPLE
from portal.demo.service.reading import reader
from portal.demo.service.story import Happening, Stage
from portal.demo.voices import MISSES, VOICES, Voice
from portal.library.queries.effective import effective_revisions
from portal.library.service import problems
from portal.people import queries as people
from portal.search.service import record_miss


def happenings(days: Days) -> Iterator[Happening]:
    """Each report, and its answer from within it, since only then is its number known."""
    for voice in VOICES:
        yield Happening(days.in_office_hours(days.before(voice.ago), "voice", voice.text), partial(_report, voice))
    for ago, words, times in MISSES:
        yield Happening(days.at(ago, "11:11"), partial(_miss, words, times))


def _report(voice: Voice, stage: Stage, at: datetime) -> None:
    found = effective_revisions(stage.session, at, voice.code).get(voice.code)
    who = next(someone for someone in PEOPLE if someone.name == voice.who)
    if found is None or who.name not in stage.people:
        return
    said = reader(who, stage, at)
    number = problems.report(
        stage.session, said, voice.code, found.major, found.minor, anchor=voice.anchor, text=voice.text, at=at, zone=stage.days.zone
    )
    if voice.answer:
        stage.later.append(Happening(at + timedelta(days=voice.after), partial(_answer, number, voice, found.owner_post_id)))


def _answer(number: int, voice: Voice, post_id: int, stage: Stage, at: datetime) -> None:
    holder = people.holders(stage.session, [post_id], stage.days.date_of(at))[post_id]
    if holder:
        problems.answer(stage.session, number, voice.answer, actor_id=holder.person_id, at=at)


def _miss(words: str, times: int, stage: Stage, at: datetime) -> None:
    for _ in range(times):
        record_miss(stage.session, words, stage.days.date_of(at))
