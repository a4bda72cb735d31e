"""Images of a content root: each is what its name says, and an SVG holds nothing that could run or call out. Allow-list; shows nothing."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

from portal.content.problems import Problem

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LINK: Final = frozenset({"href", "{http://www.w3.org/1999/xlink}href", "src"})
_ELEMENTS: Final = frozenset(
    (
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "metadata",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "marker",
        "symbol",
        "use",
        "a",
        "style",
        "linearGradient",
        "radialGradient",
        "stop",
        "pattern",
        "clipPath",
        "mask",
        "switch",
        "view",
        "filter",
        "feGaussianBlur",
        "feOffset",
        "feMerge",
        "feMergeNode",
        "feFlood",
        "feComposite",
        "feColorMatrix",
        "feBlend",
        "feDropShadow",
    )
)
_CALLS_OUT: Final = re.compile(r"@import|@font-face|expression\s*\(|javascript:|behavior\s*:|-moz-binding|\\|image-set|<|&", re.IGNORECASE)
_URL: Final = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.IGNORECASE)
_DECLARATION: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?<\?xml version=[\"']1\.[01][\"'](?: +encoding=[\"'](?i:utf-8|us-ascii)[\"'])?[^?<>]*\?>"
)
_SIGNATURES: Final = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


def image_problems(images: Mapping[str, bytes]) -> Iterator[Problem]:
    """What is wrong with each image."""
    for path, content in sorted(images.items()):
        suffix = PurePosixPath(path).suffix.lower()
        if suffix == ".svg":
            yield from svg_problems(path, content)
        elif not _SIGNATURES[suffix].match(content):
            yield Problem(path, 1, "bad-image", f"the file is not a {suffix[1:]} image")


def svg_problems(path: str, content: bytes) -> tuple[Problem, ...]:
    """Everything in one SVG that could run, load or hide. Entities, document types and processing instructions are refused unread."""
    if b"\0" in content or content.count(b"<?") > len(_DECLARATION.findall(content)):
        return (Problem(path, 1, "unsafe-svg", "an SVG is UTF-8 without processing instructions, such as style sheets from elsewhere"),)
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except ParseError as error:
        return (Problem(path, error.position[0], "bad-svg", f"not well-formed XML: {error.msg}"),)
    except (DefusedXmlException, ValueError, LookupError):
        return (Problem(path, 1, "unsafe-svg", "document types, entities and strange encodings are refused"),)
    if root.tag != f"{_SVG}svg":
        return (Problem(path, 1, "bad-svg", "the first element is svg in the SVG namespace"),)
    found = sorted({complaint for element in root.iter() for complaint in _complaints(element)})
    return tuple(Problem(path, _line(content, word), "unsafe-svg", complaint) for complaint, word in found)


def _complaints(element: Element) -> Iterator[tuple[str, str]]:
    """(what is wrong, the word to look for in the file) of one element."""
    name = str(element.tag).removeprefix(_SVG)
    if name not in _ELEMENTS:
        yield f"the element {name.rpartition('}')[2]} is not allowed", name.rpartition("}")[2]
    for key, value in element.attrib.items():
        plain = key.rpartition("}")[2]
        if plain.lower().startswith("on"):
            yield f"the event handler {plain}", plain
        elif (key in _LINK or plain.lower() in {"href", "src"}) and not value.strip().startswith("#"):
            yield f"the reference to {value.strip()[:60]!r}", plain
        elif _URL.search(value) or (plain == "style" and _CALLS_OUT.search(value)):
            yield f"the attribute {plain} reaches outside", plain
    if name == "style" and (_CALLS_OUT.search(element.text or "") or _URL.search(element.text or "") or len(element)):
        yield "a style that imports or reaches outside", "<style"


def _line(content: bytes, word: str) -> int:
    """The first line that holds the word; a line is near enough for a drawing."""
    place = content.find(word.encode())
    return content.count(b"\n", 0, max(place, 0)) + 1
