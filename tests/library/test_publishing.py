"""Publishing a content root: what is planned, what takes effect when, what is refused, and that it is all or nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Config
from portal.content.source import read
from portal.db import Database
from portal.errors import Conflict
from portal.journal.models import JournalRow
from portal.library.models import Document, RenderedText, Revision
from portal.library.rules import Plan, Step
from portal.library.service import publishing
from portal.settings import service as settings
from tests.notices.telling import notices
from tests.roots import document, write_root

NOON = datetime(2026, 9, 15, 12, tzinfo=UTC)
BEGAN = datetime(2026, 1, 5, tzinfo=UTC)
ONE = document("RSK-STD-01", "Risk management")
TWO = document(
    "RSK-STD-01", "Risk management", version="2.0", effective="2026-09-15", change="Weekly scoring.", transition="New projects only."
)

GONE = {"on": "2026-09-01", "reason": "Replaced by the register.", "successor": "TPL-12"}


def plan_and_publish(
    session: Session, root: Path, *, at: datetime = NOON, effect: str = "always", posts: frozenset[str] = frozenset()
) -> Plan:
    """Publish a root unless something is refused; the plan."""
    source = read(root)
    by = publishing.Publisher(at=at, zone="UTC", files_take_effect=effect, actor_posts=posts)
    plan = publishing.planned(session, source, by)
    if not plan.refused:
        publishing.publish(session, source, plan, by)
    return plan


def spans(session: Session) -> list[tuple[str, str, datetime | None, datetime | None]]:
    """Version, state, begin and end of every Revision, oldest first."""
    rows = session.scalars(select(Revision).order_by(Revision.major, Revision.minor))
    return [(f"{r.major}.{r.minor}", r.state, r.effective_from, r.effective_until) for r in rows]


def test_a_first_publication_takes_effect_on_the_day_written_in_the_file(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path, ONE))
    with database.reading() as session:
        assert spans(session) == [("1.0", "approved", BEGAN, None)]
        revision = session.scalars(select(Revision)).one()
        assert revision.approved_in == "methodology/RSK-STD-01-risk-management.md"
        assert "each fortnight" in session.scalars(select(RenderedText.plain)).one()


def test_publishing_again_is_unchanged_and_writes_nothing(database: Database, tmp_path: Path) -> None:
    root = write_root(tmp_path, ONE, document("TPL-12", "Risk register"))
    with database.writing() as session:
        plan_and_publish(session, root)
    with database.reading() as session:
        before = session.scalar(select(func.count(JournalRow.id)))
    with database.writing() as session:
        plan = plan_and_publish(session, root, at=NOON + timedelta(days=1))
        assert plan.is_empty
        assert [row.step for row in plan.rows] == [Step.UNCHANGED, Step.UNCHANGED]
    with database.reading() as session:
        assert session.scalar(select(func.count(JournalRow.id))) == before


def test_a_new_version_begins_at_the_instant_its_predecessor_ends(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "one", ONE), at=BEGAN)
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "two", TWO))
    with database.reading() as session:
        assert spans(session) == [("1.0", "approved", BEGAN, NOON), ("2.0", "approved", NOON, None)]


def test_a_version_of_the_future_waits_for_its_day_and_the_old_one_lasts_until_then(database: Database, tmp_path: Path) -> None:
    day = datetime(2026, 12, 1, tzinfo=UTC)
    later = document("RSK-STD-01", "Risk management", version="1.1", effective="2026-12-01")
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "one", ONE))
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "two", later))
    with database.reading() as session:
        assert spans(session) == [("1.0", "approved", BEGAN, day), ("1.1", "approved", day, None)]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (document("RSK-STD-01", "Risk management", body="# Purpose\n\nAnother text.\n"), "raise the version"),
        (document("RSK-STD-01", "Risk management", kind="guide", version="1.1"), "another kind"),
        (document("RSK-STD-01", "Risk management", version="0.9"), "versions rise"),
        (document("RSK-STD-01", "Risk management", version="1.1", withdrawn=GONE), "withdrawn before"),
    ],
)
def test_what_the_register_cannot_take_is_refused_and_nothing_of_the_root_is_published(
    database: Database, tmp_path: Path, changed: tuple[str, str], reason: str
) -> None:
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "one", ONE))
    with database.writing() as session:
        plan = plan_and_publish(session, write_root(tmp_path / "two", changed, document("PLM-GDE-01", "Estimating")))
    assert [reason in row.reason for row in plan.refused] == [True]
    with database.reading() as session:
        assert spans(session) == [("1.0", "approved", BEGAN, None)]
        assert session.scalars(select(Document.code)).all() == ["RSK-STD-01"]


def test_files_of_a_real_instance_wait_in_review_once_the_register_holds_something(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        assert plan_and_publish(session, write_root(tmp_path / "one", ONE), effect="auto").takes_effect
    with database.writing() as session:
        assert not plan_and_publish(session, write_root(tmp_path / "two", TWO), effect="auto").takes_effect
    with database.reading() as session:
        assert spans(session) == [("1.0", "approved", BEGAN, None), ("2.0", "in_review", None, None)]


def test_approvers_are_told_of_files_that_wait_and_of_none_that_took_effect(
    database: Database, cast: dict[str, int], tmp_path: Path
) -> None:
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "one", ONE), effect="always")
    assert notices(database) == []
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "two", TWO), effect="never")
    (told,) = notices(database)
    assert (told.person_id, told.kind, told.code, told.params) == (cast["paul"], "file_waits", "RSK-STD-01", {"version": "2.0"})
    assert told.url.startswith("/reviews/")


def test_files_of_a_demonstration_take_effect_and_the_stored_setting_is_beaten_by_the_environment(
    database: Database, tmp_path: Path
) -> None:
    with database.writing() as session:
        settings.change(session, "instance_kind", "demo", actor_id=None, at=NOON)
        plan_and_publish(session, write_root(tmp_path / "one", ONE), effect="auto")
    with database.writing() as session:
        settings.change(session, "files_take_effect", "never", actor_id=None, at=NOON)
        by = publishing.Publisher(at=NOON, zone="UTC")
        source = read(write_root(tmp_path / "two", TWO))
        assert not publishing.planned(session, source, by).takes_effect
        assert publishing.planned(session, source, publishing.Publisher(at=NOON, zone="UTC", files_take_effect="auto")).takes_effect


def test_a_newer_text_of_the_same_version_replaces_the_one_that_waits_in_review(database: Database, tmp_path: Path) -> None:
    other = document("RSK-STD-01", "Risk management", body="# Purpose\n\nA better text.\n")
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "one", ONE), effect="never")
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "two", other), effect="never")
    with database.reading() as session:
        assert spans(session) == [("1.0", "in_review", None, None)]
        assert session.scalars(select(RenderedText.plain)).one().strip().endswith("A better text.")


def test_a_document_first_published_as_withdrawn_ended_on_the_day_its_file_says(database: Database, tmp_path: Path) -> None:
    gone = document("RSK-STD-01", "Risk management", withdrawn=GONE)
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path, gone, document("TPL-12", "Risk register")))
    with database.reading() as session:
        assert ("1.0", "withdrawn", BEGAN, datetime(2026, 9, 1, tzinfo=UTC)) in spans(session)


def test_a_text_that_people_read_until_now_is_not_withdrawn_in_the_past(database: Database, tmp_path: Path) -> None:
    register = document("TPL-12", "Risk register")
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "one", ONE), at=BEGAN)
    with database.writing() as session:
        root = write_root(tmp_path / "two", document("RSK-STD-01", "Risk management", withdrawn=GONE), register)
        assert [row.step for row in plan_and_publish(session, root).rows] == [Step.WITHDRAW, Step.PUBLISH]
    with database.reading() as session:
        held = session.scalars(select(Document).where(Document.code == "RSK-STD-01")).one()
        assert (held.withdrawn_at, held.successor_code) == (NOON, "TPL-12")
        assert ("1.0", "withdrawn", BEGAN, NOON) in spans(session)


def test_a_version_of_the_future_never_begins_once_its_document_is_withdrawn(database: Database, tmp_path: Path) -> None:
    future = {"version": "1.1", "effective": "2026-12-01"}
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "one", ONE), at=BEGAN)
    with database.writing() as session:
        plan_and_publish(session, write_root(tmp_path / "two", document("RSK-STD-01", "Risk management", **future)))
    gone = document("RSK-STD-01", "Risk management", **future, withdrawn={**GONE, "on": "2026-10-01"})
    with database.writing() as session:
        assert [row.step for row in plan_and_publish(session, write_root(tmp_path / "three", gone)).rows] == [Step.WITHDRAW]
    october = datetime(2026, 10, 1, tzinfo=UTC)
    with database.reading() as session:
        assert spans(session) == [("1.0", "withdrawn", BEGAN, october), ("1.1", "withdrawn", None, None)]


def test_who_holds_the_approving_post_does_not_publish_the_text(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        plan = plan_and_publish(session, write_root(tmp_path, ONE), posts=frozenset({"head-of-pmo"}))
    assert [row.values for row in plan.refused] == [{"approver": "Head of PMO"}]


def test_a_plan_made_before_somebody_else_published_is_not_carried_out(database: Database, config: Config, tmp_path: Path) -> None:
    source = read(write_root(tmp_path, ONE))
    by = publishing.Publisher(at=NOON, zone="UTC", files_take_effect="always")
    with database.writing() as session:
        stale = publishing.planned(session, source, by)
    with database.writing() as session:
        publishing.publish(session, source, stale, by)
    with pytest.raises(Conflict), database.writing() as session:
        publishing.publish(session, source, stale, by)
    with database.reading() as session:
        assert spans(session) == [("1.0", "approved", BEGAN, None)]


def test_a_link_in_a_text_whose_successor_is_scheduled_takes_the_new_title_at_once(database: Database, tmp_path: Path) -> None:
    body = "# Purpose\n\nIt follows [[PLM-GDE-01]].\n"
    guide = document("PLM-GDE-01", "Estimating")
    later = document("RSK-STD-01", "Risk management", version="1.1", effective="2026-12-01", body=body)
    for folder, documents in (
        ("one", (document("RSK-STD-01", "Risk management", body=body), guide)),
        ("two", (later,)),
        ("three", (document("PLM-GDE-01", "Estimating effort", version="1.1", effective="2026-09-15"),)),
    ):
        with database.writing() as session:
            plan_and_publish(session, write_root(tmp_path / folder, *documents))
    with database.reading() as session:
        texts = session.scalars(
            select(RenderedText.html).join(Revision, Revision.id == RenderedText.revision_id).order_by(Revision.id)
        ).all()
    assert [("PLM-GDE-01 Estimating effort" in html) for html in texts if "It follows" in html] == [True, True]
