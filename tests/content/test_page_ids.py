"""The ids of the page around a text are none that a text may take."""

import re
from pathlib import Path

import pytest

from portal.content.wording import ANCHOR, of_page

TEMPLATES = Path(__file__).parents[2] / "templates"
ID = re.compile(r"""\bid=["']?([^"'\s>]+)""")
INCLUDED = re.compile(r"""\{%-?\s*(?:extends|include|from|import)\s+["']([^"']+)""")
READING = ("library/document.html", "library/revision.html", "library/_pieces.html")


def family(name: str) -> set[str]:
    """A template with all it extends, includes and takes macros from."""
    found = {name}
    for other in INCLUDED.findall((TEMPLATES / name).read_text("utf-8")):
        found |= family(other)
    return found


def clashing(text: str) -> list[str]:
    """The ids written in a template that a heading or a rule could have too."""
    return [name for name in ID.findall(text) if ANCHOR.fullmatch(name) and not of_page(name)]


@pytest.mark.parametrize("page", READING)
def test_no_heading_can_have_an_id_of_the_page_it_is_shown_on(page: str) -> None:
    assert {name: found for name in sorted(family(page)) if (found := clashing((TEMPLATES / name).read_text("utf-8")))} == {}


def test_the_reader_of_templates_sees_ids_and_what_is_included() -> None:
    assert clashing("""<p id="report"><p id='page-report'><p id=cite><p id="main"><p id="{{ f.id }}-help"><p id="R1">""") == [
        "report",
        "cite",
    ]
    assert {"_layout.html", "library/_reading.html"} <= family("library/document.html")
