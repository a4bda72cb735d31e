"""Which role holds which permission, and the law of who may give a role to whom. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal.permissions import CONTROL, EVERYONE, Grant, Permission

P = Permission

MEMBER = frozenset({
    P.HOME, P.PRACTICE_READ, P.JOURNAL_OWN, P.NOTICES_OWN, P.SELF_CHANGE, P.GLOSSARY_READ, P.SEARCH, P.LIBRARY_READ,
    P.LIBRARY_ACKNOWLEDGE, P.LIBRARY_BOOKMARK, P.LIBRARY_REPORT, P.LIBRARY_REGISTER, P.LIBRARY_REVIEW, P.LIBRARY_BRIEF,
})  # fmt: skip

BY_ROLE: dict[str, frozenset[Permission]] = {
    "manager": frozenset({P.LIBRARY_READERS, P.LIBRARY_COMPLETION, P.LIBRARY_EXEMPT}),
    "author": frozenset(
        {
            P.LIBRARY_DRAFTS,
            P.LIBRARY_PUBLISH,
            P.LIBRARY_DRAFT,
            P.LIBRARY_CONFIRM,
            P.LIBRARY_EVIDENCE,
            P.LIBRARY_READERS,
            P.LIBRARY_EXEMPT,
            P.LIBRARY_COMPLETION,
            P.LIBRARY_PROBLEMS,
            P.LIBRARY_TRIAGE,
            P.SEARCH_MISSES,
            P.JOURNAL_READ,
            P.JOURNAL_DOCUMENTS,
        }
    ),
    "approver": frozenset(
        {
            P.LIBRARY_DRAFTS,
            P.LIBRARY_APPROVE,
            P.LIBRARY_EVIDENCE,
            P.LIBRARY_PROBLEMS,
            P.LIBRARY_TRIAGE,
            P.SEARCH_MISSES,
            P.JOURNAL_READ,
            P.JOURNAL_DOCUMENTS,
            P.JOURNAL_READERS,
        }
    ),
    "assessor": frozenset(),
    "auditor": frozenset({P.LIBRARY_DRAFTS, P.LIBRARY_EVIDENCE, P.LIBRARY_READERS, P.JOURNAL_READ, P.JOURNAL_AUDIT}),
    "admin": frozenset({P.PEOPLE_ADMINISTER, P.SETTINGS_CHANGE, P.JOURNAL_READ, P.JOURNAL_TECHNICAL}),
}
"""`product.md`, table of rights. Every active account is a member; a manager's rights are for the team and those below it."""

NEEDS_A_SECOND_PERSON = frozenset({"approver", "assessor", "auditor"})
SEES_CONTROL = frozenset({"author", "approver", "auditor"})


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A confirmed role: for the whole organisation when `team_path` is empty."""

    role: str
    team_path: str = ""


def grants(roles: Iterable[HeldRole], posts: Iterable[str] = ()) -> frozenset[Grant]:
    """Everything the roles allow, a member's rights included. Whoever holds a post sees what is reported on its documents and looks at them again."""
    return _grants(frozenset(roles), bool(tuple(posts)))


@lru_cache(maxsize=1024)
def _grants(roles: frozenset[HeldRole], has_post: bool) -> frozenset[Grant]:
    """Asked at every request, and the same for most people."""
    held = {Grant(permission) for permission in MEMBER}
    held |= {Grant(permission, role.team_path) for role in roles for permission in BY_ROLE[role.role]}
    if has_post:
        held |= {Grant(P.LIBRARY_PROBLEMS), Grant(P.LIBRARY_CONFIRM)}
    return frozenset(held)


def audience(roles: Iterable[HeldRole], team_path: str, positions: Iterable[str], posts: Iterable[str]) -> frozenset[str]:
    """The tokens of what this person may read. A team's audience includes its sub-teams, so one carries the slugs of all teams above."""
    held = {role.role for role in roles}
    tokens = {EVERYONE, "role:member", *(f"role:{role}" for role in held)}
    tokens |= {f"team:{slug}" for slug in team_path.strip("/").split("/") if slug}
    tokens |= {f"position:{code}" for code in positions} | {f"post:{slug}" for slug in posts}
    if held & SEES_CONTROL:
        tokens.add(CONTROL)
    return frozenset(tokens)
