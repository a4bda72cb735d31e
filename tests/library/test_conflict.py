"""Two doors, one text: what a file may do when the portal changed the text as well, and when it may not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Config
from portal.content.source import read
from portal.db import Database
from portal.errors import Conflict
from portal.journal.models import JournalRow
from portal.library.models import Document, Draft, DraftCopy, DraftPicture, Revision, Writer
from portal.library.rules import Step
from portal.library.service import file_drafts, publishing
from portal.notices.models import Notice
from portal.people import service as people
from tests.commands import environment, portal
from tests.library.two_doors import BEFORE, BY, NOON, ONE, OURS, THEIRS, approve, begin_draft, file, held, plan, publish
from tests.roots import BODY, document, write_root

GUIDE = document("PLM-GDE-01", "Estimating")
GONE = {"on": "2026-09-01", "reason": "Replaced."}


@pytest.fixture
def shelved(database: Database, tmp_path: Path) -> Database:
    """Version 1.0 of the standard came from a file, which file and register agree on."""
    with database.writing() as session:
        publish(session, tmp_path / "first", ONE, by=replace(BY, at=BEFORE))
    return database


def untouched(_session: Session) -> None:
    """Nobody did anything in the portal."""


def drafted(session: Session) -> None:
    """Somebody changes the text in the portal."""
    begin_draft(session, OURS)


def begun(session: Session) -> None:
    """Somebody began a draft and changed nothing yet."""
    begin_draft(session, BODY if held(session)[1].text == BODY else held(session)[1].text)


def retitled(session: Session) -> None:
    """Somebody changes what stands before the text."""
    begin_draft(session, held(session)[1].text, title="Risks")


def approved(session: Session) -> None:
    """The portal's text took effect."""
    approve(session, begin_draft(session, OURS), "1.1")


def given_up(session: Session) -> None:
    """A draft was given up."""
    begin_draft(session, OURS).state = "closed"


@pytest.mark.parametrize(
    ("happened", "brought", "step"),
    [
        (untouched, ONE, Step.UNCHANGED),
        (untouched, file("1.1"), Step.PUBLISH),
        (begun, file("1.1"), Step.PUBLISH),
        (given_up, file("1.1"), Step.PUBLISH),
        (drafted, ONE, Step.UNCHANGED),
        (drafted, file("1.1"), Step.CONFLICT),
        (retitled, file("1.1"), Step.CONFLICT),
        (approved, ONE, Step.UNCHANGED),
        (approved, file("1.1"), Step.CONFLICT),
        (approved, file("1.2"), Step.CONFLICT),
        (approved, file("1.0"), Step.CONFLICT),
        (approved, document("RSK-STD-01", "Risk management", withdrawn=GONE), Step.REFUSE),
    ],
)
def test_a_file_is_published_unless_the_portal_changed_the_text_too(
    shelved: Database, tmp_path: Path, happened: Callable[[Session], None], brought: tuple[str, str], step: Step
) -> None:
    with shelved.writing() as session:
        happened(session)
        assert [row.step for row in plan(session, tmp_path / "next", brought).rows] == [step]


def test_a_file_that_says_what_the_portal_says_is_unchanged_and_both_agree_again(shelved: Database, tmp_path: Path) -> None:
    with shelved.writing() as session:
        made = approve(session, begin_draft(session, OURS), "1.1")
        brought = document("RSK-STD-01", "Risk management", body=OURS, version="1.1", effective="2026-08-15")
        root = write_root(tmp_path / "copied", brought)
        text = (root / "methodology" / brought[0]).read_text("utf8").replace(f"---\n\n{OURS}", f"---\n{made.text}")
        (root / "methodology" / brought[0]).write_text(text, "utf8")
        source = read(root)
        first = publishing.planned(session, source, BY)
        assert [(row.step, row.meets) for row in first.rows] == [(Step.UNCHANGED, True)]
        publishing.publish(session, source, first, BY)
        assert held(session)[0].agreed_hash == held(session)[1].content_hash
        assert publishing.planned(session, source, BY).is_empty
        assert [row.step for row in plan(session, tmp_path / "next", file("1.2")).rows] == [Step.PUBLISH]


