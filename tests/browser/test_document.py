"""Reading a document in a real browser: where one is in it, what changed, a link to any paragraph, what is owed."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open

STANDARD = "/library/rsk-std-01"


def opened(page_of: Open, **options: object) -> Page:
    """The risk standard as anna sees it."""
    page = page_of("anna", **options)
    page.goto(STANDARD)
    return page


def test_the_contents_follow_the_reading_and_lead_from_change_to_change(page_of: Open) -> None:
    page = opened(page_of, viewport={"width": 1440, "height": 900})
    position = page.locator(".toc .pos")
    expect(position).to_have_text(re.compile(r"^Section 1 of \d+$"))
    jump = page.locator(".toc a.jump")
    expect(jump).to_have_text(re.compile(r"^Next change: R\d+$"))
    first = jump.get_attribute("href")
    jump.click()
    expect(page.locator(f"{first} .change-label")).to_have_text("Changed in 3.0")
    expect(position).to_have_text(re.compile(r"^Section 3 of \d+$"))
    expect(jump).not_to_have_attribute("href", str(first))


def test_the_mark_beside_a_rule_copies_its_address_and_offers_to_report_a_problem(page_of: Open) -> None:
    page = opened(page_of, permissions=["clipboard-read", "clipboard-write"])
    page.locator("#r4 a.permalink").focus()
    page.keyboard.press("Enter")
    tools = page.locator(".place-tools")
    expect(tools.get_by_role("status")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{STANDARD}#r4")
    assert page.url.endswith("#r4")
    tools.get_by_role("link", name="Report a problem with this paragraph").click()
    page.wait_for_url(re.compile(r"/problems/new\?anchor=r4$"))


def test_what_to_cite_can_be_copied(page_of: Open) -> None:
    page = opened(page_of, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/library/rsk-std-01/versions/3.0")


def test_without_a_script_the_changed_rules_are_listed_and_unchanged_paragraphs_can_be_opened(page_of: Open) -> None:
    page = opened(page_of, java_script_enabled=False)
    assert page.get_by_role("link", name="R4", exact=True).first.get_attribute("href") == "#r4"
    page.goto(f"{STANDARD}/differences?from=2.0&to=3.0")
    folded = page.locator("details.diff-fold").first
    expect(folded.locator(".diff-row").first).to_be_hidden()
    folded.locator("summary").click()
    expect(folded.locator(".diff-row").first).to_be_visible()


def test_every_sheet_of_a_print_names_the_version_and_says_uncontrolled(page_of: Open) -> None:
    page = opened(page_of)
    page.emulate_media(media="print")
    said = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--print-head')")
    assert "RSK-STD-01 3.0, Effective" in said
    assert "Uncontrolled when printed." in said
    expect(page.locator(".app-nav")).to_be_hidden()
    expect(page.locator(".permalink").first).to_be_hidden()
