"""Who read what and when in the demo, reckoned from the files and the people before anything is written. Pure; chance belongs to its keys.

Most read within the fourteen days, some late, and of what was asked of late a few have not read yet: an organisation one believes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.content.source import SourceDocument
from portal.demo.days import Days, chance, one_of
from portal.demo.organisation import BEGINNING, PEOPLE, TEAMS, Someone

FORGETFUL = timedelta(days=85)
"""What began longer ago than this, everybody has read."""
NEVER = 0.12
OPENED_OF_LATE = 6
CHANGED = ("MET-STD-01", "COM-STD-01")
"""Documents with earlier versions of which anna knows the last but one."""


@dataclass(frozen=True)
class Asking:
    """A reading asked of a team besides what documents ask: of the first of these documents that is effective then, days before the day."""

    codes: tuple[str, ...]
    token: str
    asked: int
    due_days: int


ASKINGS = (
    Asking(("RSK-STD-01",), "team:signalling", 10, 14),
    Asking(("PLM-PRC-01", "MET-STD-01"), "team:signalling", 3, 21),
)


@dataclass(frozen=True)
class Exempted:
    """Who need not read what, by whom, from how many days before the day, for how many days, and why."""

    who: str
    code: str
    by: str
    ago: int
    lasting: int
    reason: str


EXEMPTIONS = (
    Exempted("Oskar Lund", "RSK-STD-01", "Boris Marin", 8, 120, "On parental leave until spring; reads it on the day of return."),
    Exempted("Bridget Nolan", "RSK-PRC-01", "Mirela Popescu", 40, 90, "Works for the depot this season and raises no project issues."),
    Exempted("Daniel Okafor", "RES-STD-02", "Boris Marin", 65, 150, "Signed the supplier's copy of this version with the contract."),
)
SPARED = frozenset((exemption.who, exemption.code) for exemption in EXEMPTIONS)
STILL_TO_READ = "anna"
"""Who of the team has read neither: her home page shows two readings due, one of them soon."""


@dataclass(frozen=True)
class Text:
    """One version of a document: effective from `since` until the day `until`; `tokens` must acknowledge it."""

    code: str
    kind: str
    major: int
    minor: int
    since: date
    until: date
    tokens: frozenset[str]

    def holds_on(self, day: date) -> bool:
        """Whether it is effective on that day."""
        return self.since <= day < self.until


def texts(files: Iterable[SourceDocument]) -> tuple[Text, ...]:
    """All versions in the files, in the order of their dates."""
    by_code: dict[str, list[SourceDocument]] = defaultdict(list)
    for file in files:
        by_code[file.meta.code].append(file)
    return tuple(text for code in sorted(by_code) for text in _versions(by_code[code]))


def _versions(files: list[SourceDocument]) -> Iterator[Text]:
    ordered = sorted((file.meta for file in files), key=lambda meta: meta.version)
    ends = [meta.effective for meta in ordered[1:]] + [ordered[-1].withdrawn.on if ordered[-1].withdrawn else date.max]
    for meta, until in zip(ordered, ends, strict=True):
        yield Text(meta.code, meta.kind, meta.version.major, meta.version.minor, meta.effective, until, frozenset(meta.must_read))


@dataclass(frozen=True)
class Read:
    """Somebody opened a document on a day, and acknowledged it if `acknowledged`."""

    who: Someone
    code: str
    day: date
    acknowledged: bool


def asked_code(asking: Asking, every: Sequence[Text], days: Days) -> str:
    """Which document is asked; empty where none was effective then."""
    day = days.before(asking.asked)
    return next((code for code in asking.codes if any(text.code == code and text.holds_on(day) for text in every)), "")


def reads(every: Sequence[Text], days: Days) -> Iterator[Read]:
    """Everything that was read before the day, in no particular order."""
    for who in PEOPLE:
        for read in (*_required(who, every, days), *_asked_of_the_team(who, every, days)):
            if (who.name, read.code) not in SPARED:
                yield read
        yield from _out_of_interest(who, every, days)
    yield from _before_it_changed(every, days)


def _required(who: Someone, every: Sequence[Text], days: Days) -> Iterator[Read]:
    wanted = {f"position:{code}" for code in who.positions}
    here = days.before(who.joined)
    for text in every:
        begins = max(text.since, here)
        if not text.tokens & wanted or begins >= text.until:
            continue
        day = begins + timedelta(days=_patience(who, text, begins, days))
        if not _never_reads(who, text, begins, days) and day < text.until:
            yield Read(who, text.code, day, acknowledged=True)


def _patience(who: Someone, text: Text, begins: date, days: Days) -> int:
    """Days until it is read: soon for most; the many readings of one's first weeks are spread over two months."""
    luck = chance("patience", who.email, text.code, text.major)
    if begins == days.before(who.joined) and who.joined == BEGINNING:
        return 2 + int(luck * 50)
    return 1 + int(luck * luck * (11 if who.cast else 20))


def _never_reads(who: Someone, text: Text, begins: date, days: Days) -> bool:
    recent = begins > days.day - FORGETFUL
    return recent and not who.cast and chance("never", who.email, text.code, text.major) < NEVER


def _asked_of_the_team(who: Someone, every: Sequence[Text], days: Days) -> Iterator[Read]:
    for asking in ASKINGS:
        code = asked_code(asking, every, days)
        if code and who.cast != STILL_TO_READ and asking.token in _teams_of(who):
            day = days.before(asking.asked) + timedelta(days=1 + int(chance("asked", who.email, code) * 1.7 * asking.asked))
            yield Read(who, code, day, acknowledged=True)


def _teams_of(who: Someone) -> set[str]:
    above = {team.slug: team.above for team in TEAMS}
    return {f"team:{who.team}", f"team:{above.get(who.team, '')}"}


def _out_of_interest(who: Someone, every: Sequence[Text], days: Days) -> Iterator[Read]:
    """What one looked up in the last month; for the cast it is more, so that their pages are not empty."""
    kept = {code for asking in ASKINGS for code in asking.codes} | set(CHANGED) if who.cast == STILL_TO_READ else set()
    open_texts = [text for text in every if text.holds_on(days.before(30)) and text.holds_on(days.day) and text.code not in kept]
    for number in range(OPENED_OF_LATE if who.cast else 1):
        day = days.before(2 + int(chance("day", who.email, number) * min(26, max(1, who.joined - 2))))
        if open_texts and who.left is None:
            yield Read(who, one_of(open_texts, "look", who.email, number).code, day, acknowledged=False)


def _before_it_changed(every: Sequence[Text], days: Days) -> Iterator[Read]:
    """Anna knows a version that was replaced meanwhile: of what changed last."""
    anna = next(who for who in PEOPLE if who.cast == STILL_TO_READ)
    changes = [t for t in every if t.code in CHANGED and t.major > 1 and days.before(BEGINNING - 60) < t.since < days.before(2)]
    if changes:
        last = max(changes, key=lambda text: text.since)
        yield Read(anna, last.code, last.since - timedelta(days=9), acknowledged=False)
