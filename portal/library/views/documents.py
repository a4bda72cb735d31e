"""One document, as it stands today or in any version a reader may open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Response, url_for

from portal import clock
from portal.content.front_matter import Version
from portal.db import Session
from portal.errors import NotFound
from portal.library.queries import facts
from portal.library.queries import page as queries
from portal.library.service import reading as service
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import after_response, allows, config, page, reader, reading, unchanged

MARK_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A Revision, its text, and the permanent address to cite it by. `today` is the organisation's day."""

    document: queries.Facts
    text: queries.Text
    address: str
    today: date

    @property
    def rules(self) -> tuple[str, ...]:
        """Anchors of what is not a heading, `r2` before `r10`."""
        headings = {heading["anchor"] for heading in self.text.contents}
        return tuple(sorted(set(self.text.anchors) - headings, key=lambda anchor: (len(anchor), anchor)))


@blueprint.get("/library/<code:code>")
@allows(Permission.LIBRARY_READ)
def document(code: str) -> Response:
    """What is effective today, with everything around it; of a withdrawn document the last text, and why it left."""
    return _reading_page(code, None, "library/document.html")


@blueprint.get("/library/<code:code>/versions/<version:version>")
@allows(Permission.LIBRARY_READ)
def revision(code: str, version: Version) -> Response:
    """One version, under the address that always leads to it, with what became of it."""
    return _reading_page(code, version, "library/revision.html")


def _reading_page(code: str, version: Version | None, template: str) -> Response:
    """One query tells that a browser already holds this page; one more brings the text for a browser that does not."""
    at, session = clock.now(), reading()
    found = queries.find(session, code, reader(), at, zone=config().zone, version=version)
    if found is None:
        raise NotFound
    if answer := unchanged(template, found.stamp):
        return answer
    shown = facts.facts(found)
    if version is None:
        _note_reading(shown, at)
    link = url_for("library.revision", code=code, version=shown.version)
    return page(template, DocumentPage(shown, queries.text(session, found), config().public_url + link, found.today))


def _note_reading(shown: queries.Facts, at: datetime) -> None:
    """Keep which version this reader opened last; the time of the same version is at most ten minutes behind, so that reading seldom writes."""
    if shown.mine.was_here is not None and at - shown.mine.was_here < MARK_AGAIN:
        return
    person_id = reader().person_id

    def note(session: Session) -> None:
        service.mark_read(session, person_id, shown.document_id, shown.revision_id, at=at)

    after_response(note)
