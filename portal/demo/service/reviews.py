"""Periodic reviews in the demo: owners look at their documents in time, but for two, which are overdue on the day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from portal.demo.days import Days
from portal.demo.service.story import Happening, Stage
from portal.library.queries.effective import EffectiveRevision, effective_revisions
from portal.library.service.reviewing import confirm_review
from portal.people import queries as people

OVERDUE = (("COM-GDE-01", 104, 34), ("IMP-PRC-01", 76, 15), ("MET-STD-01", 90, 27), ("RSK-STD-01", 80, 21))
"""Looked at so many days before the day, to be looked at again so many days before it, and forgotten: the first two that are effective then."""
IN_TIME = timedelta(days=9)


def happenings(days: Days) -> Iterator[Happening]:
    """One look a week at what is due, and the two that are put off and then forgotten."""
    for _, looked, _ in OVERDUE:
        yield Happening(days.at(looked, "14:30"), _put_off)
    for ago in range(540, 0, -7):
        yield Happening(days.at(ago, "16:40"), _look)


def _forgotten(stage: Stage, at: datetime) -> dict[str, tuple[int, int]]:
    """The two documents that will be overdue."""
    first = stage.days.at(max(looked for _, looked, _ in OVERDUE))
    there = effective_revisions(stage.session, first)
    chosen = [(code, (looked, due)) for code, looked, due in OVERDUE if code in there and at >= first]
    return dict(chosen[:2])


def _put_off(stage: Stage, at: datetime) -> None:
    for code, (looked, due) in _forgotten(stage, at).items():
        if stage.days.at(looked, "14:30") == at:
            document = effective_revisions(stage.session, at, code).get(code)
            if document:
                note = "Readers asked for an example of a small project. Not written yet: look again by the day named."
                _confirm(stage, document, at, note, stage.days.before(due))


def _look(stage: Stage, at: datetime) -> None:
    today = stage.days.date_of(at)
    forgotten = _forgotten(stage, at)
    for document in effective_revisions(stage.session, at).values():
        if document.next_review and document.next_review < today + IN_TIME and document.code not in forgotten:
            _confirm(stage, document, at, "Read again with two project managers; nothing to change.", None)


def _confirm(stage: Stage, document: EffectiveRevision, at: datetime, note: str, again: date | None) -> None:
    today = stage.days.date_of(at)
    holder = people.holders(stage.session, [document.owner_post_id], today)[document.owner_post_id]
    actor = holder.person_id if holder else None
    confirm_review(stage.session, document.code, on=today, at=at, actor_id=actor, note=note, next_review=again)
