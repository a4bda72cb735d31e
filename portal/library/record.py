"""The whole record of one Document, as it is given to whoever must prove it. Holds ids; what people are called stands beside it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.content.front_matter import Version
from portal.library.states import State


@dataclass(frozen=True, slots=True)
class Decided:
    """Who approved or returned a round, as what, for which post, in whose place, on which text."""

    at: datetime
    person_id: int
    role: str
    post: str
    on_behalf_of: int | None
    verdict: str
    comment: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One round of review: what was submitted, by whom (None: from a file, by the system), and how it ended."""

    number: int
    version: str
    content_hash: str
    submitted_at: datetime
    submitted_by: int | None
    ended_at: datetime | None
    outcome: str
    comments: int
    decisions: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """Somebody's "I have read this version"."""

    at: datetime
    person_id: int


@dataclass(frozen=True, slots=True)
class Briefed:
    """People without an account whom a text was read to."""

    on: date
    team: str
    people: int
    by: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One Revision with all that hangs on it. `approved_in` names the file it was approved in, empty for the portal's own approval."""

    version: Version
    state: State
    title: str
    content_hash: str
    made_at: datetime
    made_by: int | None
    approved_at: datetime | None
    approved_in: str
    owner: str
    approver: str
    effective_from: datetime | None
    effective_until: datetime | None
    change: str
    transition: str
    front: Mapping[str, Any]
    text: str
    pictures: Mapping[str, str]
    writers: tuple[int, ...]
    reviewers: tuple[int, ...]
    rounds: tuple[Submission, ...]
    readings: tuple[Read, ...]
    briefings: tuple[Briefed, ...]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A periodic review that found a version still right."""

    on: date
    version: str
    by: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Request:
    """A reported problem or suggestion, without who reported it."""

    id: int
    at: datetime
    version: str
    anchor: str
    state: str
    settled_in: str


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the journal. `actor_id` and the values are empty where it is a reader's or about one."""

    id: int
    at: datetime
    actor_id: int | None
    action: str
    kind: str
    key: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Record:
    """A Document at a moment, its Revisions the oldest first. `agreed_hash`: of the text that its file and the register both had last."""

    code: str
    kind: str
    made_at: datetime
    agreed_hash: str
    withdrawn_at: datetime | None
    withdrawn_reason: str
    successor: str
    revisions: tuple[Kept, ...]
    reviews: tuple[Confirmed, ...]
    requests: tuple[Request, ...]
    journal: tuple[Act, ...]
    names: Mapping[int, str]

    @property
    def title(self) -> str:
        """The title of the newest text."""
        return self.revisions[-1].title if self.revisions else self.code

    def name(self, person_id: int | None) -> str:
        """What somebody is called; empty for nobody."""
        return "" if person_id is None else self.names.get(person_id, f"#{person_id}")

    def rounds(self) -> Iterator[tuple[Kept, Submission]]:
        """Every round with its Revision."""
        return ((kept, one) for kept in self.revisions for one in kept.rounds)

    def decisions(self) -> Iterator[tuple[Kept, Submission, Decided]]:
        """Every decision with its round and Revision."""
        return ((kept, one, decided) for kept, one in self.rounds() for decided in one.decisions)
