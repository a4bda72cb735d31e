"""What an SVG may hold: shapes, text and references into itself. An allow-list of elements; whatever could run, load or hide is a problem."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, ErrorHandler, feature_namespaces
from xml.sax.xmlreader import InputSource, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from portal.content.problems import Problem

_SVG: Final = "http://www.w3.org/2000/svg"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_ELEMENT: Final = re.compile(
    r"svg|g|defs|symbol|use|view|switch|a|style|title|desc|metadata|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|textPath|"
    r"linearGradient|radialGradient|stop|pattern|marker|clipPath|mask|filter|"
    r"fe(?:Blend|ColorMatrix|Composite|DropShadow|Flood|GaussianBlur|Merge|MergeNode|Offset)"
)
_LOADS: Final = re.compile(r"@import|@font-face|expression\s*\(|javascript:|behavior\s*:|-moz-binding|<|&", re.IGNORECASE)
_OUTSIDE: Final = re.compile(r"url\s*+\(\s*+['\"]?+\s*+(?!#)|image-set\s*\(|\\", re.IGNORECASE)  # a backslash could spell any word
_DECLARATION: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?<\?xml version=[\"']1\.[01][\"'](?: +encoding=[\"'](?i:utf-8|us-ascii)[\"'])?[^?<>]*\?>"
)


def svg_problems(path: str, content: bytes) -> tuple[Problem, ...]:
    """Everything in one SVG that could run, load or hide, at its line. Entities, document types and processing instructions are refused unread."""
    if b"\0" in content or content.count(b"<?") > len(_DECLARATION.findall(content)):
        return (Problem(path, 1, "unsafe-svg", "an SVG is UTF-8 without processing instructions, such as style sheets from elsewhere"),)
    drawing = _Drawing(path)
    try:
        _read(content, drawing)
    except SAXParseException as error:
        drawing.problems.add(Problem(path, error.getLineNumber() or 1, "bad-svg", f"not well-formed XML: {error.getMessage()}"))
    except (DefusedXmlException, ValueError, LookupError):
        return (Problem(path, 1, "unsafe-svg", "document types, entities and strange encodings are refused"),)
    return tuple(sorted(drawing.problems))


def _read(content: bytes, drawing: "_Drawing") -> None:
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(drawing)
    parser.setErrorHandler(ErrorHandler())
    source = InputSource()
    source.setByteStream(BytesIO(content))
    parser.parse(source)


class _Drawing(ContentHandler):
    """Looks at each element as it begins. Names are those of the XML reader."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.problems: set[Problem] = set()
        self.place: Locator | None = None
        self.depth = 0
        self.style = ""
        self.style_line = 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802
        """Who knows the line the reader has come to."""
        self.place = locator

    @property
    def line(self) -> int:
        """The line the reader has come to."""
        return (self.place.getLineNumber() if self.place else None) or 1

    def note(self, code: str, message: str) -> None:
        """Add a problem at the line where the element begins."""
        self.problems.add(Problem(self.path, self.line, code, message))

    def startElementNS(self, name: tuple[str | None, str], qname: str | None, attrs: Any) -> None:  # noqa: N802, ARG002
        """One element with its attributes."""
        space, local = name
        if not self.depth and name != (_SVG, "svg"):
            self.note("bad-svg", "the first element is svg in the SVG namespace")
        elif space != _SVG or not _ELEMENT.fullmatch(local) or self.style_line:
            self.note("unsafe-svg", f"the element {local} is not allowed" + (" inside a style" if self.style_line else ""))
        for complaint in _complaints({key: str(value) for key, value in attrs.items()}):
            self.note("unsafe-svg", complaint)
        self.depth += 1
        if local == "style":
            self.style, self.style_line = "", self.line

    def characters(self, content: str) -> None:
        """Text; only that of a style matters."""
        if self.style_line:
            self.style += content

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802, ARG002
        """The end of an element; a style is judged whole."""
        self.depth -= 1
        if name[1] == "style":
            if _LOADS.search(self.style) or _OUTSIDE.search(self.style):
                self.problems.add(Problem(self.path, self.style_line, "unsafe-svg", "a style that imports or reaches outside"))
            self.style_line = 0


def _complaints(attributes: dict[tuple[str | None, str], str]) -> Iterator[str]:
    """What is wrong with the attributes of one element."""
    for (space, name), value in attributes.items():
        plain = name.lower()
        if plain.startswith("on"):
            yield f"the event handler {name}"
        elif space == _XML and plain == "base":
            yield "xml:base would turn every reference outside"
        elif plain in {"href", "src"} and not value.strip().startswith("#"):
            yield f"the reference to {value.strip()[:60]!r}"
        elif _OUTSIDE.search(value) or (plain == "style" and _LOADS.search(value)):
            yield f"the attribute {name} reaches outside"