def test_a_conflict_writes_the_draft_and_nothing_else_of_the_root(shelved: Database, tmp_path: Path) -> None:
    with shelved.writing() as session:
        drafted(session)
    source = read(write_root(tmp_path / "next", file("2.0", change="Closed.", transition="All projects."), GUIDE))
    with shelved.writing() as session:
        todo = publishing.planned(session, source, BY)
        assert sorted((row.code, row.step) for row in todo.rows) == [("PLM-GDE-01", Step.PUBLISH), ("RSK-STD-01", Step.CONFLICT)]
        with pytest.raises(ValueError, match="never carried out"):
            publishing.publish(session, source, todo, BY)
        (kept,) = file_drafts.keep(session, source, todo, BY)
    with shelved.reading() as session:
        draft = session.get_one(Draft, kept.draft_id)
        assert (kept.outcome, draft.origin, draft.state, draft.seq) == ("made", "file", "open", 1)
        assert draft.text.strip() == THEIRS.strip()
        assert (draft.front["level"], draft.front["change"], "version" in draft.front) == ("major", "Closed.", False)
        assert draft.base_revision_id == held(session)[1].id
        assert session.scalars(select(Document.code)).all() == ["RSK-STD-01"]
        assert session.scalar(select(func.count(Revision.id))) == 1
        ours = session.scalars(select(Draft).where(Draft.origin == "browser")).one()
        assert ours.text == OURS


def test_the_same_file_again_finds_its_draft_and_a_newer_file_takes_its_place(shelved: Database, tmp_path: Path) -> None:
    with shelved.writing() as session:
        drafted(session)
    outcomes = []
    for number, body in enumerate((THEIRS, THEIRS, BODY.replace("R2.", "R3."))):
        source = read(write_root(tmp_path / str(number), file("1.1", body)))
        with shelved.writing() as session:
            outcomes += [one.outcome for one in file_drafts.keep(session, source, publishing.planned(session, source, BY), BY)]
    assert outcomes == ["made", "there", "replaced"]
    with shelved.reading() as session:
        draft = session.scalars(select(Draft).where(Draft.origin == "file")).one()
        assert (draft.seq, "R3." in draft.text) == (2, True)
        actions = session.scalars(select(JournalRow.action).where(JournalRow.action.like("draft %")).order_by(JournalRow.id)).all()
        assert actions == ["draft begun", "draft replaced"]


def test_what_somebody_typed_into_the_draft_of_a_file_is_kept_when_the_next_file_comes(
    shelved: Database, cast: dict[str, int], tmp_path: Path
) -> None:
    for number, body in enumerate((THEIRS, BODY.replace("R2.", "R3."))):
        source = read(write_root(tmp_path / str(number), file("1.1", body)))
        with shelved.writing() as session:
            if number == 0:
                drafted(session)
            file_drafts.keep(session, source, publishing.planned(session, source, BY), BY)
            draft = session.scalars(select(Draft).where(Draft.origin == "file")).one()
            if number == 0:
                draft.text, draft.saved_by, draft.seq = "Typed by hand.", cast["vera"], 2
    with shelved.reading() as session:
        copy = session.scalars(select(DraftCopy)).one()
        assert (copy.text, copy.by_id, copy.based_on) == ("Typed by hand.", cast["vera"], 2)


