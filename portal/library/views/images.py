"""The pictures of documents: by the hash of their bytes, to those who may open a Revision that shows them."""

import re

from flask import Response, current_app

from portal import clock
from portal.errors import NotFound
from portal.files.store import FileStore
from portal.library.queries.revisions import picture_endings
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows, config, reader, reading

NAME = re.compile(r"(?P<hash>[0-9a-f]{64})\.(?P<ending>[a-z]{3,4})")
TYPES = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOREVER = "private, max-age=31536000, immutable"


@blueprint.get("/library/images/<string:name>")
@allows(Permission.LIBRARY_READ)
def image(name: str) -> Response:
    """One picture. Its name is only compared with what Revisions show; the file is found by the hash, and runs nothing even if opened by itself."""
    asked = NAME.fullmatch(name)
    if asked is None or asked["ending"] not in picture_endings(reading(), asked["hash"], reader(), clock.now()):
        raise NotFound
    content = FileStore(config().home / "uploads").get(asked["hash"])
    if content is None:
        raise NotFound
    answer = current_app.response_class(content, mimetype=TYPES[asked["ending"]])
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = FOREVER
    return answer
