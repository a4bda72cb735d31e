"""The feed of publications at a private address: whoever knows it reads what its owner may read at that moment, without signing in."""

import hashlib

from flask import request, url_for
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.notices import queries as notices
from portal.people import queries as people
from portal.permissions import Reader
from portal.reports.feed import MEDIA_TYPE, Channel, atom
from portal.reports.queries.publications import latest
from portal.reports.views.room import blueprint
from portal.vocabulary import queries as vocabulary
from portal.web import PUBLIC, allows, config, download, reading, unchanged

ENTRIES = 50
FILTERS = ("area", "position")


@blueprint.get("/feeds/<string:key>.atom")
@allows(PUBLIC)
def feed(key: str) -> Response:
    """What took effect last, the latest first; `?area=RSK` of one area, `?position=PRM` what a position must read."""
    content = _content(key, _owner(key), _filters())
    if answer := unchanged("feed", hashlib.sha256(content).hexdigest()):
        return answer
    answer = download(content, "publications.atom", MEDIA_TYPE, inline=True)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _owner(key: str) -> Reader:
    """Whose feed it is. NotFound for a key that does not count and for somebody who has left."""
    settings, person_id = config(), notices.feed_owner(reading(), key)
    found = people.reader_of(reading(), person_id, clock.now(), zone=settings.zone, language=settings.language) if person_id else None
    if found is None:
        raise NotFound
    return found


def _filters() -> dict[str, str]:
    """The filters of the address. NotFound for an area or a position that does not exist."""
    asked = {name: request.args[name].strip().upper() for name in FILTERS if request.args.get(name, "").strip()}
    known = {"area": vocabulary.areas, "position": vocabulary.positions}
    for name, code in asked.items():
        if code not in {one.code for one in known[name](reading())}:
            raise NotFound
    return asked


def _content(key: str, owner: Reader, filters: dict[str, str]) -> bytes:
    settings = config()
    query = "?" + "&".join(f"{name}={code}" for name, code in sorted(filters.items())) if filters else ""
    address = settings.public_url + url_for("reports.feed", key=key)
    found = latest(reading(), owner, clock.now(), area=filters.get("area"), position=filters.get("position"), limit=ENTRIES)
    channel = Channel(settings.name, settings.public_url, address, query, owner.language)
    return atom(channel, found, lambda code: url_for("library.document", code=code))
