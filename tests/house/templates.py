"""Readers of templates: each takes a parsed template and names every breach of one law as `line: what`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, StrictUndefined, nodes

from tests.house.source import TOP

FOLDER = TOP / "templates"
LAYOUT = "_layout.html"
GETTEXT = {"_": 1, "gettext": 1, "ngettext": 2}
SPOKEN = {"title", "alt", "aria-label", "aria-description", "placeholder", "label", "summary", "content"}
SILENT = {"script", "style", "kbd", "code"}
VALUE, LETTER = "▢", re.compile(r"[^\W\d_]")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
SENTENCE = re.compile(r"[A-Z][a-z’'-]*(?:[ ,.:;!?…].*)?", re.DOTALL)
PARSER = Environment(autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"])


@dataclass(frozen=True)
class Template:
    """One template."""

    name: str
    text: str
    tree: nodes.Template

    @property
    def is_part(self) -> bool:
        """True for what only others use: `_layout.html`, `_bits.html`, macros."""
        return any(part.startswith("_") for part in Path(self.name).parts)


def parsed(text: str, name: str = "room/page.html") -> Template:
    """A template given as text."""
    return Template(name, text, PARSER.parse(text))


def templates() -> list[Template]:
    """All templates of the portal."""
    paths = sorted(FOLDER.rglob("*.html"))
    return [parsed(path.read_text("utf8"), str(path.relative_to(FOLDER))) for path in paths]


def parents(template: Template) -> list[Template]:
    """The templates this one extends, the nearest first."""
    names = [node.template.value for node in template.tree.find_all(nodes.Extends) if isinstance(node.template, nodes.Const)]
    return [ancestor for name in names if (FOLDER / name).is_file() for ancestor in _with_parents(name)]


def _with_parents(name: str) -> list[Template]:
    template = parsed((FOLDER / name).read_text("utf8"), name)
    return [template, *parents(template)]


def outside_the_layout(template: Template) -> list[str]:
    """A page extends the layout, or what extends it."""
    return [] if template.is_part or LAYOUT in [parent.name for parent in parents(template)] else ["1: does not extend the layout"]


def untitled(template: Template) -> list[str]:
    """A page fills the block `title`, itself or by what it extends below the layout."""
    below = [one for one in (template, *parents(template)) if one.name != LAYOUT]
    titles = [block for one in below for block in one.tree.find_all(nodes.Block) if block.name == "title" and block.body]
    return [] if template.is_part or titles else ["1: has no title"]


def inline_code(template: Template) -> list[str]:
    """No script or style in a page: the content security policy refuses them."""
    whole = _with_values(template.tree)
    reader = _Reader()
    reader.feed(whole)
    return [f"{line}: {what}" for line, what in reader.inline]


def untranslated(template: Template) -> list[str]:
    """No words for people outside gettext: neither in the page's text, nor in what is read aloud, nor as a value in braces."""
    reader = _Reader()
    reader.feed(_with_values(template.tree))
    found = [f"text {words!r}" for words in reader.words]
    return found + [f"{node.lineno}: value {node.value!r}" for node in _values(template.tree) if SENTENCE.fullmatch(node.value)]


def not_extractable(template: Template) -> list[str]:
    """What is translated is written out, so that the extractor finds it."""
    found = []
    for call in template.tree.find_all(nodes.Call):
        needed = GETTEXT.get(getattr(call.node, "name", ""), 0)
        if not all(_is_written_out(argument) for argument in call.args[:needed]) or len(call.args) < needed:
            found.append(f"{call.lineno}: {call.node.name}() of something that is not written out")  # type: ignore[attr-defined]
    return found


def _is_written_out(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _with_values(tree: nodes.Template) -> str:
    """The page with a sign in place of every value; every branch and loop body once, one after the other."""
    return "".join(
        child.data if isinstance(child, nodes.TemplateData) else VALUE for node in tree.find_all(nodes.Output) for child in node.nodes
    )


def _values(tree: nodes.Template) -> Iterator[nodes.Const]:
    """Texts written between braces, but for what is translated, compared, looked up or a name in the code."""
    spared = {id(child) for node in tree.find_all((nodes.Compare, nodes.Test, nodes.Getitem)) for child in node.find_all(nodes.Const)}
    for call in tree.find_all(nodes.Call):
        if getattr(call.node, "name", "") in GETTEXT:
            spared |= {id(child) for argument in call.args for child in (argument, *argument.find_all(nodes.Const))}
    for node in tree.find_all(nodes.Const):
        if isinstance(node.value, str) and id(node) not in spared:
            yield node


class _Reader(HTMLParser):
    """Collects the words and the inline code of a page whose values are signs."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inline: list[tuple[int, str]] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        found = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self._silent = tag
        code = tag == "style" or (tag == "script" and "src" not in found) or any(name == "style" or name.startswith("on") for name in found)
        if code:
            self.inline.append((self.getpos()[0], self.get_starttag_text() or tag))
        spoken = [found[name] for name in sorted(SPOKEN & found.keys()) if tag != "meta"]
        spoken += [found["value"]] if tag == "input" and found.get("type") in {"submit", "button", "reset"} and "value" in found else []
        self.words += [words for words in spoken if LETTER.search(words)]

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self._silent = "" if tag == self._silent else self._silent

    def handle_data(self, data: str) -> None:
        """Text between elements."""
        if self._silent:
            return
        # A block may hold attributes of the element around it; they stand between elements here.
        self.words += [value for name, value in ATTRIBUTE.findall(data) if name in SPOKEN and LETTER.search(value)]
        words = " ".join(ATTRIBUTE.sub(" ", data).split())
        self.words += [words] if LETTER.search(words) else []
