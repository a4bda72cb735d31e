"""One document, as it stands today or in any version a reader may open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Response, url_for

from portal import clock
from portal.content.front_matter import Version
from portal.db import Session
from portal.errors import NotFound
from portal.library.policy import may_brief
from portal.library.queries import facts
from portal.library.queries import page as queries
from portal.library.service import reading as service
from portal.library.states import WAITING, State
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import after_response, allows, config, page, reader, reading, unchanged
from portal.web.fragments import Pieces, pieces

MARK_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What a document's page says to one reader, and the pieces that every reader gets. `today` is the organisation's day.

    `may_brief` when this reader may record a briefing on it, `may_draft` when they may change it, `may_prove` when they may take
    its evidence away; `is_past` of a text that ended.
    """

    code: str
    title: str
    version: Version
    is_gone: bool
    today: date
    mine: queries.Mine
    may_brief: bool
    may_draft: bool
    may_prove: bool
    is_past: bool
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class DocumentPieces:
    """A Revision, its text, and the permanent address to cite it by; `is_version` when it was asked for by its version."""

    document: queries.Facts
    text: queries.Text
    address: str
    today: date
    is_version: bool

    @property
    def rules(self) -> tuple[str, ...]:
        """Anchors of what is not a heading."""
        headings = {heading["anchor"] for heading in self.text.contents}
        return tuple(anchor for anchor in self.text.anchors if anchor not in headings)


@blueprint.get("/library/<code:code>")
@allows(Permission.LIBRARY_READ)
def document(code: str) -> Response:
    """What is effective today, with everything around it; of a withdrawn document the last text, and why it left."""
    found = _found(code, None)
    if answer := unchanged("document", found.stamp):
        return answer
    mine = facts.mine(found)
    _note_reading(found, mine, found.at)
    return page("library/document.html", _shown(found, mine, is_version=False))


@blueprint.get("/library/<code:code>/versions/<version:version>")
@allows(Permission.LIBRARY_READ)
def revision(code: str, version: Version) -> Response:
    """One version, under the address that always leads to it, with what became of it."""
    found = _found(code, version)
    if answer := unchanged("revision", found.stamp):
        return answer
    return page("library/revision.html", _shown(found, facts.mine(found), is_version=True))


def _found(code: str, version: Version | None) -> queries.Found:
    found = queries.find(reading(), code, reader(), clock.now(), zone=config().zone, version=version)
    if found is None:
        raise NotFound
    return found


def _shown(found: queries.Found, mine: queries.Mine, *, is_version: bool) -> DocumentPage:
    made = pieces("library/_pieces.html", (found.shared, is_version), _made(found, is_version=is_version))
    briefs = found.state is State.EFFECTIVE and may_brief(reader())
    drafts, proves = reader().may(Permission.LIBRARY_DRAFT), reader().may(Permission.LIBRARY_EVIDENCE)
    rights = (briefs, drafts, proves, found.state in {State.SUPERSEDED, State.WITHDRAWN})
    return DocumentPage(found.code, found.title, found.version, hasattr(made, "withdrawal"), found.today, mine, *rights, made)


def _made(found: queries.Found, *, is_version: bool) -> Callable[[], DocumentPieces]:
    """What the pieces are made from, asked for only when nobody has read this Revision here today."""

    def make() -> DocumentPieces:
        link = url_for("library.revision", code=found.code, version=found.version)
        text = queries.text(reading(), found)
        return DocumentPieces(facts.facts(found), text, config().public_url + link, found.today, is_version)

    return make


def _note_reading(found: queries.Found, mine: queries.Mine, at: datetime) -> None:
    """Keep which version this reader opened last; the time of the same version is at most ten minutes behind, so that reading seldom writes."""
    if found.state in WAITING or (mine.was_here is not None and at - mine.was_here < MARK_AGAIN):
        return
    person_id = reader().person_id

    def note(session: Session) -> None:
        service.mark_read(session, person_id, found.document_id, found.revision_id, at=at)

    after_response(note)
