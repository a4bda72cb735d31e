"""The law of required reading: who owes what by when, and how a board counts it. Pure; one law for the page, the home page and the boards.

A major version asks for an acknowledgement, a minor one asks for none. What is owed is always reckoned, never stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

AT_MOST = 6
FIRST_DAYS = timedelta(days=30)
ALL_BY = timedelta(days=90)
ANSWER_WITHIN = timedelta(weeks=4)
SMALLEST_GROUP = 5


class State(StrEnum):
    """Where one reading of one person stands. LATER: it is not owed yet, because six others come first."""

    OWED = "owed"
    OVERDUE = "overdue"
    LATER = "later"
    DONE = "done"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True)
class Asked:
    """That one person must read one Document, because of one token (`position:PRM`, `team:rail`).

    `order` ranks documents among those that begin together. `effective` is the first day on which this major version asked this token, `since`
    the day on which the token began to mean this person, never before the person was here. `exempt_from` to `exempt_until` (the first day
    without it, None: no end) is the exemption held.
    """

    document_id: int
    order: tuple[int, str]
    token: str
    effective: date
    since: date
    due_days: int
    acknowledged: date | None = None
    exempt_from: date | None = None
    exempt_until: date | None = None

    @property
    def begins(self) -> date:
        """The day the duty began: the text was effective, the person was meant, and an exemption that ended had ended."""
        ended = self.exempt_until if self.exempt_from and self.exempt_until and self.exempt_until > self.exempt_from else None
        return max(self.effective, self.since, ended or self.effective)

    @property
    def is_of_the_first_days(self) -> bool:
        """Whether the duty began in the person's first thirty days here, or in the position or team that asks it."""
        return self.begins < self.since + FIRST_DAYS

    @property
    def promised(self) -> date:
        """The day it is due unless it is spread: of the first thirty days their last one at the earliest."""
        due = self.begins + timedelta(self.due_days)
        return max(due, self.since + FIRST_DAYS) if self.is_of_the_first_days else due

    def is_exempt(self, on: date) -> bool:
        """Whether the person need not read it on that day."""
        return self.exempt_from is not None and (self.exempt_until is None or on < self.exempt_until)


@dataclass(frozen=True, slots=True)
class Standing:
    """One reading of one person on one day. `spread` says that it was moved behind six others, from `begins` to `opens`; it would have been

    due on the day `promised`.
    """

    document_id: int
    token: str
    begins: date
    opens: date
    due: date
    promised: date
    state: State
    acknowledged: date | None

    @property
    def spread(self) -> bool:
        """Whether the reading was put off so that no more than six are owed in the first thirty days."""
        return self.opens > self.begins

    @property
    def days(self) -> int | None:
        """Days from the day it was owed to the day it was acknowledged; 0 for one read ahead; None when it is not read."""
        return None if self.acknowledged is None else max(0, (self.acknowledged - self.opens).days)

    def days_late(self, on: date) -> int:
        """Days since the due day of what is overdue, else 0."""
        return (on - self.due).days if self.state is State.OVERDUE else 0


def standings(asked: Iterable[Asked], on: date) -> tuple[Standing, ...]:
    """Every reading of ONE person on that day, the earliest due first.

    Due: the later of the day this major version was effective and the day the duty began for this person, plus `due_days`. Somebody whom
    several tokens mean owes it once, by the earliest day. What begins in the first thirty days here, or with a new position or team, is due by
    day 30, and at most six of it open within any thirty days: the others open one by one as the thirty days of the six before them end, and
    are due by day 90. Neither leaves less than `due_days` to read it. What was read before it was asked, or is exempt, takes no place among
    the six. (TRN-STD-01 R3 to R6.)
    """
    duties = sorted(_once(asked), key=lambda a: (a.begins, a.promised, a.order))
    opened: list[date] = []
    found: list[tuple[Standing, tuple[int, str]]] = []
    for duty in duties:
        opens = duty.begins
        if _takes_a_place(duty, on):
            if len(opened) >= AT_MOST:
                opens = max(opens, opened[-AT_MOST] + FIRST_DAYS)
            opened.append(opens)
        found.append((_standing(duty, opens, on), duty.order))
    return tuple(standing for standing, _ in sorted(found, key=lambda one: (one[0].due, one[1])))


@dataclass(frozen=True, slots=True)
class Due:
    """A reading as those are told of it who owe it: this version, asked of them since `begins`, by `day`."""

    revision_id: int
    code: str
    title: str
    version: str
    begins: date
    day: date


def working_days(since: date, until: date) -> int:
    """How many of the days after `since`, up to and with `until`, are working days (Monday to Friday)."""
    return sum((since + timedelta(n)).weekday() < 5 for n in range(1, (until - since).days + 1))


def answer_by(reported: date) -> date:
    """The last of the twenty working days (Monday to Friday) an owner has to answer a problem: four weeks after that day or the Friday before."""
    return reported - timedelta(max(0, reported.weekday() - 4)) + ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a group is: `must` without the exempt; `days` is the median from owed to read, None where nobody has read."""

    must: int
    read: int
    overdue: int
    exempt: int
    days: float | None

    @property
    def outstanding(self) -> int:
        """Those who still have to read."""
        return self.must - self.read

    @property
    def share(self) -> float | None:
        """What part has read; None where nobody must."""
        return self.read / self.must if self.must else None

    @property
    def is_small(self) -> bool:
        """A group whose figures are shown to nobody who may not see each person in it."""
        return self.must < SMALLEST_GROUP


def tally(readings: Sequence[Standing]) -> Tally:
    """Count the readings of a group: acknowledged out of those who must, less those exempt."""
    states = [reading.state for reading in readings]
    exempt, read = states.count(State.EXEMPT), states.count(State.DONE)
    days = [reading.days for reading in readings if reading.days is not None]
    return Tally(len(states) - exempt, read, states.count(State.OVERDUE), exempt, median(days) if days else None)


def _once(asked: Iterable[Asked]) -> Iterable[Asked]:
    first: dict[int, Asked] = {}
    for one in asked:
        known = first.get(one.document_id)
        if known is None or _by_when(one) < _by_when(known):
            first[one.document_id] = one
    return first.values()


def _by_when(asked: Asked) -> tuple[date, date, str]:
    return asked.promised, asked.begins, asked.token


def _takes_a_place(duty: Asked, on: date) -> bool:
    was_read_before = duty.acknowledged is not None and duty.acknowledged < duty.begins
    return duty.is_of_the_first_days and not was_read_before and not duty.is_exempt(on)


def _standing(duty: Asked, opens: date, on: date) -> Standing:
    is_spread = opens > duty.begins
    due = max(opens + timedelta(duty.due_days), duty.since + ALL_BY) if is_spread else duty.promised
    if duty.acknowledged is not None:
        state = State.DONE
    elif duty.is_exempt(on):
        state = State.EXEMPT
    elif on < opens:
        state = State.LATER
    else:
        state = State.OVERDUE if on > due else State.OWED
    return Standing(duty.document_id, duty.token, duty.begins, opens, due, duty.promised, state, duty.acknowledged)
