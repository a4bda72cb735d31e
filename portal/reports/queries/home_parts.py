"""The parts of the home page, each for those whom it concerns; None where it concerns nobody like the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.library.obligation import State
from portal.library.policy import posts_of, teams_for
from portal.library.queries import problems
from portal.library.queries.board import BoardRow, board
from portal.library.queries.marks import ChangedDocument, MarkedDocument, bookmarks, changed_since_read, recently_read
from portal.library.queries.readings import OwedReading, minutes, owed, readings
from portal.people import queries as people
from portal.permissions import Permission, Reader
from portal.reports.queries import home
from portal.search import queries as search

SOON = 7
"""Days within which something is due this week."""
FEW = 5
OPEN = problems.SoughtProblems()


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where the page is asked for: `today` is the organisation's day, `hour` the reader's."""

    at: datetime
    today: date
    hour: int
    zone: str


@dataclass(frozen=True, slots=True)
class Due:
    """A reading that is owed: days left (negative when overdue), minutes it takes, and what changed if an earlier version was read."""

    reading: OwedReading
    left: int
    minutes: int
    changed: ChangedDocument | None


@dataclass(frozen=True, slots=True)
class Mine:
    """What everybody has: readings, changes, news, marks. `later` readings wait their turn; `fresh`: nothing was ever opened or kept."""

    due: tuple[Due, ...]
    later: int
    changed: tuple[ChangedDocument, ...]
    new: tuple[home.NewDocument, ...]
    bookmarks: tuple[MarkedDocument, ...]
    recent: tuple[MarkedDocument, ...]
    empty_library: bool

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(due.left < 0 for due in self.due)

    @property
    def this_week(self) -> int:
        """How many are due within a week, without those overdue."""
        return sum(0 <= due.left <= SOON for due in self.due)

    @property
    def minutes(self) -> int:
        """How long all of them take together."""
        return sum(due.minutes for due in self.due)

    @property
    def fresh(self) -> bool:
        """Whether the reader is new here."""
        return not self.recent and not self.bookmarks


@dataclass(frozen=True, slots=True)
class TeamPart:
    """How far required reading is among the people a manager answers for: the documents most behind, and figures of all."""

    rows: tuple[BoardRow, ...]
    outstanding: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Control:
    """What those who own, write, approve or audit documents have before them. Each list is None for those who do not see it."""

    submitted: tuple[home.Submitted, ...] | None
    reviews: tuple[home.DueReview, ...] | None
    problems: tuple[problems.Problem, ...] | None
    misses: tuple[tuple[str, int], ...] | None


@dataclass(frozen=True, slots=True)
class Administration:
    """What waits for an administrator, and how far the instance is set up."""

    pending: int
    unheld: tuple[str, ...]
    posts: int
    built: home.Foundations

    @property
    def is_new(self) -> bool:
        """Whether first steps are still to be done."""
        return not (self.built.documents and self.built.teams and self.built.people > 1)


def mine(session: Session, me: Reader, when: Moment) -> Mine:
    """Seven queries."""
    asked = owed(session, me, when.at, zone=when.zone)
    open_ = [one for one in asked if one.state in {State.OWED, State.OVERDUE}]
    changed = changed_since_read(session, me, when.at)
    length = minutes(session, [one.revision_id for one in open_])
    new = home.new_documents(session, me, when.at)
    return Mine(
        due=tuple(_due(one, when.today, length, changed) for one in open_),
        later=sum(one.state is State.LATER for one in asked),
        changed=changed,
        new=tuple(one for one in new if one.code not in {other.code for other in changed}),
        bookmarks=bookmarks(session, me, when.at),
        recent=recently_read(session, me, when.at),
        empty_library=not home.holds_anything(session, me, when.at),
    )


def team(session: Session, me: Reader, when: Moment) -> TeamPart | None:
    """For managers of a team; one query."""
    teams = teams_for(me, Permission.LIBRARY_COMPLETION)
    if not teams:
        return None
    rows = board(readings(session, me, when.at, zone=when.zone, teams=teams), "document", hide_small=False)
    behind = sorted((row for row in rows if row.tally.outstanding), key=lambda row: (-row.tally.overdue, -row.tally.outstanding, row.key))
    return TeamPart(tuple(behind[:FEW]), sum(r.tally.outstanding for r in rows), sum(r.tally.overdue for r in rows))


def control(session: Session, me: Reader, when: Moment) -> Control | None:
    """For those who see drafts, triage problems or own documents; five queries at most."""
    posts = posts_of(me)
    every_state, triage = me.may(Permission.LIBRARY_DRAFTS, ""), me.may(Permission.LIBRARY_TRIAGE, "")
    found = Control(
        submitted=home.submitted(session, posts) if every_state else None,
        reviews=home.due_reviews(session, when.at, when.today, None if every_state else posts) if every_state or posts else None,
        problems=problems.queue(session, me, OPEN, when.at, zone=when.zone, limit=home.FEW) if triage or posts else None,
        misses=tuple(search.missed_searches(session, when.today - home.NEW_FOR, limit=FEW))
        if me.may(Permission.SEARCH_MISSES, "")
        else None,
    )
    return None if found == Control(None, None, None, None) else found


def administration(session: Session, me: Reader, when: Moment) -> Administration | None:
    """For administrators; three queries."""
    if not me.may(Permission.PEOPLE_ADMINISTER, ""):
        return None
    posts = people.post_list(session, when.today)
    unheld = tuple(post.title for post in posts if post.holder is None)
    return Administration(len(people.pending_roles(session)), unheld, len(posts), home.foundations(session, when.at))


def _due(one: OwedReading, today: date, length: Mapping[int, int], changed: tuple[ChangedDocument, ...]) -> Due:
    since = next((other for other in changed if other.code == one.code), None)
    return Due(one, (one.standing.due - today).days, length.get(one.revision_id, 1), since)
