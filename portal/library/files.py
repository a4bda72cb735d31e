"""The files of a Revision: a PDF of every document, the office files of a template. Made at the first request, or by a chore; kept by hash.

The key is the hash of everything a file depends on, the program that writes it included, so that a file is never stale and is made once.
Two that ask at once may both make it; they make the same bytes, and the store takes the last whole one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.dates import format_date

from portal import clock, paper
from portal.config import Config
from portal.db import Database
from portal.errors import N_
from portal.files.store import FileStore
from portal.library.queries import files as queries
from portal.library.queries.files import Controlled
from portal.library.rendering import address, cited, named
from portal.library.states import State
from portal.paper import files as writers
from portal.paper.document import Control, PaperDocument, Words
from portal.paper.markdown import Target
from portal.translations import translator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

KINDS = {
    "policy": N_("Policy"),
    "standard": N_("Standard"),
    "procedure": N_("Procedure"),
    "guide": N_("Guide"),
    "template": N_("Template"),
}
STATES = {
    State.DRAFT: N_("Draft"),
    State.IN_REVIEW: N_("In review"),
    State.APPROVED: N_("Approved"),
    State.SCHEDULED: N_("Scheduled"),
    State.EFFECTIVE: N_("Effective"),
    State.SUPERSEDED: N_("Superseded"),
    State.WITHDRAWN: N_("Withdrawn"),
}
BATCH = 50
"""Files a chore makes in one go, so that mail does not wait behind them."""


@dataclass(frozen=True)
class MadeFile:
    """A file with its name; `key` is the hash of what it was made from."""

    name: str
    media_type: str
    content: bytes
    key: str


@dataclass(frozen=True)
class Order:
    """One file to be had: a Revision's document for paper, its pictures, the ending, with or without the guidance of a template."""

    document: PaperDocument
    images: dict[str, bytes] = field(repr=False)
    ending: str
    guidance: bool
    key: str


def endings(control: Controlled) -> tuple[str, ...]:
    """The endings a Revision can be had in."""
    return writers.formats_of(control.kind, control.formats)


def order(session: Session, config: Config, control: Controlled, ending: str, at: datetime, *, guidance: bool = True) -> Order:
    """Everything the file depends on, and the hash of it; in three queries."""
    text = queries.text_of(session, control.revision_id)
    titles = queries.open_titles(session, cited(text), at)
    uploads = FileStore(config.home / "uploads")
    kept = {path: (key, uploads.get(key)) for path, key in queries.images_of(session, control.revision_id).items()}
    images = {written: content for path, (_, content) in kept.items() if content is not None for written in _spellings(path, text)}
    document = _document(config, control, text, titles)
    with_guidance = guidance or ending == "pdf"
    parts = (_program(), ending, with_guidance, control, document.language, document.words, document.address, text, sorted(titles.items()),
             [(path, key) for path, (key, content) in kept.items() if content is not None])  # fmt: skip
    key = hashlib.sha256(repr(parts).encode()).hexdigest()
    return Order(document, images, ending, with_guidance, key)


def made(config: Config, wanted: Order) -> MadeFile:
    """The file: as kept, or made now and kept."""
    store = FileStore(config.home / "made")
    content = store.get(wanted.key)
    if content is None:
        content = writers.make(wanted.document, wanted.ending, wanted.images, wanted.guidance)
        store.put(wanted.key, content)
    return MadeFile(wanted.document.file_name(wanted.ending), writers.media_type(wanted.ending), content, wanted.key)


class Press:
    """Makes what is missing for effective Revisions before anybody asks. Remembers what it has seen, so that a round without news is cheap."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def make_missing(self, database: Database, config: Config) -> int:
        """Make up to 50 files that are not kept yet; how many were made. Leaves the rest to the next round."""
        number, at = 0, clock.now()
        store = FileStore(config.home / "made")
        with database.reading() as session:
            for control in queries.all_effective(session, at, zone=config.zone):
                news = hash((control, config.public_url, config.language))
                if news in self._seen:
                    continue
                for ending in endings(control):
                    wanted = order(session, config, control, ending, at)
                    if store.get(wanted.key) is None:
                        made(config, wanted)
                        number += 1
                self._seen.add(news)
                if number >= BATCH:
                    break
        return number


def _document(config: Config, control: Controlled, text: str, titles: dict[str, str]) -> PaperDocument:
    say = translator(config.language)
    language = "en-GB" if config.language == "en" else config.language

    def resolve(code: str, anchor: str) -> Target | None:
        title = titles.get(code)
        return None if title is None else Target(f"{code} {named(title, anchor)}", config.public_url + address(code, anchor or None))

    return PaperDocument(
        control=_control(control, say, language),
        markdown=text,
        address=config.public_url + address(control.code),
        resolve=resolve,
        language=language,
        words=Words.translated(say),
    )


def _control(control: Controlled, say: Callable[[str], str], language: str) -> Control:
    unheld = say(N_("unheld"))
    return Control(
        code=control.code,
        kind=say(KINDS[control.kind]),
        title=control.title,
        version=control.version,
        state=say(STATES[control.state]),
        owner=f"{control.owner} ({control.owner_holder or unheld})",
        approver=f"{control.approver} ({control.approver_holder or unheld})",
        effective=control.effective,
        next_review=control.next_review,
        at=control.made_at,
        summary=control.summary,
        practices=control.practices,
        change=control.change,
        transition=control.transition,
        notice=_notice(control, say, language),
    )


def _notice(control: Controlled, say: Callable[[str], str], language: str) -> str:
    """The sentence above a text that does not count, or nothing above one that does."""

    def day(on: date | None) -> str:
        return format_date(on, "d MMMM yyyy", locale=language.replace("-", "_")) if on else ""

    match control.state:
        case State.EFFECTIVE:
            return ""
        case State.SUPERSEDED if control.superseded_by:
            return say(N_("Superseded by version %(version)s on %(day)s.")) % {"version": control.superseded_by, "day": day(control.until)}
        case State.SUPERSEDED:
            return say(N_("Superseded on %(day)s.")) % {"day": day(control.until)}
        case State.WITHDRAWN:
            return say(N_("Withdrawn on %(day)s: %(reason)s")) % {"day": day(control.until), "reason": control.withdrawn_reason}
        case State.SCHEDULED:
            return say(N_("Not effective before %(day)s.")) % {"day": day(control.effective)}
        case _:
            return say(N_("Not effective: this text is not approved yet."))


def _spellings(path: str, text: str) -> tuple[str, ...]:
    """How a text writes the path of a picture: from the content root, or as seen from the folder of documents, `../images/flow.svg`."""
    from_folder = f"../{path}"
    return tuple(w for w, rest in ((from_folder, text), (path, text.replace(from_folder, ""))) if w in rest)


@cache
def _program() -> str:
    """The hash of the program that writes files: another release makes them anew."""
    digest = hashlib.sha256()
    for path in sorted(Path(str(paper.__file__)).parent.glob("*")):
        if path.suffix in {".py", ".typ"}:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
