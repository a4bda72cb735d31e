"""Changes under way in the demo: each can be made in the shipped text, and stands on the day where its story says."""

import pytest
from sqlalchemy import text

from portal.content.source import read
from portal.db import Database
from portal.demo.changes import CHANGES, Change
from portal.instance import resources

SOURCE = {file.meta.code: file for file in read(resources() / "content").current}
STATES = text(
    "SELECT code, state, effective_from > '2026-11-24' AS is_to_come FROM revision JOIN document ON document.id = document_id "
    "WHERE revision.id IN (SELECT revision_id FROM review_round)"
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.code)
def test_each_change_finds_its_words_in_the_shipped_text_once(change: Change) -> None:
    before = SOURCE[change.code].text
    after = before.replace(change.old, change.new)
    assert before.count(change.old) == after.count(change.new) == 1
    assert [after.count(remark.at) for remark in change.remarks] == [1] * len(change.remarks)


def test_two_are_in_review_one_is_scheduled_and_one_was_returned(demo: Database) -> None:
    with demo.reading() as session:
        found = {row.code: (row.state, bool(row.is_to_come)) for row in session.execute(STATES)}
        returned = session.execute(text("SELECT outcome FROM review_round ORDER BY submitted_at")).scalars().all()
        comments = session.scalar(text("SELECT count(*) FROM review_comment"))
    assert found == {
        "RES-PRC-01": ("in_review", False),
        "COM-PRC-01": ("in_review", False),
        "PLM-STD-02": ("approved", True),
        "RSK-STD-01": ("draft", False),
    }
    assert returned == ["approved", "returned", None, None]
    assert comments == sum(len(change.remarks) for change in CHANGES)


def test_nobody_is_told_of_what_took_effect_before_the_demo_was_made(demo: Database) -> None:
    with demo.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM notice WHERE kind IN ('effective', 'must_read')")) == 0
