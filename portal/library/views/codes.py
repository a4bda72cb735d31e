"""The parts of an address that name a Document and one of its Revisions. A code in any other case leads to the one in small letters."""

from typing import Any

from flask import redirect, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from portal.content.front_matter import Version
from portal.content.wording import DOCUMENT_CODE


class CodeConverter(BaseConverter):
    """`<code:code>`: a Document's code in any case; the view gets it as documents write it, `RSK-STD-01`, addresses show `rsk-std-01`."""

    regex = rf"(?i:{DOCUMENT_CODE.pattern})"

    def to_python(self, value: str) -> str:
        """The code as documents write it."""
        return value.upper()

    def to_url(self, value: Any) -> str:
        """The code as addresses show it."""
        return str(value).lower()


class VersionConverter(BaseConverter):
    """`<version:version>`: `1.2` as a Version; anything else is no address."""

    regex = r"(?:0|[1-9][0-9]{0,3})\.(?:0|[1-9][0-9]{0,3})"

    def to_python(self, value: str) -> Version:
        """The version's two whole numbers."""
        return Version.parse(value)


def small_letters() -> Response | None:
    """Send a reader who asked with capital letters to the address that stays."""
    values = request.view_args or {}
    if request.endpoint is None or "code" not in values or values["code"].lower() in request.path:
        return None
    query = request.query_string.decode("latin-1")
    return redirect(
        url_for(request.endpoint, **values) + (f"?{query}" if query else ""), code=301 if request.method in {"GET", "HEAD"} else 308
    )
