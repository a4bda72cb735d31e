"""What happens in the demo, told in order of time: each happening is a moment and what is done through the services then."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import count

from sqlalchemy.orm import Session

from portal.content.source import Source
from portal.demo.days import Days


@dataclass
class Stage:
    """Where the story is played: the transaction, the calendar, the shipped content, and the ids that come about on the way, by name.

    `language`: the organisation's. `later`: what follows from what just happened.
    """

    session: Session
    days: Days
    source: Source
    keep_image: Callable[[bytes], str]
    password_hashes: dict[str, str]
    language: str = "en"
    people: dict[str, int] = field(default_factory=dict)
    teams: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    later: list["Happening"] = field(default_factory=list)


@dataclass(frozen=True)
class Happening:
    """One thing done at one moment."""

    at: datetime
    do: Callable[[Stage, datetime], object]


def play(stage: Stage, happenings: Iterable[Happening]) -> None:
    """Do everything in order of time; what shares a moment keeps the order given. Nothing happens on the day of the demo or later.

    What a happening puts into `later` has its turn when its moment comes.
    """
    numbers = count()
    waiting = [(happening.at, next(numbers), happening) for happening in happenings]
    heapify(waiting)
    while waiting and waiting[0][0] <= stage.days.now:
        at, _, happening = heappop(waiting)
        happening.do(stage, at)
        for following in stage.later:
            heappush(waiting, (following.at, next(numbers), following))
        stage.later.clear()
