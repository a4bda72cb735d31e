"""Periodic review: the text stays, the next day moves, the journal tells."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from portal.config import Config
from portal.db import Database
from portal.errors import NotFound
from portal.journal.queries import Wanted, facts
from portal.library.queries.effective import effective_revisions
from portal.library.service.reviewing import WrongReviewDay, confirm_review
from tests.roots import document, publish_root, write_root

AT = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
TODAY = date(2026, 12, 14)


@pytest.fixture
def published(database: Database, config: Config, tmp_path: Path) -> Database:
    """A document effective since January, to be reviewed every twelve months, and one that begins next year."""
    root = write_root(
        tmp_path / "root", document("RSK-STD-01", "Risk management"), document("PLM-STD-01", "Planning", effective="2027-02-01")
    )
    with database.writing() as session:
        publish_root(session, config, root, at=AT)
    return database


def next_review(session: Session) -> date | None:
    """When the document is to be looked at next."""
    return effective_revisions(session, AT)["RSK-STD-01"].next_review


def test_a_review_moves_the_next_day_by_the_months_of_the_text(published: Database) -> None:
    with published.writing() as session:
        assert next_review(session) == date(2027, 1, 5)
        assert confirm_review(session, "RSK-STD-01", on=TODAY, at=AT, actor_id=None, note="Nothing to change.") == date(2027, 12, 14)
    with published.reading() as session:
        assert next_review(session) == date(2027, 12, 14)
        (fact, *_), _ = facts(session, Wanted(kinds=("document",), object_key="RSK-STD-01"))
    assert (fact.action, fact.before) == ("review confirmed", {"next_review": "2027-01-05"})
    assert fact.after == {"next_review": "2027-12-14", "version": "1.0"}


def test_a_version_that_is_to_come_leaves_the_review_of_the_one_in_force_where_it_is(
    published: Database, config: Config, tmp_path: Path
) -> None:
    newer = document("RSK-STD-01", "Risk management", version="1.1", effective="2027-03-01")
    with published.writing() as session:
        publish_root(session, config, write_root(tmp_path / "newer", newer), at=AT)
        assert next_review(session) == date(2027, 1, 5)
        assert effective_revisions(session, datetime(2027, 3, 2, tzinfo=UTC))["RSK-STD-01"].next_review == date(2028, 3, 1)


def test_a_nearer_day_may_be_named(published: Database) -> None:
    with published.writing() as session:
        assert confirm_review(session, "RSK-STD-01", on=TODAY, at=AT, actor_id=None, next_review=date(2027, 3, 1)) == date(2027, 3, 1)


@pytest.mark.parametrize("day", [TODAY, date(2026, 12, 1), date(2027, 12, 15)])
def test_a_day_too_early_or_too_late_is_refused(published: Database, day: date) -> None:
    with pytest.raises(WrongReviewDay), published.writing() as session:
        confirm_review(session, "RSK-STD-01", on=TODAY, at=AT, actor_id=None, next_review=day)


@pytest.mark.parametrize("code", ["PLM-STD-01", "XXX-STD-01"])
def test_what_is_not_effective_is_not_reviewed(published: Database, code: str) -> None:
    with pytest.raises(NotFound), published.writing() as session:
        confirm_review(session, code, on=TODAY, at=AT, actor_id=None)
