"""The page of a review in a real browser: for everybody in light, in dark and on a phone, by keyboard, and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_shapes import PHONE, WIDE, too_wide, violations


def in_review(page: Page) -> None:
    """Open the first text that waits."""
    page.goto("/reviews")
    page.locator("ul.worklist a.what").first.click()
    page.wait_for_url(re.compile(r"/reviews/\d+$"))


def is_for_everybody(page: Page) -> None:
    """Nothing for axe in light and in dark, no sideways scrolling on a phone."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert too_wide(page) == []
    assert violations(page) == []


@pytest.mark.parametrize("who", ["vera", "paul"])
def test_the_page_of_a_review_is_for_everybody(page_of: Open, who: str) -> None:
    page = page_of(who, viewport=WIDE)
    in_review(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Review of "))
    is_for_everybody(page)


def test_the_form_of_a_comment_is_for_everybody_and_leads_back_to_its_paragraph(page_of: Open) -> None:
    page = page_of("vera", viewport=WIDE)
    in_review(page)
    page.get_by_role("link", name="Comment on paragraph 3", exact=True).focus()
    page.keyboard.press("Enter")
    is_for_everybody(page)
    page.get_by_label("Comment", exact=True).fill("Is this said twice?")
    page.get_by_role("button", name="Save the comment").click()
    page.wait_for_url(re.compile(r"/reviews/\d+#p3$"))
    remark = page.locator("#p3 .remark").last
    expect(remark).to_contain_text("Is this said twice?")
    remark.locator("summary").click()
    is_for_everybody(page)
    remark.get_by_role("button", name=re.compile("^Resolve")).click()
    expect(page.locator("#p3 .remark").last).to_contain_text("resolved")


def test_an_approval_is_confirmed_without_a_script(page_of: Open) -> None:
    page = page_of("paul", viewport=WIDE, java_script_enabled=False)
    page.goto("/reviews")
    page.locator("section", has=page.get_by_role("heading", name="For you to approve")).locator("a.what").first.click()
    address = page.url
    page.get_by_label("At once, with the last approval").check()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^Approve .+\?$"))
    expect(page.get_by_text("It takes effect at once.")).to_be_visible()
    page.get_by_role("link", name="Back to the text").click()
    assert page.url == address


def test_the_pages_of_submitting_and_of_standing_in_are_for_everybody(page_of: Open) -> None:
    for name, address in (("paul", "/reviews/delegation"), ("paul", "/reviews"), ("vera", "/drafts/2/submit")):
        page = page_of(name, viewport=WIDE)
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok
        is_for_everybody(page)
