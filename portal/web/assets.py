"""Static files: ours and those the Bootstrap-Flask package carries, at addresses that hold the hash of them all and never change."""

import hashlib
import mimetypes
from importlib.util import find_spec
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, send_file, url_for

from portal.web.access import PUBLIC, allows

BOOTSTRAP = {
    "bootstrap/bootstrap.min.css": "css/bootstrap.min.css",
    "bootstrap/font/bootstrap-icons.min.css": "css/font/bootstrap-icons.min.css",
    "bootstrap/font/fonts/bootstrap-icons.woff2": "css/font/fonts/bootstrap-icons.woff2",
    "bootstrap/font/fonts/bootstrap-icons.woff": "css/font/fonts/bootstrap-icons.woff",
}
FOREVER = "public, max-age=31536000, immutable"
blueprint = Blueprint("assets", __name__)


class Assets:
    """The closed list of files that may be served, by name; `version` is the hash of all of them and of the program's templates."""

    def __init__(self, static: Path, templates: Path) -> None:
        self.files = {str(path.relative_to(static)): path for path in sorted(static.rglob("*")) if path.is_file()}
        self.files |= {name: _bootstrap() / path for name, path in BOOTSTRAP.items() if (_bootstrap() / path).is_file()}
        digest = hashlib.blake2b(digest_size=8)
        for path in [*self.files.values(), *sorted(templates.rglob("*.html"))]:
            digest.update(path.read_bytes())
        self.version = digest.hexdigest()


def _bootstrap() -> Path:
    spec = find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise RuntimeError("Bootstrap-Flask is not installed")
    return Path(spec.origin).parent / "static" / "bootstrap5"


def install(app: Flask, resources: Path) -> None:
    """Serve the files and give templates `asset(name)`."""
    assets = Assets(resources / "static", resources / "templates")
    app.extensions["portal.assets"] = assets
    app.register_blueprint(blueprint)
    known: dict[str, str] = {}

    def asset(name: str) -> str:
        if name not in known:
            if name not in assets.files:
                raise KeyError(f"no static file {name}")
            known[name] = url_for("assets.asset", version=assets.version, name=name)
        return known[name]

    app.jinja_env.globals["asset"] = asset


@blueprint.get("/assets/<string:version>/<path:name>")
@allows(PUBLIC)
def asset(version: str, name: str) -> Response:
    """One file of the closed list. An address of another release still answers, but is not kept."""
    assets = current_app.extensions["portal.assets"]
    path = assets.files.get(name)
    if path is None:
        abort(404)
    answer = send_file(path, mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream", conditional=True)
    answer.headers["Cache-Control"] = FOREVER if version == assets.version else "no-cache"
    return answer
