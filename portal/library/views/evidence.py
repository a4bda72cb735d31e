"""The evidence of a Document: what it holds, and the same as PDF and as ZIP. Who takes it away is journalled."""

from dataclasses import dataclass

from werkzeug.wrappers import Response

from portal import clock
from portal.library import proving
from portal.library.evidence import Terms, few
from portal.library.record import Kept, Record
from portal.library.service import evidence as service
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows, config, download, page, reader, reading, writing

MAKERS = {"pdf": proving.pdf, "zip": proving.pack}


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The record of a Document. `readers`: its files name who read, by number; otherwise they are counted, and few are not shown."""

    record: Record
    readers: bool
    terms: Terms

    def read(self, kept: Kept) -> int | None:
        """How many people acknowledged a version; None where they are too few to be shown."""
        number = len(kept.readings)
        return None if few(number, self.terms) else number


@blueprint.get("/library/<code:code>/evidence")
@allows(Permission.LIBRARY_EVIDENCE)
def evidence(code: str) -> Response:
    """What the evidence holds, and where to have it."""
    terms = _terms()
    found = proving.evidence_of(reading(), code, terms.at)
    return page("library/evidence.html", EvidencePage(found, terms.readers, terms))


@blueprint.post("/library/<code:code>/evidence/<any(pdf, zip):ending>")
@allows(Permission.LIBRARY_EVIDENCE)
def take_evidence(code: str, ending: str) -> Response:
    """The evidence as a file, made now."""
    terms = _terms()
    made = MAKERS[ending](config(), proving.evidence_of(reading(), code, terms.at), terms)
    with writing() as session:
        service.downloaded(session, code, made.name, made.content, actor_id=reader().person_id, at=terms.at)
    return download(made.content, made.name, made.media_type)


def _terms() -> Terms:
    return Terms(clock.now(), reader().may(Permission.LIBRARY_COMPLETION, ""))
