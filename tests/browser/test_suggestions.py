"""Suggestions under the search box, by keyboard and mouse."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open


def typed(page_of: Open, text: str) -> Page:
    """A page on which somebody has typed into the box and sees suggestions."""
    page = page_of("anna")
    page.goto("/glossary")
    page.keyboard.press("/")
    page.keyboard.type(text)
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    return page


def test_arrows_choose_a_suggestion_and_enter_opens_it(page_of: Open) -> None:
    page = typed(page_of, "rsk-std")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-controls", "page-suggestions")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", options.last.get_attribute("id") or "")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/library/rsk-std-01$"))


def test_enter_without_a_choice_searches_and_escape_keeps_the_text(page_of: Open) -> None:
    page = typed(page_of, "risk")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("risk")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=risk$"))


def test_a_click_opens_a_suggestion(page_of: Open) -> None:
    page = typed(page_of, "tpl-12")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("/library/tpl-12$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
