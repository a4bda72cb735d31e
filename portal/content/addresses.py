"""Where a link or an image in a text may lead. An allow-list: what is not named here is refused."""

import re
from typing import Final, Literal

from portal.content.folder import is_image

Address = Literal["web", "mail", "anchor", "site", "outside", "file", "unsafe"]

_WEB: Final = re.compile(r"https?://[^\s/\\@]", re.IGNORECASE)
_MAIL: Final = re.compile(r"mailto:[^\s@]+@[^\s@]+\Z", re.IGNORECASE)
_SITE: Final = re.compile(r"/(?![/\\])[^\s\\]*\Z")
_FILE: Final = re.compile(r"[\w.~%-][\w./~%-]*(?:[?#]\S*)?\Z")
_IMAGE: Final = re.compile(r"(?:\.\./)?(?P<path>[\w][\w. -]*(?:/[\w][\w. -]*)*)\Z")


def kind_of(href: str) -> Address:
    """What a link's address is, once entities and percent signs are as the browser will see them."""
    if href.startswith("#"):
        return "anchor"
    if _WEB.match(href):
        return "web"
    if _MAIL.match(href):
        return "mail"
    if _SITE.match(href):
        return "outside" if ".." in href else "site"
    if href.startswith("..") or "/../" in href or href.startswith(("~", "%")):
        return "outside"
    return "file" if _FILE.match(href) else "unsafe"


def image_path(written: str) -> str | None:
    """An image's path from the content root: written so (`images/a.svg`), or as seen from methodology/ (`../images/a.svg`). None leads elsewhere."""
    match = _IMAGE.match(written)
    if match is None or ".." in match["path"] or not is_image(match["path"]):
        return None
    return match["path"]
