"""The page on which a file meets the portal's text, in a real browser."""

import re

from playwright.sync_api import expect
from sqlalchemy import select

from portal import clock, instance
from portal.config import Config
from portal.library.models import Document, Draft, Revision
from tests.browser.conftest import Open
from tests.browser.test_shapes import PHONE, WIDE, too_wide, violations


def file_draft(config: Config) -> int:
    """A file changed the first and the last lines of a guide that nobody changes in the portal."""
    database = instance.opened(config)
    with database.writing() as session:
        query = select(Revision).join(Document, Document.id == Revision.document_id).where(Document.code == "DEC-GDE-01")
        held = session.scalars(query.order_by(Revision.major.desc()).limit(1)).one()
        text = held.text.replace(". ", ".. ", 1) + "\nOne line more.\n"
        draft = Draft(document_id=held.document_id, origin="file", base_revision_id=held.id, made_at=clock.now(), saved_at=clock.now(),
                      file_path="methodology/DEC-GDE-01-scoring-proposals.md", file_hash="0" * 64, front={**held.front, "title": "Scores"},
                      text=text)  # fmt: skip
        session.add(draft)
        session.flush()
        number = draft.id
    database.dispose()
    return number


def test_three_texts_are_for_everybody_and_a_draft_begins_from_the_merged_one(page_of: Open, site: tuple[str, Config]) -> None:
    page = page_of("vera", viewport=WIDE)
    page.goto(f"/drafts/{file_draft(site[1])}/three-way")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert too_wide(page) == []
    assert violations(page) == []
    page.set_viewport_size(WIDE)
    expect(page.get_by_label("The merged text")).to_have_value(re.compile(r"One line more\."))
    page.get_by_role("button", name="Take the merged text into the draft").click()
    page.wait_for_url(re.compile(r"/drafts/\d+$"))
    expect(page.get_by_text("The merged text is in the draft.")).to_be_visible()
    assert violations(page) == []
