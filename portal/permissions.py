"""The one list of what a person may do, and the frozen description of who is asking. Knows no database and no web."""

from dataclasses import dataclass, field
from enum import StrEnum

EVERYONE = "everyone"
CONTROL = "control"


class Permission(StrEnum):
    """`room:object:verb`. Every endpoint names one, or is PUBLIC. Which role holds which stands in `people.policy`."""

    PUBLIC = "web:page:public"
    HOME = "reports:home:read"
    PRACTICE_READ = "reports:practice:read"
    JOURNAL_READ = "reports:journal:read"
    JOURNAL_OWN = "reports:journal:own"
    JOURNAL_DOCUMENTS = "reports:journal:documents"
    JOURNAL_READERS = "reports:journal:readers"
    JOURNAL_TECHNICAL = "reports:journal:technical"
    JOURNAL_AUDIT = "reports:journal:audit"
    NOTICES_OWN = "notices:notice:own"
    SELF_CHANGE = "people:self:change"
    PEOPLE_ADMINISTER = "people:person:administer"
    GLOSSARY_READ = "vocabulary:glossary:read"
    SEARCH = "search:entry:read"
    SEARCH_MISSES = "search:miss:read"
    LIBRARY_READ = "library:document:read"
    LIBRARY_ACKNOWLEDGE = "library:document:acknowledge"
    LIBRARY_BOOKMARK = "library:document:bookmark"
    LIBRARY_DRAFTS = "library:draft:read"
    LIBRARY_PUBLISH = "library:revision:publish"
    LIBRARY_DRAFT = "library:draft:write"
    LIBRARY_REVIEW = "library:review:join"
    LIBRARY_APPROVE = "library:revision:approve"
    LIBRARY_EVIDENCE = "library:evidence:read"
    LIBRARY_BRIEF = "library:reading:brief"
    LIBRARY_CONFIRM = "library:review:confirm"
    LIBRARY_REPORT = "library:problem:report"
    LIBRARY_PROBLEMS = "library:problem:read"
    LIBRARY_TRIAGE = "library:problem:triage"
    LIBRARY_REGISTER = "library:register:read"
    LIBRARY_READERS = "library:reading:see"
    LIBRARY_COMPLETION = "library:reader:see"
    LIBRARY_EXEMPT = "library:reading:exempt"
    SETTINGS_CHANGE = "settings:value:change"


@dataclass(frozen=True, slots=True)
class Grant:
    """One right held: for the whole organisation (`team_path` empty) or for a team and everything below it (`/rail/signals/`)."""

    permission: Permission
    team_path: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is asking, loaded once per request by one query. `audience` holds the tokens of what may be read:

    `everyone`, `role:<role>`, `team:<slug>` (own team and all above it), `position:<CODE>`, `post:<slug>`, and `control` for those who
    see every state of every controlled document. `team_path` is the own team's path of slugs, empty without a team. `unread` counts notices
    not opened yet, to a hundred.
    """

    person_id: int
    name: str
    email: str
    zone: str
    language: str
    audience: frozenset[str]
    grants: frozenset[Grant]
    team_path: str = ""
    team_name: str = ""
    position_titles: tuple[str, ...] = ()
    session_key: str = field(default="", repr=False)
    unread: int = 0

    is_authenticated = True
    is_active = True
    is_anonymous = False

    @property
    def initials(self) -> str:
        """The first letters of the first two words of the name."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()

    @property
    def standing(self) -> str:
        """Positions and own team, as a line under the name."""
        return ", ".join((*self.position_titles, *([self.team_name] if self.team_name else [])))

    def get_id(self) -> str:
        """What the signed cookie carries: the key of the sign-in session, never the person."""
        return self.session_key

    def may(self, permission: Permission, team_path: str | None = None) -> bool:
        """True when a grant covers `permission`: anywhere if no team is asked about, else for that team's path or one above it."""
        return any(g.permission is permission and (team_path is None or team_path.startswith(g.team_path)) for g in self.grants)


ANYBODY = Reader(0, "", "", "UTC", "en", frozenset({EVERYONE}), frozenset())
"""A reader of audience everyone who is no person: the default of commands."""
