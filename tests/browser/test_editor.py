"""Writing a draft in a real browser: it saves by itself, outlives a dropped line, and two tabs never overwrite each other."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Open
from tests.browser.test_shapes import PHONE, WIDE, too_wide, violations

SAVED = re.compile(r"^Saved at ")
DOWN = re.compile(r"^The line is down")
EDITED = "/library/rsk-gde-01"


def begun(page: Page, address: str = EDITED) -> Page:
    """The page, on the draft of a document, begun or opened by its button."""
    page.goto(address)
    page.get_by_role("button", name="Edit", exact=True).click()
    page.wait_for_url(re.compile(r"/drafts/\d+$"))
    return page


def fresh(page: Page, title: str, text: str = "# Purpose\n\nOne.\n\nTwo.\n\nThree.\n") -> Page:
    """The page, on the draft of a new document with a saved text."""
    page.goto("/library/new")
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Begin the draft").click()
    page.wait_for_url(re.compile(r"/drafts/\d+$"))
    writing(page).fill(text)
    expect(state(page)).to_have_text(SAVED)
    return page


def writing(page: Page) -> object:
    return page.locator("textarea#text")


def state(page: Page) -> object:
    return page.locator("#page-state")


def kept(page: Page) -> str:
    """What the server has."""
    answer = page.context.request.get(page.url)
    found = re.search(r'<textarea[^>]* id="text"[^>]*>\s*(.*?)</textarea>', answer.text(), re.DOTALL)
    assert found is not None
    return found[1].replace("\r\n", "\n")


def test_what_is_typed_is_saved_by_itself_and_stays_after_reloading(page_of: Open) -> None:
    page = begun(page_of("vera", viewport=WIDE))
    writing(page).press("Control+End")
    page.keyboard.type("\nTyped by hand.\n")
    expect(state(page)).to_have_text("Not saved yet.")
    expect(state(page)).to_have_text(SAVED)
    expect(page.locator("#page-preview")).to_contain_text("Typed by hand.")
    page.reload()
    expect(writing(page)).to_have_value(re.compile(r"Typed by hand\.\s*$"))


def test_leaving_the_page_at_once_loses_nothing(page_of: Open) -> None:
    page = fresh(page_of("vera"), "Left at once")
    address = page.url
    writing(page).press("Control+End")
    page.keyboard.type("Last words.")
    page.goto("/glossary")
    page.goto(address)
    expect(writing(page)).to_have_value(re.compile(r"Last words\.$"))
    expect(page.locator("#page-notice a")).to_be_hidden()


@pytest.mark.parametrize("size", [40, 90])
def test_leaving_a_long_text_at_once_loses_nothing_either(page_of: Open, size: int) -> None:
    page = fresh(page_of("vera", quiet=False), "Long")
    address = page.url
    page.evaluate(
        "size => { text.value = 'Words in a row.\\n\\n'.repeat(60 * size); text.dispatchEvent(new Event('input', { bubbles: true })); }",
        size,
    )
    expect(state(page)).to_have_text("Not saved yet.")
    expect(state(page)).to_have_text(SAVED)
    writing(page).press("Control+End")
    page.keyboard.type("Last words.")
    page.goto("/glossary")
    page.goto(address)
    expect(writing(page)).to_have_value(re.compile(r"Last words\.$"))
    expect(page.locator("#page-notice a")).to_be_hidden()
    page.reload()
    expect(writing(page)).to_have_value(re.compile(r"Last words\.$"))


def test_who_was_signed_out_is_told_and_finds_the_text_again(page_of: Open) -> None:
    page = fresh(page_of("vera", quiet=False), "Signed out")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    writing(page).fill("# Purpose\n\nTyped after the session ended.\n")
    expect(state(page)).to_have_text(re.compile("you may have been signed out"))
    page.context.add_cookies(cookies)
    page.reload()
    expect(state(page)).to_have_text(SAVED)
    assert "Typed after the session ended." in kept(page)


def test_control_and_s_saves_now(page_of: Open) -> None:
    page = fresh(page_of("vera"), "Saved now")
    writing(page).fill("# Purpose\n\nNow.\n")
    page.keyboard.press("Control+s")
    expect(state(page)).to_have_text(SAVED, timeout=1500)
    assert "Now." in kept(page)


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_field_saves(page_of: Open, script: bool) -> None:
    address = fresh(page_of("vera"), "Entered").url
    page = page_of("vera", java_script_enabled=script)
    page.goto(address)
    page.get_by_label("Title", exact=True).fill("Entered by Enter")
    page.get_by_label("Title", exact=True).press("Enter")
    expect(state(page) if script else page.get_by_role("main")).to_contain_text("Saved")
    page.goto(address)
    expect(page.get_by_label("Title", exact=True)).to_have_value("Entered by Enter")


def test_a_dropped_line_is_said_and_what_was_typed_goes_up_when_it_is_back(page_of: Open) -> None:
    page = fresh(page_of("vera", quiet=False), "Dropped line")
    page.context.set_offline(True)
    writing(page).fill("# Purpose\n\nTyped in a tunnel.\n")
    expect(state(page)).to_have_text(DOWN)
    page.context.set_offline(False)
    expect(state(page)).to_have_text(SAVED)
    assert "Typed in a tunnel." in kept(page)


def test_a_tab_closed_while_the_line_was_down_gives_its_text_to_the_next_one(page_of: Open) -> None:
    page = fresh(page_of("vera", quiet=False), "Closed in a tunnel")
    address, context = page.url, page.context
    context.set_offline(True)
    writing(page).fill("# Purpose\n\nTyped, then closed.\n")
    expect(state(page)).to_have_text(DOWN)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#page-notice")).to_contain_text("What you typed and could not be sent is back")
    expect(writing(again)).to_have_value(re.compile("Typed, then closed"))
    expect(state(again)).to_have_text(SAVED)
    assert "Typed, then closed." in kept(again)


def test_a_second_tab_is_told_and_led_to_compare_and_merge(page_of: Open) -> None:
    one = fresh(page_of("vera"), "Two tabs")
    two = one.context.new_page()
    two.goto(one.url)
    writing(one).fill("# Purpose\n\nOne, by the first tab.\n\nTwo.\n\nThree.\n")
    expect(state(one)).to_have_text(SAVED)
    expect(two.locator("#page-notice")).to_contain_text("You saved this draft in another tab")
    writing(two).fill("# Purpose\n\nOne.\n\nTwo.\n\nThree, by the second tab.\n")
    expect(state(two)).to_have_text(re.compile("nothing is overwritten"))
    assert "second tab" not in kept(one)
    two.locator("#page-notice").get_by_role("link", name="Compare and merge").click()
    two.wait_for_url(re.compile("/drafts/copies/"))
    expect(two.get_by_role("main")).to_contain_text("Both changes fit together.")
    assert violations(two) == []
    two.get_by_role("button", name="Merge and save").click()
    two.wait_for_url(one.url)
    assert kept(two).strip() == "# Purpose\n\nOne, by the first tab.\n\nTwo.\n\nThree, by the second tab."


def test_links_tables_and_pictures_are_put_where_one_writes(page_of: Open) -> None:
    page = fresh(page_of("vera"), "Inserted")
    writing(page).press("Control+End")
    page.get_by_role("button", name="Link", exact=True).click()
    page.keyboard.type("rsk-std-01")
    page.get_by_role("dialog", name="Link").get_by_role("button", name=re.compile("^RSK-STD-01")).click()
    page.get_by_role("button", name="Term", exact=True).click()
    page.keyboard.type("contingency")
    page.get_by_role("dialog", name="Term").get_by_role("button", name=re.compile("^Contingency")).first.click()
    page.get_by_role("button", name="Table", exact=True).click()
    expect(writing(page)).to_have_value(re.compile(r"\[\[RSK-STD-01\]\]Contingency.*\| Column 1 \| Column 2 \|", re.DOTALL))
    page.get_by_role("button", name="Picture", exact=True).click()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><rect width="90" height="60"/></svg>'
    page.get_by_label("Picture", exact=True).set_input_files({"name": "Box.svg", "mimeType": "image/svg+xml", "buffer": svg})
    page.get_by_role("button", name="Add the picture").click()
    expect(page.locator("#page-picture-said")).to_contain_text("Say what the picture shows")
    page.get_by_label("What it shows").fill("A box")
    page.get_by_role("button", name="Add the picture").click()
    expect(writing(page)).to_have_value(re.compile(r"!\[A box\]\(\.\./images/[a-z0-9-]+-box\.png\)"))
    shown = page.locator("#page-preview img[alt='A box']")
    expect(shown).to_have_count(1)
    page.get_by_role("button", name="Preview").click()
    assert shown.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0


def test_a_problem_leads_to_its_line(page_of: Open) -> None:
    page = fresh(page_of("vera"), "Problems", "# Purpose\n\n[[XYZ-STD-99]] says so.\n")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#page-problems")).to_be_focused()
    page.locator("#check").get_by_role("link", name="Line 3").click()
    assert (
        page.evaluate("getSelection().toString() || text.value.slice(text.selectionStart, text.selectionEnd)") == "[[XYZ-STD-99]] says so."
    )
    page.locator("#check").get_by_role("link", name="Owner (post)").click()
    expect(page.get_by_label("Owner (post)")).to_be_focused()


def test_a_paste_of_five_megabytes_is_refused_and_stays_in_the_browser(page_of: Open) -> None:
    page = fresh(page_of("vera"), "Too long")
    page.evaluate("text.value = 'word '.repeat(1000000); text.dispatchEvent(new Event('input', { bubbles: true }))")
    expect(state(page)).to_have_text(re.compile("longer than 900 KB"))
    assert page.evaluate("text.value.length") == 5_000_000
    assert "word word" not in kept(page)
    writing(page).fill("# Purpose\n\nShort again.\n")
    expect(state(page)).to_have_text(SAVED)


def test_without_javascript_a_draft_is_saved_checked_and_seen(page_of: Open) -> None:
    page = page_of("vera", java_script_enabled=False)
    page.goto("/library/new")
    page.get_by_label("Title").fill("By form alone")
    page.get_by_role("button", name="Begin the draft").click()
    writing(page).fill("# Purpose\n\nBy **form** alone.\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#page-preview strong")).to_have_text("form")
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#check")).to_contain_text("summary is needed")
    expect(page.get_by_role("main")).to_contain_text("Saved.")


@pytest.mark.parametrize("path", ["/drafts", "/library/new", "/library/rsk-std-01/withdraw", "/library/rsk-std-01/copy", "draft"])
def test_the_pages_of_drafts_are_for_everybody_in_light_in_dark_and_on_a_phone(page_of: Open, path: str) -> None:
    page = page_of("vera", viewport=WIDE, color_scheme="light")
    if path == "draft":
        begun(page)
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    else:
        page.goto(path)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    assert too_wide(page) == []
    assert violations(page) == []


def test_another_approver_reads_a_draft_and_cannot_write(page_of: Open, context_of: Callable[..., BrowserContext]) -> None:
    address = fresh(page_of("vera"), "Read only").url
    page = context_of("paul").new_page()
    page.goto(address)
    expect(page.get_by_role("main")).to_contain_text("This text is not effective.")
    expect(page.locator("textarea")).to_have_count(0)
    assert violations(page) == []
