"""Each shape of page: nothing for axe to find in light, in dark and on a phone, no sideways scrolling at 360 px, a quiet console."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.shapes import SHAPES, Shape

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}
AXE = Axe()


def violations(page: Page) -> list[str]:
    """What axe finds, each as one line: the rule, and where."""
    found = AXE.run(page).response["violations"]
    return [f"{one['id']}: {node['target'][0]}: {node['failureSummary']}" for one in found for node in one["nodes"]]


def too_wide(page: Page) -> list[str]:
    """What makes the page scroll sideways; empty when nothing does."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *, header *')]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-scroll, .chart-scroll'))
        .slice(0, 5).map(e => e.outerHTML.slice(0, 120)).concat(['the page is wider than the window'])"""
    )


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name.replace(" ", "-") for shape in SHAPES])
def test_a_page_is_for_everybody_in_light_in_dark_and_on_a_phone(page_of: Open, shape: Shape) -> None:
    page = page_of(shape.who, quiet=shape.status == 200, viewport=WIDE, color_scheme="light")
    answer = page.goto(shape.path)
    assert answer is not None
    assert answer.status == shape.status
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    assert too_wide(page) == []
    assert violations(page) == []
