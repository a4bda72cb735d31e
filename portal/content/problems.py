"""What can be wrong with content: one shape and one catalogue of codes. Knows nothing of how a problem is found or shown."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # files
        "no-content": "the root is not a folder, or holds neither practices.yaml nor methodology/",
        "missing-file": "a file that the others need is not there",
        "not-utf8": "the file is not UTF-8 text",
        "too-large": "the file is over 1 MB",
        "symlink": "a symbolic link is never followed",
        "unreadable": "the file could not be opened",
        "file-name": "the name does not follow the pattern, or is not the code inside",
        "hidden-character": "a zero-width, control or direction-changing character where nobody can see it",
        # YAML
        "yaml": "the YAML cannot be read",
        "yaml-alias": "anchors, aliases and tags are refused",
        "duplicate-key": "a key is written twice",
        "no-front-matter": "the file does not begin with front matter between two lines of ---",
        "missing-field": "a field that is needed is not there",
        "unknown-field": "a field nobody reads",
        "bad-value": "a field holds what it may not hold",
        "unquoted-version": 'a version is quoted: "1.10"',
        "bad-date": "not a real date written YYYY-MM-DD",
        "too-long": "a text is longer than there is room for",
        # rules of documents
        "code-kind": "templates, and only templates, have codes TPL-00",
        "must-read-audience": "must_read names positions and teams only",
        "must-read-hidden": "whoever must read a document is in its audience",
        "must-read-kind": "nobody must acknowledge a guide or a template",
        "missing-change": "a new major version says what changed",
        "missing-transition": "a new major version says who follows it from when",
        "version-order": "versions and their dates rise",
        "bad-successor": "the successor of a withdrawn document does not exist",
        # codes
        "duplicate-code": "a code is used twice",
        "duplicate-term": "a word stands twice in the glossary",
        "unknown-practice": "no such practice",
        "unknown-area": "no such area",
        "unknown-phase": "no such phase",
        "unknown-position": "no such position",
        "unknown-template": "no such template",
        "unknown-code": "no such document",
        "unknown-course": "no such course",
        # Markdown
        "bad-link": "the link leads nowhere one can go from the portal",
        "unsafe-link": "the address is not http, https or mailto",
        "link-outside": "the link or image leads out of the content folder",
        "empty-link": "a link without text",
        "broken-anchor": "the anchor is not in the text it points into",
        "duplicate-anchor": "an id is used twice in one text",
        "reserved-anchor": "an id that belongs to the page around the text",
        "bad-anchor": "an id is a small letter, then small letters, figures and hyphens, at most 41",
        "jumped-heading": "a heading level was left out",
        "heading-too-deep": "headings go five levels deep",
        "empty-heading": "a heading without text",
        "image-without-text": "an image without a text alternative",
        "missing-image": "no such image in the content folder",
        "image-outside": "images come from the content folder only",
        "unknown-admonition": "admonitions are note, warning, example and guidance",
        "unknown-footnote": "a footnote mark without its footnote",
        "lost-footnote": "a footnote that is shown nowhere",
        "merge-mark": "a merge left both texts between its marks",
        "nested-too-deep": "lists, quotes and admonitions are nested too deeply",
        "paragraph-too-long": "one paragraph is longer than anybody reads",
        # images
        "bad-svg": "the SVG cannot be read as XML",
        "unsafe-svg": "the SVG holds a script, an event handler, foreign content or an outside reference",
        "bad-image": "the file is not the image that its name says",
    }
)


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. `path` is relative to the content root, `line` counts from 1 (of the key or paragraph; 1 for a whole file)."""

    path: str
    line: int
    code: str
    message: str

    def __post_init__(self) -> None:
        """Refuse a code that the catalogue does not hold."""
        if self.code not in CODES:
            raise ValueError(self.code)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.code}: {self.message}"

    def moved(self, path: str, offset: int) -> "Problem":
        """The same problem of a text that stands `offset` lines down in the file `path`."""
        return replace(self, path=path, line=self.line + offset)
