"""What people can be told, in one table: the sentence, and whether it waits for them. Pure.

A place `%(name)s` in a sentence is filled when it is read: `by` with what that person is called today, a day as the reader's language writes
it, all else as it was told. A new kind is a new line.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.errors import N_

DAYS = frozenset({"due", "effective", "since", "until"})
PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Kind:
    """A sentence with places; urgent when the person told has something to do."""

    sentence: str
    urgent: bool = False

    @property
    def places(self) -> frozenset[str]:
        """What the sentence needs."""
        return frozenset(PLACE.findall(self.sentence))


@dataclass(frozen=True, slots=True)
class Told:
    """What fills the places. Days of `params` are written YYYY-MM-DD."""

    kind: str
    by: str
    code: str
    title: str
    params: Mapping[str, Any]


KINDS: Mapping[str, Kind] = {
    "review_asked": Kind(N_("%(by)s asks you to review %(code)s %(title)s."), urgent=True),
    "review_waits": Kind(N_("Your review of %(code)s %(title)s has been waiting since %(since)s."), urgent=True),
    "file_waits": Kind(N_("A file brought %(code)s %(title)s, version %(version)s. It waits for an approval."), urgent=True),
    "returned": Kind(N_("%(by)s returned %(code)s %(title)s to you with a comment."), urgent=True),
    "approved": Kind(N_("%(by)s approved %(code)s %(title)s, version %(version)s.")),
    "effective": Kind(N_("%(code)s %(title)s: version %(version)s counts from %(effective)s.")),
    "must_read": Kind(N_("Please read %(code)s %(title)s, version %(version)s, by %(due)s."), urgent=True),
    "reading_overdue": Kind(N_("Your reading of %(code)s %(title)s was due on %(due)s."), urgent=True),
    "problem_reported": Kind(N_("%(by)s reported a problem in %(code)s %(title)s."), urgent=True),
    "problem_answered": Kind(N_("The problem you reported in %(code)s %(title)s is answered.")),
    "suggestion_settled": Kind(N_("What you reported in %(code)s %(title)s is settled in version %(version)s.")),
    "comment": Kind(N_("%(by)s commented on %(code)s %(title)s.")),
    "delegated": Kind(N_("%(by)s asks you to stand in from %(since)s to %(until)s."), urgent=True),
    "draft_from_file": Kind(N_("A file brought another text of %(code)s %(title)s than the portal has. It waits as a draft."), urgent=True),
    "review_due": Kind(N_("%(code)s %(title)s is due for its periodic review on %(due)s."), urgent=True),
}
GONE = Kind(N_("About %(code)s %(title)s."))
"""For rows of a kind that an earlier program knew."""


def kind_of(name: str) -> Kind:
    """The kind of a row."""
    return KINDS.get(name, GONE)


def say(told: Told, translated: Callable[[str], str], day: Callable[[date], str]) -> str:
    """The sentence in one language."""
    kind = kind_of(told.kind)
    known = {**told.params, "by": told.by, "code": told.code, "title": told.title}
    values = {place: _written(place, known[place], day) for place in kind.places}
    return " ".join((translated(kind.sentence) % values).split())


def _written(place: str, value: Any, day: Callable[[date], str]) -> str:
    return day(date.fromisoformat(value)) if place in DAYS else str(value)
