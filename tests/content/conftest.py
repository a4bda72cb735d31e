"""A real browser, for what only a browser can tell about HTML."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that may run scripts and reach nothing but what its test answers itself."""
    with browser.new_context() as context:
        context.route("**/*", lambda route: route.abort())
        yield context.new_page()
