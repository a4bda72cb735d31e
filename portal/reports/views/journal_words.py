"""What the journal's actions, objects and values are called on screen. The journal itself holds codes and ids only."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.reports.queries.names import Names
from portal.web.words import day, moment

ACTIONS = {
    "briefing recorded": _l("Briefing recorded"),
    "comment made": _l("Comment made"),
    "comment resolved": _l("Comment resolved"),
    "copy merged": _l("Kept copy of a draft merged"),
    "copy put away": _l("Kept copy of a draft put away"),
    "delegation ended": _l("Standing in ended"),
    "delegation made": _l("Standing in arranged"),
    "document acknowledged": _l("Reading acknowledged"),
    "document exported": _l("Given out as a file"),
    "document withdrawn": _l("Document withdrawn"),
    "draft begun": _l("Draft begun"),
    "draft given up": _l("Draft given up"),
    "evidence downloaded": _l("Evidence downloaded"),
    "draft replaced": _l("Draft of a file replaced by a newer file"),
    "exemption ended": _l("Exemption ended"),
    "feed address ended": _l("Feed address ended"),
    "feed address made": _l("Feed address made"),
    "file agreed": _l("File found to say the same"),
    "journal looked into": _l("Journal looked into"),
    "link issued": _l("One-time link issued"),
    "own settings changed": _l("Own settings changed"),
    "password set": _l("Password set"),
    "people imported": _l("People imported from a file"),
    "person changed": _l("Person changed"),
    "person deactivated": _l("Person deactivated"),
    "person enrolled": _l("Person enrolled"),
    "person invited": _l("Person invited"),
    "person reactivated": _l("Person reactivated"),
    "picture added": _l("Picture added to a draft"),
    "position left": _l("Position left"),
    "position taken": _l("Position taken"),
    "post assigned": _l("Post assigned"),
    "post created": _l("Post created"),
    "problem answered": _l("Problem answered"),
    "problem reported": _l("Problem reported"),
    "reader exempted": _l("Reader exempted"),
    "reading required": _l("Reading required"),
    "request accepted": _l("Request accepted"),
    "request declined": _l("Request declined"),
    "request settled": _l("Request settled"),
    "review confirmed": _l("Review confirmed"),
    "review finished": _l("Reviewer finished"),
    "reviewer invited": _l("Reviewers invited"),
    "revision approved": _l("Revision approved"),
    "revision called back": _l("Revision called back"),
    "revision published": _l("Revision published"),
    "revision returned": _l("Revision returned"),
    "revision submitted": _l("Revision submitted for review"),
    "revision voided": _l("Approval taken back"),
    "role confirmed": _l("Role confirmed"),
    "role declined": _l("Role declined"),
    "role ended": _l("Role ended"),
    "role granted": _l("Role granted"),
    "role proposed": _l("Role proposed"),
    "setting changed": _l("Setting changed"),
    "suggestion accepted": _l("Suggestion accepted"),
    "suggestion declined": _l("Suggestion declined"),
    "team created": _l("Team created"),
    "team renamed": _l("Team renamed"),
    "vocabulary published": _l("Practices and glossary published"),
}
KINDS = {
    "delegation": _l("Standing in"),
    "document": _l("Document"),
    "evidence": _l("Evidence"),
    "journal": _l("Journal"),
    "person": _l("Person"),
    "post": _l("Post"),
    "problem": _l("Reported problem"),
    "roster": _l("File of people"),
    "setting": _l("Setting"),
    "team": _l("Team"),
    "vocabulary": _l("Practices and glossary"),
}
STATES = {
    "invited": _l("Invited"),
    "active": _l("Active"),
    "inactive": _l("Deactivated"),
    "open": _l("Open"),
    "answered": _l("Answered"),
    "accepted": _l("Accepted"),
    "settled": _l("Settled"),
    "declined": _l("Declined"),
    "resolved": _l("Resolved"),
    "draft": _l("Draft"),
    "in_review": _l("In review"),
    "approved": _l("Approved"),
}
ROLES = {
    "manager": _l("Manager"),
    "author": _l("Author"),
    "approver": _l("Approver"),
    "assessor": _l("Assessor"),
    "auditor": _l("Auditor"),
    "admin": _l("Administrator"),
    "holder": _l("Holder of the approving post"),
    "delegate": _l("Standing in for the holder"),
}
MAIL = {"weekly": _l("One digest a week"), "daily": _l("One digest a day"), "at_once": _l("Each one at once"), "none": _l("No mail")}
WAYS = {"invite": _l("Invitation"), "reset": _l("Forgotten password"), "change": _l("Changed by its owner")}
MOST_CODES = 12

Say = Callable[[Any, Names], str]


def _word(words: Mapping[str, Any]) -> Say:
    return lambda value, _names: str(words.get(value, value))


def _plain(value: Any, _names: Names) -> str:
    return _("none") if value is None or value == "" else str(value)


def _person(value: Any, names: Names) -> str:
    return names.people.get(value, _("somebody unknown")) if value else _("nobody")


def _people(value: Any, names: Names) -> str:
    return ", ".join(names.people.get(one, _("somebody unknown")) for one in value)


def _team(value: Any, names: Names) -> str:
    return names.teams.get(value, f"#{value}") if value else _("none")


def _posts(value: Any, names: Names) -> str:
    return ", ".join(names.posts.get(one, f"#{one}") for one in (value if isinstance(value, list) else [value])) or _("none")


def _position(value: Any, names: Names) -> str:
    return names.positions.get(value, str(value))


def _token(value: Any, names: Names) -> str:
    """`position:PRM` by its title, `team:rail` by its short name."""
    kind, _colon, code = str(value).partition(":")
    return _position(code, names) if kind == "position" else code


def _day(value: Any, _names: Names) -> str:
    return day(date.fromisoformat(value)) if value else str(_("open"))


def _moment(value: Any, _names: Names) -> str:
    return moment(datetime.fromisoformat(value)) if value else str(_("open"))


def _flag(value: Any, _names: Names) -> str:
    return str(_("yes") if value else _("no"))


def _count(value: Any, _names: Names) -> str:
    return str(len(value))


def _told(value: Any, _names: Names) -> str:
    return str(ngettext("%(num)s person", "%(num)s people", len(value)))


def _codes(value: Any, _names: Names) -> str:
    rest = len(value) - MOST_CODES
    shown = ", ".join(map(str, value[:MOST_CODES]))
    return str(ngettext("%(codes)s and %(num)s more", "%(codes)s and %(num)s more", rest, codes=shown)) if rest > 0 else shown


FIELDS: dict[str, tuple[Any, Say]] = {
    "anchor": (_l("At"), _plain),
    "answers": (_l("Answers comment"), _plain),
    "approver_post": (_l("Approved by the post"), _posts),
    "by": (_l("By"), _word(WAYS)),
    "codes": (_l("Codes"), _codes),
    "comment": (_l("Comment"), _plain),
    "concerned": (_l("Told"), _told),
    "copy": (_l("Kept copy"), _plain),
    "delegate": (_l("Stands in"), _person),
    "document": (_l("Document"), _plain),
    "draft": (_l("Draft"), _plain),
    "due_days": (_l("Days to read it"), _plain),
    "effective_from": (_l("Effective from"), _moment),
    "file": (_l("File"), _plain),
    "from": (_l("Begun from"), _plain),
    "invite": (_l("Invited"), _plain),
    "language": (_l("Language"), _plain),
    "mail": (_l("Mail"), _word(MAIL)),
    "name_changed": (_l("Name changed"), _flag),
    "next_review": (_l("Next review"), _day),
    "on": (_l("On"), _day),
    "on_behalf_of": (_l("In place of"), _person),
    "origin": (_l("Came in by"), _word({"file": _l("a file"), "browser": _l("the browser")})),
    "parent": (_l("Above it"), _team),
    "people": (_l("People"), _plain),
    "person": (_l("Person"), _person),
    "position": (_l("Position"), _position),
    "positions": (_l("Positions ended"), _count),
    "posts": (_l("Posts left"), _posts),
    "purpose": (_l("For"), _word(WAYS)),
    "reason": (_l("Reason"), _plain),
    "reviewers": (_l("Reviewers"), _people),
    "role": (_l("Role"), _word(ROLES)),
    "roles": (_l("Roles ended"), _count),
    "round": (_l("Round of review"), _plain),
    "save": (_l("Save"), _plain),
    "saves": (_l("Saves"), _plain),
    "settled": (_l("Settled"), _flag),
    "since": (_l("From"), _day),
    "slug": (_l("Short name"), _plain),
    "source": (_l("Asked for by"), _plain),
    "state": (_l("State"), _word(STATES)),
    "successor": (_l("Successor"), _plain),
    "suggests": (_l("Suggests words"), _flag),
    "team": (_l("Team"), _team),
    "token": (_l("Owed by"), _token),
    "unchanged": (_l("Unchanged"), _plain),
    "until": (_l("Until"), _day),
    "update": (_l("Changed"), _plain),
    "value": (_l("Value"), _plain),
    "version": (_l("Version"), _plain),
    "zone": (_l("Time zone"), _plain),
}
SILENT = frozenset({"grant", "held", "hash", "scope"})
"""Values that mean something to a program only."""
