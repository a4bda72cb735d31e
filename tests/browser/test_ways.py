"""Ways of using the pages: by keyboard, without JavaScript, on paper, in two tabs at once."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from portal import instance
from portal.config import Config
from portal.library.queries.readings import readings
from portal.people import queries as people
from tests.browser.conftest import Open
from tests.browser.site import MORNING


def acknowledged(config: Config, code: str, name: str) -> int:
    """How many rows say that this person has read the document."""
    database = instance.opened(config)
    with database.reading() as session:
        viewer = people.named(session, "vera@example.org", MORNING, zone="UTC", language="en")
        assert viewer is not None
        every = readings(session, viewer, MORNING, zone="UTC")
    database.dispose()
    return sum(1 for one in every if one.code == code and one.person_name == name and one.acknowledged_at is not None)


def focused(page: Page) -> str:
    """The id of what has the focus."""
    return str(page.evaluate("document.activeElement.id"))


def test_a_stroke_goes_to_search_and_a_question_mark_tells_the_keys(page_of: Open) -> None:
    page = page_of("anna")
    page.goto("/glossary")
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("/?g")
    assert page.locator("#q").input_value() == "/?g"
    page.locator("h1").click()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


@pytest.mark.parametrize(("letter", "path"), [("h", "/"), ("p", "/practices"), ("w", "/glossary"), ("r", "/register")])
def test_g_and_a_letter_go_to_a_page(page_of: Open, letter: str, path: str) -> None:
    page = page_of("anna")
    page.goto("/my-settings")
    page.keyboard.press("g")
    page.keyboard.press(letter)
    expect(page).to_have_url(re.compile(f"//[^/]*{re.escape(path)}$"))


def test_single_keys_can_be_switched_off(page_of: Open) -> None:
    page = page_of("anna")
    page.goto("/glossary")
    page.keyboard.press("?")
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.get_by_role("button", name="Close the list").click()
    page.keyboard.press("/")
    assert focused(page) != "q"


def test_the_first_key_skips_to_the_content_and_every_step_shows_where_one_is(page_of: Open) -> None:
    page = page_of("anna")
    page.goto("/library/rsk-std-01")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    assert focused(page) == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate("(({outlineStyle, boxShadow}) => [outlineStyle, boxShadow])(getComputedStyle(document.activeElement))")
        assert style != ["none", "none"], page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/forgotten", "/sign-in/new-password"])
def test_what_one_presses_at_the_door_is_large_enough_or_part_of_a_sentence(page_of: Open, path: str) -> None:
    """WCAG 2.2, success criterion 2.5.8: 24 by 24 CSS pixels, but for links in a sentence."""
    page = page_of(quiet=False)
    page.goto(path)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main input:not([type=hidden])')]
        .filter(e => e.tagName !== 'A' || e.parentElement.textContent.trim() === e.textContent.trim())
        .map(e => [e.outerHTML.slice(0, 80), (e.closest('.form-check') || e).getBoundingClientRect()]).map(([e, b]) => [e, b.width, b.height])"""
    )
    assert len(boxes) >= 3
    assert [box for box in boxes if min(box[1:]) < 24] == []


def test_without_javascript_one_reads_searches_and_acknowledges(page_of: Open, site: tuple[str, Config]) -> None:
    page = page_of("anna", java_script_enabled=False)
    page.goto("/")
    page.locator("#q").fill("change control")
    page.locator("#q").press("Enter")
    page.get_by_role("main").get_by_role("link", name="PLM-PRC-01").first.click()
    expect(page.locator("#document")).to_contain_text("One request, one change.")
    assert acknowledged(site[1], "PLM-PRC-01", "Anna Keller") == 0
    page.get_by_role("button", name="I have read version 2.1").click()
    expect(page.get_by_role("main")).to_contain_text("You acknowledged version 2.1")
    assert acknowledged(site[1], "PLM-PRC-01", "Anna Keller") == 1


def test_a_theme_is_kept_and_without_one_the_system_decides(page_of: Open) -> None:
    page = page_of("anna", color_scheme="light")
    page.goto("/practices")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    dark = page.evaluate(ground)
    page.goto("/glossary")
    assert page.evaluate(ground) == dark != light


@pytest.mark.parametrize(("path", "version", "state"), [("", "3.0", "Effective"), ("/versions/1.0", "1.0", "Superseded")])
def test_paper_says_which_version_it_is_and_in_which_state(page_of: Open, path: str, version: str, state: str) -> None:
    page = page_of("anna")
    page.goto(f"/library/rsk-std-01{path}")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".app-nav")).to_be_hidden()
    expect(page.locator(".app-header")).to_be_hidden()
    control = page.locator(".doc-head")
    expect(control).to_be_visible()
    expect(control).to_contain_text(version)
    expect(control).to_contain_text(re.compile(state, re.IGNORECASE))
    expect(page.locator(".print-only").first).to_contain_text("Uncontrolled when printed.")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


def test_two_tabs_acknowledge_once(context_of: Callable[..., BrowserContext], site: tuple[str, Config]) -> None:
    context = context_of("anna")
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto("/library/rsk-std-01")
    for tab in tabs:
        button = tab.get_by_role("button", name="I have read version 3.0")
        expect(button).to_be_hidden()
        tab.locator(".text-end").scroll_into_view_if_needed()
        button.click()
        expect(tab.get_by_role("main")).to_contain_text("You acknowledged version 3.0")
    assert acknowledged(site[1], "RSK-STD-01", "Anna Keller") == 1


def test_a_drawer_opens_on_a_phone_and_closes_by_escape(page_of: Open) -> None:
    page = page_of("anna", viewport={"width": 360, "height": 740})
    page.goto("/practices")
    expect(page.locator(".app-nav")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator(".app-nav")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".app-nav")).to_be_hidden()
