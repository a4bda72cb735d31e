"""The desk at which a draft is written: what its page shows, its problems, its preview."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from portal import clock
from portal.content.check import check
from portal.content.markdown import Parsed, parse
from portal.content.wording import FORMATS, PHASES, ROLES
from portal.errors import NotFound
from portal.library import rendering
from portal.library.drafts import Place, next_version, places, source_of
from portal.library.queries import documents, proof
from portal.library.queries import drafts as queries
from portal.library.service.saving import LONGEST_TEXT, Typed
from portal.people import queries as people
from portal.vocabulary import queries as vocabulary
from portal.vocabulary.queries import PracticeRow
from portal.web import config, reader, reading

Choice = tuple[str, str]
TAG = re.compile(r"<[^<>]+>")
ANCHOR = re.compile(r'( id="| href="#)')
"""A preview stands on a page with ids of its own."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the boxes of the form offer. Teams and positions stand as tokens of an audience."""

    practices: tuple[PracticeRow, ...]
    posts: tuple[str, ...]
    teams: tuple[Choice, ...]
    positions: tuple[Choice, ...]
    templates: tuple[Choice, ...]
    roles: tuple[str, ...] = tuple(f"role:{role}" for role in ROLES)
    phases: tuple[str, ...] = PHASES
    formats: tuple[str, ...] = FORMATS

    def lost(self, name: str, chosen: list[str]) -> tuple[str, ...]:
        """What was chosen and is not offered any more."""
        offered = {
            "practices": {row.code for row in self.practices},
            "templates": {code for code, _ in self.templates},
            "audience": {"everyone", *self.roles, *(token for token, _ in (*self.teams, *self.positions))},
            "must_read": {token for token, _ in (*self.teams, *self.positions)},
        }[name]
        return tuple(value for value in chosen or () if value not in offered)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is wrong with a text, and how it would look; `html` is empty when nobody asked for it."""

    places: tuple[Place, ...]
    html: str = ""

    @property
    def count(self) -> int:
        """How many problems there are."""
        return len(self.places)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a draft: the path its text writes, where it is served, whether the text shows it."""

    path: str
    address: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft at the desk, or to be read by those who may not write. `show` is what was asked for besides: preview or check."""

    draft: queries.DraftDetail
    proof: Proof
    pictures: tuple[Picture, ...]
    choices: Choices | None
    show: str
    person_id: int

    @property
    def is_mine(self) -> bool:
        """Whether the last save was the reader's own."""
        return self.draft.saved_by_id == self.person_id


def found(draft_id: int) -> queries.DraftDetail:
    """The draft, or NotFound."""
    draft = queries.draft(reading(), draft_id)
    if draft is None:
        raise NotFound
    return draft


def draft_page(draft: queries.DraftDetail, typed: Typed, show: str, *, is_form: bool) -> DraftPage:
    """Everything the page shows of a draft with these fields and this text."""
    held = queries.pictures(reading(), draft.id)
    shown = proofread(draft, typed, held, with_html=show == "preview" or not is_form)
    pictures = tuple(Picture(path, picture_address(draft.id, path, key), path in typed.text) for path, key in held.items())
    return DraftPage(draft, shown, pictures, _choices() if is_form else None, show, reader().person_id)


def proofread(draft: queries.DraftDetail, typed: Typed, pictures: Mapping[str, str], *, with_html: bool) -> Proof:
    """Every problem of what was typed, by the same check that files go through, and the same rendering that readers get."""
    if len(typed.text) > LONGEST_TEXT:
        return Proof(())
    front = {**typed.front, "code": draft.code, "kind": draft.kind}
    version = next_version(draft.before, str(typed.front.get("level")))
    source = source_of(front, version, typed.text, dict.fromkeys(pictures, b""), on=clock.day_in(clock.now(), config().zone))
    document = next(iter((*source.documents, *source.broken)), None)
    parsed = document.parsed if document else parse(typed.text)
    codes = {code for code, _, _ in parsed.links} | {code for code in typed.front.get("templates") or () if isinstance(code, str)}
    known = proof.known(reading(), codes)
    problems = [problem for problem in check(source, known) if problem.path not in pictures]
    html = _html(draft.id, parsed, codes, pictures) if with_html else ""
    return Proof(places(problems, source), html)


def picture_address(draft_id: int, path: str, key: str) -> str:
    """Where a picture of a draft is served."""
    return url_for("library.draft_picture", draft_id=draft_id, name=f"{key}.{path.rsplit('.', 1)[-1].lower()}")


def _html(draft_id: int, parsed: Parsed, codes: set[str], pictures: Mapping[str, str]) -> str:
    around = proof.surroundings(reading(), codes, language=config().language)
    at = url_for("library.draft_picture", draft_id=draft_id, name="x").rsplit("/", 1)[0]
    html = rendering.make(parsed, sorted(codes), "", pictures, around, images_at=at).html
    return TAG.sub(lambda tag: ANCHOR.sub(r"\1page-preview-", tag[0]), html)


def _choices() -> Choices:
    session = reading()
    templates = documents.templates(session, reader(), clock.now())
    return Choices(
        practices=vocabulary.practices(session),
        posts=tuple(post.title for post in people.posts(session).values()),
        teams=tuple((f"team:{slug}", name) for slug, name in people.team_slugs(session)),
        positions=tuple((f"position:{row.code}", row.title) for row in vocabulary.positions(session)),
        templates=tuple((row.code, row.title) for row in templates),
    )
