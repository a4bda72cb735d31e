"""A real browser, for what only a browser can tell about HTML."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.machine import need_chromium


@pytest.fixture
def page() -> Iterator[Page]:
    """An empty page that may run scripts and reach nothing."""
    program = need_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"])
        yield browser.new_page()
        browser.close()