def test_the_draft_of_a_file_keeps_its_pictures_and_who_brought_it_is_one_of_its_writers(
    shelved: Database, cast: dict[str, int], tmp_path: Path
) -> None:
    body = THEIRS + "\n![The way of a risk](images/flow.png)\n"
    root = write_root(tmp_path / "next", file("1.1", body))
    (root / "images").mkdir()
    (root / "images" / "flow.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    source, by = read(root), replace(BY, actor_id=cast["vera"])
    with shelved.writing() as session:
        drafted(session)
        file_drafts.keep(session, source, publishing.planned(session, source, by), by)
    with shelved.reading() as session:
        assert session.scalars(select(DraftPicture.path)).all() == ["images/flow.png"]
        assert session.scalars(select(Writer.person_id)).all() == [cast["vera"]]


def test_the_owner_and_whoever_writes_the_text_are_told_of_the_file(shelved: Database, cast: dict[str, int], tmp_path: Path) -> None:
    source = read(write_root(tmp_path / "next", file("1.1")))
    with shelved.writing() as session:
        draft = begin_draft(session, OURS)
        session.add(Writer(draft_id=draft.id, person_id=cast["vera"], since=BEFORE))
        post = held(session)[1].owner_post_id
        people.assign_post(session, post, cast["boris"], since=BEFORE.date(), actor_id=None, at=BEFORE)
        (kept,) = file_drafts.keep(session, source, publishing.planned(session, source, BY), BY)
    with shelved.reading() as session:
        told = session.execute(select(Notice.person_id, Notice.kind, Notice.url)).all()
        expected = {(cast[name], "draft_from_file", f"/drafts/{kept.draft_id}/three-way") for name in ("vera", "boris")}
        assert {tuple(row) for row in told} == expected


def test_a_settled_draft_of_a_file_does_not_come_again_but_one_put_away_does(
    shelved: Database, cast: dict[str, int], tmp_path: Path
) -> None:
    source = read(write_root(tmp_path / "next", file("1.1")))
    with shelved.writing() as session:
        approved(session)
    for settled, step in ((False, Step.CONFLICT), (True, Step.UNCHANGED)):
        with shelved.writing() as session:
            (kept,) = file_drafts.keep(session, source, publishing.planned(session, source, BY), BY)
            file_drafts.put_away(session, kept.draft_id, seq=1, settled=settled, actor_id=cast["vera"], at=NOON)
            assert [row.step for row in publishing.planned(session, source, BY).rows] == [step]
    with shelved.writing() as session:
        assert [row.step for row in plan(session, tmp_path / "later", file("1.2", BODY)).rows] == [Step.CONFLICT]


def test_settling_a_draft_that_another_file_replaced_meanwhile_is_refused(shelved: Database, cast: dict[str, int], tmp_path: Path) -> None:
    with shelved.writing() as session:
        drafted(session)
    for number in (1, 2):
        source = read(write_root(tmp_path / str(number), file(f"1.{number}")))
        with shelved.writing() as session:
            (kept,) = file_drafts.keep(session, source, publishing.planned(session, source, BY), BY)
    with pytest.raises(Conflict), shelved.writing() as session:
        file_drafts.put_away(session, kept.draft_id, seq=1, settled=True, actor_id=cast["vera"], at=NOON)


def test_a_document_begun_in_the_portal_is_not_taken_over_by_a_file_of_the_same_code(shelved: Database, tmp_path: Path) -> None:
    with shelved.writing() as session:
        new = Document(code="PLM-GDE-01", kind="guide", made_at=BEFORE)
        session.add(new)
        session.flush()
        session.add(Draft(document_id=new.id, made_at=BEFORE, saved_at=BEFORE, front={"title": "Estimating"}, text="Begun."))
        session.flush()
        source = read(write_root(tmp_path / "next", GUIDE))
        todo = publishing.planned(session, source, BY)
        assert [row.step for row in todo.rows] == [Step.CONFLICT]
        (kept,) = file_drafts.keep(session, source, todo, BY)
        assert session.get_one(Draft, kept.draft_id).base_revision_id is None


def test_a_document_taken_back_in_the_portal_is_not_withdrawn_by_the_same_file_again(shelved: Database, tmp_path: Path) -> None:
    gone = document("RSK-STD-01", "Risk management", withdrawn=GONE)
    with shelved.writing() as session:
        publish(session, tmp_path / "gone", gone)
        document_row = held(session)[0]
        document_row.withdrawn_at = document_row.withdrawn_reason = None
        begin_draft(session, OURS)
        assert [row.step for row in plan(session, tmp_path / "again", gone).rows] == [Step.UNCHANGED]


def test_the_command_keeps_the_draft_says_where_and_fails_but_a_dry_run_writes_nothing(
    shelved: Database, config: Config, tmp_path: Path
) -> None:
    env, root = environment(config, files_take_effect="always"), str(write_root(tmp_path / "next", file("1.1"), GUIDE))
    with shelved.writing() as session:
        drafted(session)
    dry = portal("content", "publish", "--root", root, "--dry-run", env=env)
    assert (dry.returncode, "Nothing was changed: 1 in conflict." in dry.stderr) == (1, True)
    assert "Conflict  RSK-STD-01 1.1 (methodology/RSK-STD-01-risk-management.md)" in dry.stdout
    with shelved.reading() as session:
        assert session.scalar(select(func.count(Draft.id))) == 1
    done = portal("content", "publish", "--root", root, env=env)
    assert (done.returncode, "Nothing was published: 1 in conflict." in done.stderr) == (1, True)
    with shelved.reading() as session:
        draft_id = session.scalars(select(Draft.id).where(Draft.origin == "file")).one()
        assert session.scalars(select(Document.code)).all() == ["RSK-STD-01"]
    assert f"/drafts/{draft_id}/three-way" in done.stdout


def test_a_refusal_beside_a_conflict_changes_nothing_at_all(shelved: Database, config: Config, tmp_path: Path) -> None:
    gone = document("PLM-GDE-01", "Estimating", withdrawn={"on": "2026-01-01", "reason": "Gone."})
    root = str(write_root(tmp_path / "next", file("1.1"), gone))
    with shelved.writing() as session:
        drafted(session)
    done = portal("content", "publish", "--root", root, env=environment(config))
    assert (done.returncode, "Nothing was changed: 1 refused." in done.stderr) == (1, True)
    with shelved.reading() as session:
        assert session.scalar(select(func.count(Draft.id))) == 1
