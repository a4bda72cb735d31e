"""Files of documents: the PDF of any version one may read, the office files of a template."""

from flask import request
from werkzeug.wrappers import Response

from portal import clock
from portal.content.front_matter import Version
from portal.errors import NotFound
from portal.library import files
from portal.library.queries.files import Controlled, controlled
from portal.library.queries.today import version_for
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows, config, download, reader, reading, unchanged

PDF = "pdf"


@blueprint.get("/library/<code:code>/versions/<version:version>/pdf")
@allows(Permission.LIBRARY_READ)
def pdf(code: str, version: Version) -> Response:
    """The PDF of one version; one that does not count says so."""
    return _file(_control(code, version), PDF)


@blueprint.get("/library/<code:code>/versions/<version:version>/files/<any(docx, xlsx, csv, md):ending>")
@allows(Permission.LIBRARY_READ)
def template_file(code: str, version: Version, ending: str) -> Response:
    """A template as the file it lists; with `?guidance=0` an empty form."""
    control = _control(code, version)
    if ending not in files.endings(control):
        raise NotFound
    return _file(control, ending, guidance=request.args.get("guidance") != "0")


def _control(code: str, version: Version) -> Controlled:
    """The control data of a version that this reader may read; NotFound for any other."""
    at = clock.now()
    shown = version_for(reading(), reader(), code, version, at)
    if shown is None:
        raise NotFound
    return controlled(reading(), shown.revision_id, at, zone=config().zone)


def _file(control: Controlled, ending: str, *, guidance: bool = True) -> Response:
    wanted = files.order(reading(), config(), control, ending, clock.now(), guidance=guidance)
    if answer := unchanged("file", wanted.key):
        return answer
    made = files.made(config(), wanted)
    return download(made.content, made.name, made.media_type)
