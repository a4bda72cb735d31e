"""One server and one browser for all tests here; a fresh context each, in which one of the cast may have signed in."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from portal.config import Config
from tests.browser.site import open_site
from tests.conftest import settings
from tests.demo.making import file_of, shared

PATIENCE = 15_000
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[tuple[str, Config]]:
    """The address of the served demo, and its settings."""
    made = shared(tmp_path_factory, sqlite_template)
    config = settings(shutil.copytree(made.home, tmp_path_factory.mktemp("site") / "home"))
    with open_site(config) as address:
        yield address, config


@pytest.fixture(scope="session")
def kept(site: tuple[str, Config], browser: Browser) -> Callable[[str], Any]:
    """The cookies of one of the cast, who signs in through the form when first asked for."""
    address, config = site
    passwords = {row["email"].partition("@")[0]: row for row in json.loads(file_of(config).read_text("utf8"))}
    cookies: dict[str, Any] = {}

    def of(name: str) -> Any:
        if name not in cookies:
            with browser.new_context(base_url=address) as context:
                page = context.new_page()
                page.goto("/sign-in")
                page.get_by_label("E-mail").fill(passwords[name]["email"])
                page.get_by_label("Password", exact=True).fill(passwords[name]["password"])
                page.get_by_role("button", name="Sign in").click()
                page.wait_for_url(address + "/")
                cookies[name] = context.storage_state()
        return cookies[name]

    return of


@pytest.fixture
def context_of(site: tuple[str, Config], browser: Browser, kept: Callable[[str], Any]) -> Iterator[Callable[..., BrowserContext]]:
    """A context in which somebody has signed in (nobody for an empty name), with any option of Playwright's."""
    made: list[BrowserContext] = []

    def enter(name: str = "", **options: Any) -> BrowserContext:
        state = kept(name) if name else None
        made.append(browser.new_context(base_url=site[0], storage_state=state, reduced_motion="reduce", **options))
        made[-1].set_default_timeout(PATIENCE)
        return made[-1]

    yield enter
    for context in made:
        context.close()


@pytest.fixture
def page_of(context_of: Callable[..., BrowserContext]) -> Iterator[Open]:
    """A page in such a context. At the end of the test nothing may stand in its console that a browser calls an error."""
    complaints: list[str] = []

    def enter(name: str = "", *, quiet: bool = True, **options: Any) -> Page:
        page = context_of(name, **options).new_page()
        if quiet:
            page.on("console", lambda message: complaints.extend(_complaint(message)))
            page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield enter
    assert complaints == []


def _complaint(message: ConsoleMessage) -> list[str]:
    return [f"{message.text} ({message.location['url']})"] if message.type in {"error", "warning"} else []
