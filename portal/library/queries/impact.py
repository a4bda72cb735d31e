"""What a new version asks of others: who must read it again, and what cites the places that changed or are gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.content import markdown
from portal.content.diff import changed_anchors
from portal.content.front_matter import Version
from portal.library.queries.titles import titles
from portal.people import queries as people
from portal.permissions import Reader
from portal.vocabulary import queries as vocabulary


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its number and front matter."""

    version: Version
    text: str
    front: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Owing:
    """Those who must read: a position or a team, and how many people that is today."""

    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Citing:
    """Something that cites a place: a document by its code and title, anything else by its kind and key."""

    kind: str
    key: str
    title: str
    anchor: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Impact:
    """`people` in all must read it, again after a major version (`is_again`); `citing` cites what changed or is gone."""

    is_first: bool
    is_again: bool
    people: int
    owing: tuple[Owing, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    citing: tuple[Citing, ...]


def impact(session: Session, reader: Reader, code: str, old: Text | None, new: Text, *, at: datetime, day: date) -> Impact:
    """What `new` would ask of others if it took effect on that day in place of `old`."""
    is_again = old is None or new.version.major > old.version.major
    asked = [
        token for token in new.front.get("must_read") or () if is_again or token not in (old.front.get("must_read") or () if old else ())
    ]
    counted = {token: people.people_with_tokens(session, [token], day) for token in asked}
    names = _names(session)
    gone = _anchors(old.text) - _anchors(new.text) if old else frozenset[str]()
    changed = (changed_anchors(old.text, new.text) if old else frozenset[str]()) - gone
    return Impact(
        is_first=old is None,
        is_again=is_again,
        people=len({one.person_id for found in counted.values() for one in found}),
        owing=tuple(Owing(names.get(token, token), len(found)) for token, found in counted.items()),
        changed=tuple(sorted(changed)),
        gone=tuple(sorted(gone)),
        citing=_citing(session, reader, code, changed | gone, gone, at),
    )


def _citing(session: Session, reader: Reader, code: str, places: frozenset[str], gone: frozenset[str], at: datetime) -> tuple[Citing, ...]:  # noqa: PLR0917
    rows = [row for row in vocabulary.citing_places(session, code, places) if row[:2] != ("document", code)]
    known = titles(session, reader, {key for kind, key, _ in rows if kind == "document"}, at) if rows else {}
    return tuple(Citing(kind, key, known.get(key, ""), anchor, anchor in gone) for kind, key, anchor in rows)


def _names(session: Session) -> dict[str, str]:
    """What tokens are called."""
    found = {f"position:{position.code}": position.title for position in vocabulary.positions(session)}
    return found | {f"team:{slug}": name for slug, name in people.team_slugs(session)}


def _anchors(text: str) -> frozenset[str]:
    return frozenset(markdown.parse(text).anchors)
