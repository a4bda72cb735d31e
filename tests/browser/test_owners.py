"""What owners and team leads record in a real browser: a briefing, a periodic review, what becomes of a reported problem."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_shapes import PHONE, WIDE, too_wide, violations


def good(page: Page) -> bool:
    """Nothing for axe to find in light, in dark and on a phone."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    found += violations(page) + too_wide(page)
    page.set_viewport_size(WIDE)
    assert found == []
    return True


def test_a_manager_records_a_briefing_from_the_document(page_of: Open) -> None:
    page = page_of("boris", quiet=False, viewport=WIDE)
    page.goto("/library/met-pol-01")
    page.get_by_role("link", name="Record a briefing").click()
    page.get_by_label("Team").select_option("Signalling")
    page.get_by_label("How many people").fill("0")
    page.get_by_role("button", name="Record the briefing").click()
    expect(page.get_by_text("A briefing has between 1 and 1000 people.")).to_be_visible()
    assert good(page)
    page.get_by_label("Day of the briefing").fill("2026-11-20")
    page.get_by_label("How many people").fill("14")
    page.get_by_label("Note").fill("Toolbox talk at the depot.")
    page.get_by_role("button", name="Record the briefing").click()
    expect(page.get_by_text("The briefing of 14 people is recorded.")).to_be_visible()
    assert good(page)
    page.goto("/readings/met-pol-01")
    expect(page.get_by_role("region", name="Recorded briefings")).to_contain_text("Toolbox talk at the depot.")
    assert good(page)


def test_an_owner_goes_from_the_list_to_the_form_by_keyboard_and_asks_for_a_new_version(page_of: Open) -> None:
    page = page_of("vera", quiet=False, viewport=WIDE)
    page.goto("/library/reviews-due?show=all")
    assert good(page)
    page.get_by_role("link", name=re.compile("^Look at it ")).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/library/[a-z]+-[a-z]+-\d+/reviews$"))
    page.get_by_label("A new version is needed").check()
    page.get_by_role("button", name="Record the review").click()
    expect(page.get_by_text("Say what the new version is to change; its authors read it.")).to_be_visible()
    expect(page.get_by_label("A new version is needed")).to_be_checked()
    assert good(page)
    page.get_by_label("Note").fill("The example is of a project that has ended.")
    page.get_by_role("button", name="Record the review").click()
    expect(page.get_by_text(re.compile(r"^Request \d+ waits for the next version of "))).to_be_visible()
    page.goto("/problems?state=accepted")
    expect(page.get_by_text("The example is of a project that has ended.")).to_be_visible()
    assert good(page)


def test_a_reader_proposes_other_words_and_an_author_accepts_them(page_of: Open) -> None:
    anna = page_of("anna", viewport=WIDE)
    anna.goto("/library/rsk-prc-01/problems/new?anchor=r1")
    anna.get_by_label("What is wrong, unclear or missing?").fill("Who is meant?")
    anna.get_by_label("How should it read?").fill("R1. Whoever sees it writes it down.")
    anna.get_by_role("button", name="Report the problem").click()
    said = anna.get_by_text(re.compile(r"^Your report has number \d+")).inner_text()
    number = re.search(r"number (\d+)", said)
    assert number is not None
    vera = page_of("vera", viewport=WIDE)
    vera.goto(f"/problems/{number[1]}")
    vera.get_by_label("Accepted: a new version of the document is to settle it").check()
    vera.get_by_label("Answer", exact=True).fill("Well seen.")
    assert good(vera)
    vera.get_by_role("button", name="Answer the problem").click()
    anna.goto(f"/problems/{number[1]}")
    expect(anna.get_by_text("A new version is to settle it. You are told when it takes effect.")).to_be_visible()
    assert good(anna)
