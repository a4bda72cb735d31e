"""The whole life of a version in a real browser, played by five people: written, talked about, returned, approved, read, proven."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.config import Config
from tests.browser.conftest import Open
from tests.commands import environment, portal

CODE = "IMP-STD-01"
READ = "/library/imp-std-01"


def follow_notice(page: Page, words: str) -> None:
    """Open the newest notice that says so."""
    page.goto("/notices")
    page.get_by_role("button", name=re.compile(words)).or_(page.get_by_role("link", name=re.compile(words))).first.click()


def rewrite(vera: Page, old: str, new: str) -> None:
    """Change the text of the open draft and save it."""
    box = vera.locator("textarea#text")
    text = box.input_value()
    assert old in text
    box.fill(text.replace(old, new, 1))
    vera.get_by_role("button", name="Save", exact=True).click()
    expect(vera.locator("textarea#text")).to_have_value(re.compile(re.escape(new[:40])))


def submit(vera: Page, *reviewers: str) -> None:
    """Submit the open draft and ask these people."""
    vera.get_by_role("link", name="Submit for review").click()
    if reviewers:
        vera.get_by_label("Reviewers to invite").select_option(list(reviewers))
    vera.get_by_role("button", name="Submit for review").click()
    vera.wait_for_url(re.compile(r"/reviews/\d+"))


def decide(paul: Page, what: str, words: str) -> None:
    """Decide with a comment."""
    paul.get_by_label("Comment", exact=True).fill(words)
    paul.get_by_role("button", name=what, exact=True).click()


def test_five_people_and_one_version(page_of: Open, site: tuple[str, Config], tmp_path: Path) -> None:
    vera = page_of("vera", quiet=False)  # a browser calls a refused form an error
    anna, paul, boris, otto = (page_of(name) for name in ("anna", "paul", "boris", "otto"))
    first = write_and_submit(vera)
    anna_suggests(anna, first)
    follow_notice(paul, f"review {CODE}")
    decide(paul, "Return it", "Say who counts the days.")
    expect(paul.locator("main")).to_contain_text("Say who counts the days.")
    vera_takes_the_words(vera)
    assert vera.url.endswith(first)
    paul.goto(first)
    decide(paul, "Approve", "Clear now.")
    paul.get_by_role("button", name="Approve it").click()
    expect(paul.locator("main")).to_contain_text("Clear now.")
    anna_reads_it(anna)
    boris.goto("/readings/imp-std-01")
    expect(boris.locator("main")).to_contain_text("Anna Keller")
    proof_holds(otto, site[1], tmp_path)


def write_and_submit(vera: Page) -> str:
    """Vera begins a major version, forgets to say what changed, is told, and submits it; where it is reviewed."""
    vera.goto(READ)
    vera.get_by_role("button", name="Edit", exact=True).click()
    vera.wait_for_url(re.compile(r"/drafts/\d+$"))
    vera.get_by_label(re.compile("^Major")).check()
    rewrite(vera, "{#r1}", "The project manager answers within three working days. {#r1}")
    vera.get_by_role("link", name="Submit for review").click()
    vera.get_by_role("button", name="Submit for review").click()
    expect(vera.locator("main")).to_contain_text("Problems to mend first")
    vera.get_by_role("link", name="Go back to the draft").click()
    vera.get_by_label("What changed").fill("A lesson is answered within three working days (R1).")
    vera.get_by_label("Who follows it from when").fill("All projects from the effective date.")
    vera.get_by_role("button", name="Save", exact=True).click()
    submit(vera, "Anna Keller (anna@example.org)")
    return re.sub(r"^https?://[^/]+", "", vera.url)


def anna_suggests(anna: Page, review: str) -> None:
    """Anna, who has no role, was invited: she follows her notice and suggests other words."""
    follow_notice(anna, f"review {CODE}")
    expect(anna).to_have_url(re.compile(re.escape(review)))
    passage = anna.locator(".passage", has_text="within three working days").first
    passage.get_by_role("link", name="Comment").click()
    anna.get_by_label("Comment", exact=True).fill("Five, please: we work in shifts.")
    words = anna.get_by_label("Suggested words, in place of the paragraph")
    words.fill(words.input_value().replace("three working days", "five working days"))
    anna.get_by_role("button", name="Save the comment").click()
    anna.get_by_role("button", name="I am through").click()
    anna.goto(review)
    expect(anna.locator("main")).to_contain_text("is through with this round")


def vera_takes_the_words(vera: Page) -> None:
    """Vera accepts the suggestion into the returned draft and submits it again."""
    follow_notice(vera, f"{CODE}.*(returned|change)|(returned|change).*{CODE}")
    vera.get_by_role("button", name=re.compile("^Accept")).click()
    vera.wait_for_load_state()
    expect(vera.get_by_role("button", name=re.compile("^Accept"))).to_have_count(0)
    vera.goto("/drafts")
    vera.get_by_role("link", name=re.compile(CODE)).first.click()
    expect(vera.locator("textarea#text")).to_have_value(re.compile("within five working days"))
    submit(vera)


def anna_reads_it(anna: Page) -> None:
    """Search finds the new text at once; whoever must read it acknowledges it."""
    anna.goto("/search?q=IMP-STD-01")
    anna.goto(READ)
    expect(anna.locator("#document")).to_contain_text("within five working days")
    anna.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    anna.get_by_role("button", name="I have read version 3.0").click()
    anna.goto("/my-readings")
    expect(anna.locator("main")).to_contain_text(CODE)


def proof_holds(otto: Page, config: Config, folder: Path) -> None:
    """The auditor takes the record away and the command finds it true."""
    otto.goto(f"{READ}/evidence")
    with otto.expect_download() as taken:
        otto.get_by_role("button", name=re.compile("ZIP")).click()
    pack = folder / "pack.zip"
    taken.value.save_as(pack)
    assert any(name.endswith(".md") for name in zipfile.ZipFile(pack).namelist())
    assert portal("content", "verify", str(pack), env=environment(config)).returncode == 0


@pytest.mark.parametrize("name", ["anna", "boris", "rita", "adam"])
def test_whoever_was_not_invited_sees_no_text_in_review(page_of: Open, name: str) -> None:
    page = page_of(name, quiet=False)
    answer = page.goto("/reviews/67")
    assert answer is not None
    assert answer.status == 404
