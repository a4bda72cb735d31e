"""What of the journal a person sees: the row "journal and exports" of the table of rights. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.library import policy as library
from portal.permissions import Permission, Reader

DOCUMENTS = ("document", "problem", "vocabulary", "delegation", "evidence")
TECHNICAL = ("person", "team", "post", "roster", "setting")
LOOK = "journal looked into"
LOOK_KIND = "journal"
LOOK_LASTS = timedelta(hours=8)
"""How long one written reason opens the journal for an auditor."""
EDITORIAL = library.EDITORIAL
"""Any other act on a document may be a reader's or about one: an author sees it without names."""
ABOUT_READERS = frozenset({"reader exempted", "exemption ended"})
"""What a manager or author did about a reader: the one who did it may be named, the reader may not."""
PEOPLE_FIELDS = frozenset({"person", "reviewers", "delegate", "on_behalf_of"})
TEAM_FIELDS = frozenset({"team", "parent"})
POST_FIELDS = frozenset({"approver_post", "owner_post", "posts"})
"""Names of values in `before` and `after` that are ids of people, teams and posts."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Kinds of objects whose rows are seen, None for all; without `readers` the names of those who only read are not."""

    kinds: tuple[str, ...] | None
    readers: bool

    @property
    def is_blind(self) -> bool:
        """Sees no row at all."""
        return self.kinds == ()


EVERYTHING = Sight(None, readers=True)


def sight(reader: Reader) -> Sight:
    """What a person sees by roles held for the whole organisation, without giving a reason."""
    documents = reader.may(Permission.JOURNAL_DOCUMENTS, "")
    technical = reader.may(Permission.JOURNAL_TECHNICAL, "")
    kinds = (DOCUMENTS if documents else ()) + (TECHNICAL if technical else ())
    return Sight(kinds, readers=reader.may(Permission.JOURNAL_READERS, ""))


def may_audit(reader: Reader) -> bool:
    """Whether a written reason opens the whole journal to this person."""
    return reader.may(Permission.JOURNAL_AUDIT, "")


def ids(values: Mapping[str, Any] | None, fields: frozenset[str]) -> Iterator[int]:
    """The ids that a row's `before` or `after` holds under these names, alone or in lists."""
    for name, value in (values or {}).items():
        if name in fields:
            yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int))
