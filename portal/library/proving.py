"""Evidence put together: from the record in the register to a PDF and a ZIP. Made within the request: a Document has few Revisions."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from portal.config import Config
from portal.errors import NotFound
from portal.files.store import FileStore
from portal.library import evidence
from portal.library.evidence_paper import Voice, paper
from portal.library.files import KINDS, STATES
from portal.library.queries.record import record
from portal.library.record import Record
from portal.library.rendering import address
from portal.paper import files as writers
from portal.translations import translator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Made:
    """A file of evidence with its name."""

    name: str
    media_type: str
    content: bytes


def evidence_of(session: "Session", code: str, at: datetime) -> Record:
    """The record of a Document that has a text, without who read it; NotFound for any other."""
    found = record(session, code, at, veiled=True)
    if found is None or not found.revisions:
        raise NotFound
    return found


def pdf(config: Config, found: Record, terms: evidence.Terms) -> Made:
    """The evidence to read and to print."""
    return Made(_name(found, terms, "pdf"), writers.media_type("pdf"), _paper(config, found, terms))


def pack(config: Config, found: Record, terms: evidence.Terms) -> Made:
    """The evidence as files with their hashes, the PDF among them."""
    content = evidence.files(found, terms, FileStore(config.home / "uploads").get)
    content[evidence.PAPER] = _paper(config, found, terms)
    made = evidence.packed(content, evidence.manifest(found, terms, content))
    return Made(_name(found, terms, "zip"), "application/zip", made)


def _paper(config: Config, found: Record, terms: evidence.Terms) -> bytes:
    language = "en-GB" if config.language == "en" else config.language
    locale, zone = language.replace("-", "_"), ZoneInfo(config.zone)

    def moment(at: datetime) -> str:
        return format_datetime(at.astimezone(zone), "d MMM yyyy HH:mm", locale=locale)

    voice = Voice(language, translator(config.language), KINDS, STATES, moment)
    return writers.make(paper(found, terms, voice, config.public_url + address(found.code)), "pdf", {})


def _name(found: Record, terms: evidence.Terms, ending: str) -> str:
    return f"{found.code}-evidence-{terms.at:%Y%m%d-%H%M%S}.{ending}"
