"""A reading page: one Revision with everything around it, for one reader. One query tells whether it changed, one more brings the text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.content.diff import changed_anchors
from portal.content.front_matter import Version
from portal.library.obligation import Standing
from portal.library.queries.page_statement import OF_TODAY, OF_VERSION, THE_TEXT
from portal.library.queries.visible import sees_every_state, tokens
from portal.library.states import WAITING, State, state_of
from portal.permissions import Reader


@dataclass(frozen=True, slots=True)
class Post:
    """A post and who holds it today; `holder` is empty while nobody does."""

    title: str
    holder: str
    email: str


@dataclass(frozen=True, slots=True)
class Coded:
    """Something with a code and a title: a practice, an area, a document."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A Document that this one cites or is cited by. `formats` are the files of a template."""

    code: str
    kind: str
    title: str
    version: str
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """One line of the history: a Revision this reader may open. Days are the organisation's."""

    id: int
    number: Version
    state: State
    since: date | None
    until: date | None
    change_note: str
    transition: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That the Document left or will leave, when, why, and what took its place, if anything did that this reader may know."""

    on: date
    reason: str
    successor: Coded | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """What this reader did with the Document. `acknowledged` and `last_read` name a version and when; `due` is what is still owed."""

    bookmarked: bool
    acknowledged: tuple[Version, datetime] | None
    due: Standing | None
    exempt: tuple[str, date | None] | None
    last_read: tuple[Version, datetime] | None
    was_here: datetime | None


@dataclass(frozen=True, slots=True)
class Facts:
    """A Revision and everything shown around its text. `state` is of the moment asked; `review` is of the Document.

    `in_files`: it was approved in the files it came from, not in the portal.
    """

    document_id: int
    revision_id: int
    code: str
    kind: str
    title: str
    summary: str
    version: Version
    state: State
    since: date | None
    until: date | None
    approved_on: date | None
    in_files: bool
    review: date | None
    owner: Post
    approver: str
    course: str
    phases: tuple[str, ...]
    formats: tuple[str, ...]
    practices: tuple[Coded, ...]
    area: Coded | None
    must_read: tuple[str, ...]
    templates: tuple[Neighbour, ...]
    cited_by: tuple[Neighbour, ...]
    history: tuple[Past, ...]
    withdrawal: Withdrawal | None

    @property
    def here(self) -> Past:
        """This Revision's line of the history."""
        return next(past for past in self.history if past.id == self.revision_id)

    @property
    def standing(self) -> Past | None:
        """The Revision that is effective, or was last, if it is another one than this."""
        began = [past for past in self.history if past.state not in WAITING]
        last = next((past for past in began if past.state is State.EFFECTIVE), began[0] if began else None)
        return None if last is None or last.id == self.revision_id else last

    @property
    def before(self) -> Past | None:
        """The version before this one."""
        return next((past for past in self.history if past.number < self.version), None)

    @property
    def after(self) -> Past | None:
        """What followed this Revision at once."""
        later = [past for past in self.history if past.number > self.version and past.state not in WAITING]
        return later[-1] if later else None


@dataclass(frozen=True, slots=True)
class Found:
    """A Revision this reader may open, with the row that tells everything around it, not read yet. Days are the organisation's.

    `shared` is equal for two readers, or two requests, whose pages differ in nothing but what these readers did: a digest of all the page
    shows, of the state and of the day.
    """

    document_id: int
    revision_id: int
    code: str
    title: str
    version: Version
    state: State
    since: date | None
    today: date
    at: datetime
    zone: str
    row: Row[Any]
    shared: str

    @property
    def stamp(self) -> tuple[Any, ...]:
        """Everything the page shows; when the reader was here last only if it was with another version."""
        row = self.row
        marks = (row.mark_major, row.mark_minor, row.mark_at) if row.mark_revision not in {None, row.id} else ()
        return (self.shared, row.acknowledged, row.bookmarked, row.exempt, row.owed, marks)

    def day(self, at: datetime | None) -> date | None:
        """The organisation's day of a moment: what an effective date means."""
        return None if at is None else day_in(at, self.zone)


@dataclass(frozen=True, slots=True)
class Text:
    """A Revision's text, rendered. `contents` are its headings: level, anchor, number, title; `changed` the rules that the version before had

    not, or had otherwise.
    """

    html: str
    contents: tuple[dict[str, Any], ...]
    anchors: tuple[str, ...]
    changed: tuple[str, ...]


def find(session: Session, code: str, reader: Reader, at: datetime, *, zone: str, version: Version | None = None) -> Found | None:
    """What stands for the Document today, or one version of it, if this reader may know of it; one query, which leaves the text alone."""
    every_state = sees_every_state(reader)
    statement = (OF_VERSION if version else OF_TODAY)[every_state]
    values: dict[str, Any] = {"code": code, "at": at, "day": day_in(at, zone), "person": reader.person_id, "tokens": tokens(reader)}
    if version:
        values |= {"major": version.major, "minor": version.minor}
    answer = statement.first(session, **values)
    return None if answer is None else _found(answer.row, at, zone)


def _found(row: Row[Any], at: datetime, zone: str) -> Found:
    since, today = moment(row.effective_from), day_in(at, zone)
    state = state_of(row.state, since, moment(row.effective_until), at)
    return Found(
        document_id=row.document_id,
        revision_id=row.id,
        code=row.code,
        title=row.title,
        version=Version(row.major, row.minor),
        state=state,
        since=None if since is None else day_in(since, zone),
        today=today,
        at=at,
        zone=zone,
        row=row,
        shared=_digest(row, state, today),
    )


def _digest(row: Row[Any], state: State, today: date) -> str:
    shown = row.shown if isinstance(row.shown, str) else repr(row.shown)
    facts = (row.id, row.code, row.title, row.state, row.effective_from, row.effective_until, state, today)
    return blake2b(f"{facts!r}{shown}".encode(), digest_size=16).hexdigest()


def text(session: Session, found: Found) -> Text:
    """The text of what was found; one query."""
    answer = THE_TEXT.first(session, revision=found.revision_id)
    if answer is None:
        raise LookupError(found.code)
    read = answer.values()
    headings = {heading["anchor"] for heading in read.contents}
    changed = changed_anchors(read.written_before, read.written) if read.written_before else frozenset()
    return Text(read.html, tuple(read.contents), in_order(read.anchors), in_order(changed & set(read.anchors) - headings))


def in_order(anchors: Iterable[str]) -> tuple[str, ...]:
    """Anchors as readers count them: `r2` before `r10`."""
    return tuple(sorted(anchors, key=lambda anchor: (len(anchor), anchor)))


def moment(value: str | datetime | None) -> datetime | None:
    """A moment as a database sends it inside JSON or unread, aware, in UTC."""
    return None if value is None else aware(value)


def aware(value: str | datetime) -> datetime:
    """The same for one that is always there."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
