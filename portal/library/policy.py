"""The library's law about dates, audiences and who may do what with a Document. Pure."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.content.wording import post_slug
from portal.permissions import CONTROL, EVERYONE, Permission, Reader

EDITORIAL = frozenset({
    "revision published", "revision submitted", "review confirmed", "document withdrawn", "vocabulary published", "reading required",
    "problem answered", "revision approved", "revision returned", "revision called back", "revision voided", "reviewer invited",
    "comment made", "comment resolved", "suggestion accepted", "suggestion declined", "review finished", "delegation made",
    "delegation ended", "draft begun", "draft given up", "draft replaced", "file agreed", "document exported", "picture added",
    "copy merged", "copy put away", "request settled", "request accepted", "request declined",
})  # fmt: skip
"""What those who write and approve did, as the journal calls it. Any other act on a document may be a reader's or about one."""


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def audience_rows(written: Iterable[str], owner: str, approver: str) -> tuple[str, ...]:
    """The tokens stored for an audience as written. A restricted text stays readable for its owner, its approver and those who control texts."""
    tokens = dict.fromkeys(written)
    if EVERYONE in tokens:
        return (EVERYONE,)
    return tuple(dict.fromkeys([*tokens, CONTROL, f"post:{post_slug(owner)}", f"post:{post_slug(approver)}"]))


def entry_key(code: str, major: int, minor: int) -> str:
    """How search calls a Revision: `document:RSK-STD-01@2.0`."""
    return f"document:{code}@{major}.{minor}"


def teams_for(reader: Reader, permission: Permission) -> frozenset[str] | None:
    """The paths of the teams for which a right is held, sub-teams included; None for the whole organisation, empty for nobody."""
    paths = frozenset(grant.team_path for grant in reader.grants if grant.permission is permission)
    return None if "" in paths else paths


def may_exempt(reader: Reader, person_id: int, team_path: str) -> bool:
    """Whether this reader may spare that person a reading: with the right for the person's team, and never oneself."""
    return reader.person_id != person_id and reader.may(Permission.LIBRARY_EXEMPT, team_path)


TEAM_LEAD = "TEL"
"""The position whose holder may record a briefing of the team it is held in."""


def managed(reader: Reader) -> frozenset[str]:
    """The paths of the teams this reader manages; not the whole organisation, which nobody manages as a team."""
    return frozenset(grant.team_path for grant in reader.grants if grant.permission is Permission.LIBRARY_EXEMPT and grant.team_path)


def may_brief(reader: Reader) -> bool:
    """Whether there can be a team whose briefings this reader records: as its manager, or as its lead."""
    return bool(managed(reader)) or f"position:{TEAM_LEAD}" in reader.audience


def posts_of(reader: Reader) -> frozenset[str]:
    """The slugs of the posts this reader holds today."""
    return frozenset(token.removeprefix("post:") for token in reader.audience if token.startswith("post:"))


def may_answer(reader: Reader, owner_slug: str) -> bool:
    """Whether this reader answers the problems of a Document: the holder of the owner's post, and those who sort all of them."""
    return reader.may(Permission.LIBRARY_TRIAGE, "") or owner_slug in posts_of(reader)


def may_confirm(reader: Reader, owner_slug: str, holder: str) -> bool:
    """Whether this reader says how a periodic review ended: the holder of the owner's post, and while nobody holds it whoever may draft."""
    return owner_slug in posts_of(reader) or (not holder and reader.may(Permission.LIBRARY_DRAFT, ""))


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose readings a reader sees: counted (`teams`), and each person by name (`named`); None is the whole organisation."""

    teams: frozenset[str] | None
    named: frozenset[str] | None

    @classmethod
    def of(cls, who: Reader) -> "Sight":
        """What the table of rights gives: a manager own team and below, an author everybody, an auditor counts by document."""
        return cls(teams_for(who, Permission.LIBRARY_READERS), teams_for(who, Permission.LIBRARY_COMPLETION))

    @property
    def names_somebody(self) -> bool:
        """Whether there is anybody whom the reader sees by name."""
        return self.named is None or bool(self.named)

    def names(self, team_path: str) -> bool:
        """Whether people of that team are seen by name."""
        return self.named is None or any(team_path.startswith(path) for path in self.named)

    @property
    def hides_small(self) -> bool:
        """Whether groups of fewer than five are hidden: the reader counts people whom they do not see by name."""
        return self.teams != self.named

    @property
    def files_name_people(self) -> bool:
        """Only a manager's files carry names; those who see the whole organisation export counts."""
        return self.named is not None and self.names_somebody
