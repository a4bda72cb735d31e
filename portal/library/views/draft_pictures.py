"""The pictures of drafts: put in by those who write, shown to those who may see the draft."""

from dataclasses import dataclass

from flask import current_app, jsonify
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import N_, NotFound, Refused
from portal.files import pictures
from portal.files.store import FileStore
from portal.library.queries import drafts as queries
from portal.library.service import saving
from portal.library.views.desk import picture_address
from portal.library.views.draft_forms import PictureForm
from portal.library.views.images import FOREVER, NAME, SANDBOX, TYPES
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows, config, reader, reading, writing
from portal.web.forms import sentence_of


class NothingChosen(Refused):
    """No file came."""

    sentence = N_("Choose a picture first: a PNG, JPEG, WebP or SVG file.")


class NothingSaid(Refused):
    """A picture without words tells nothing to those who cannot see it."""

    sentence = N_("Say what the picture shows: it is read to those who cannot see it. The picture was not added.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture taken in: its path, the hash of its bytes, and the Markdown that shows it."""

    path: str
    key: str
    markdown: str


@blueprint.post("/drafts/<int:draft_id>/pictures")
@allows(Permission.LIBRARY_DRAFT)
def add_draft_picture(draft_id: int) -> Response:
    """Take a picture in; the Markdown that shows it, for the page's script."""
    form = PictureForm()
    try:
        kept = kept_picture(draft_id, form.picture.data, form.shows.data)
    except Refused as refused:
        return jsonify({"sentence": sentence_of(refused)})
    return jsonify({"markdown": kept.markdown, "path": kept.path, "address": picture_address(draft_id, kept.path, kept.key)})


@blueprint.get("/drafts/<int:draft_id>/pictures/<string:name>")
@allows(Permission.LIBRARY_DRAFTS)
def draft_picture(draft_id: int, name: str) -> Response:
    """One picture of a draft, by the hash of its bytes. It runs nothing even if opened by itself."""
    asked = NAME.fullmatch(name)
    held = queries.pictures(reading(), draft_id).items() if asked else ()
    if asked is None or not any(key == asked["hash"] and path.lower().endswith(f".{asked['ending']}") for path, key in held):
        raise NotFound
    content = FileStore(config().home / "uploads").get(asked["hash"])
    if content is None:
        raise NotFound
    answer = current_app.response_class(content, mimetype=TYPES[asked["ending"]])
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = FOREVER
    return answer


def kept_picture(draft_id: int, file: FileStorage | None, shows: str) -> Kept:
    """Draw a file anew and keep it with the draft."""
    if file is None or not file.filename:
        raise NothingChosen
    if not shows:
        raise NothingSaid
    picture = pictures.redrawn(file.stream.read(pictures.MOST_BYTES + 1))
    key = FileStore(config().home / "uploads").keep(picture.content)
    name = file.filename.rpartition("/")[2].rpartition(".")[0]
    with writing() as session:
        path = saving.add_picture(session, draft_id, name, picture.ending, key, actor_id=reader().person_id, at=clock.now())
    words = shows.replace("\\", " ").replace("[", "(").replace("]", ")")
    return Kept(path, key, f"![{words}](../{path})")
