"""The last gate of HTML made from Markdown: a list of what may pass. Holds even where everything before it failed."""

from typing import Final

import nh3

from portal.content.wording import ANCHOR, of_page

_HEADINGS: Final = ("h2", "h3", "h4", "h5", "h6")
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    **{heading: {"id"} for heading in _HEADINGS},
    "a": {"href", "id", "title", "rel", "aria-label"},
    "caption": {"id"},
    "div": {"tabindex", "role", "aria-label"},
    "figure": {"id"},
    "i": {"aria-hidden", "role", "aria-label"},
    "img": {"src", "alt", "loading"},
    "li": {"id"},
    "ol": {"start"},
    "p": {"id"},
    "pre": {"tabindex"},
    "section": {"aria-label"},
    "th": {"scope"},
}
_CLASSES: Final[dict[str, set[str]]] = {
    "a": {"permalink", "doc-link", "term", "footnote-back"},
    "div": {"table-scroll", "admonition", "note", "warning", "example", "guidance"},
    "figure": {"figure"},
    "figcaption": {"figure-caption"},
    "i": {"bi", "bi-link-45deg", "bi-check-square", "bi-square"},
    "img": {"img-fluid"},
    "li": {"task-list-item", "footnote-item"},
    "ol": {"footnotes-list"},
    "p": {"admonition-title"},
    "section": {"footnotes"},
    "span": {"sec"},
    "sup": {"footnote-ref"},
    "table": {"table"},
    "td": {"text-end", "text-center"},
    "th": {"text-end", "text-center"},
    "ul": {"contains-task-list"},
}
_PLAIN: Final = {"blockquote", "br", "code", "dd", "dl", "dt", "em", "hr", "s", "strong", "tbody", "thead", "tr"}
_VALUES: Final[dict[str, dict[str, set[str]]]] = {
    "div": {"tabindex": {"0"}, "role": {"region", "note"}},
    "i": {"role": {"img"}, "aria-hidden": {"true"}},
    "pre": {"tabindex": {"0"}},
    "th": {"scope": {"col", "row"}},
    "a": {"rel": {"noopener noreferrer"}},
    "img": {"loading": {"lazy"}},
}


def _kept(_tag: str, name: str, value: str) -> str | None:
    """An id of the text's own, and every other attribute that passed."""
    return value if name != "id" or (ANCHOR.fullmatch(value) and not of_page(value)) else None


_CLEANER: Final = nh3.Cleaner(
    tags=_PLAIN | _ATTRIBUTES.keys() | _CLASSES.keys(),
    attributes={tag: names - _VALUES.get(tag, {}).keys() for tag, names in _ATTRIBUTES.items()},
    tag_attribute_values=_VALUES,
    allowed_classes=_CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    attribute_filter=_kept,
)


def clean(html: str) -> str:
    """The HTML with nothing in it that is not on the list."""
    return _CLEANER.clean(html)
