"""The register given back as files: published again, they change nothing, whichever door a text came in by."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.cli.here import shipped_content
from portal.config import Config
from portal.content.check import check
from portal.content.source import read
from portal.db import Database
from portal.files.exported import LIST, ChangedByHand, ExportFolder, NotAnExport
from portal.files.store import FileStore
from portal.journal.models import JournalRow
from portal.library.exporting import differing, files_of
from portal.library.queries.written import written
from portal.library.rules import Step
from portal.library.service import approving, publishing
from portal.library.service.registered import exported
from tests.commands import environment, portal
from tests.library.review_desk import decider, hold, submitted
from tests.library.shelf import NOON as SHELF_NOON
from tests.library.two_doors import BEFORE, BY, NOON, ONE, OURS, approve, begin_draft, file, held, plan, publish
from tests.roots import document, write_root

GONE = {"on": "2026-09-01", "reason": 'Replaced: "by the guide".', "successor": "PLM-GDE-01"}
Export = Callable[..., list[str]]


@pytest.fixture
def export(database: Database, config: Config, tmp_path: Path) -> Export:
    """Write the register into a folder as the command does, but for practices and glossary; what could not be given back."""

    def give(*, history: bool = False, at: datetime = NOON) -> list[str]:
        with database.reading() as session:
            files = files_of(written(session, at, zone="UTC", history=history), FileStore(config.home / "uploads").get)
        ExportFolder(tmp_path / "out").write(files.content)
        assert differing(read(tmp_path / "out"), files.hashes) == []
        with database.writing() as session:
            exported(session, {code: files.hashes[path] for code, path in files.current.items()}, at=at)
        return files.problems

    return give


def test_the_method_we_ship_exported_and_published_again_is_unchanged_throughout(
    database: Database, config: Config, export: Export, tmp_path: Path
) -> None:
    by = replace(BY, keep_image=FileStore(config.home / "uploads").keep)
    source = read(shipped_content())
    with database.writing() as session:
        publishing.publish(session, source, publishing.planned(session, source, by), by)
    assert export(history=True, at=NOON + timedelta(days=90)) == []
    again = read(tmp_path / "out")
    with database.reading() as session:
        assert check(again, publishing.known(session)) == ()
        rows = publishing.planned(session, again, by).rows
        assert len(rows) == len(source.documents)
        assert {(row.step, row.meets, row.reason) for row in rows} == {("Unchanged", False, "")}


def test_what_was_made_in_the_browser_is_given_back_so_that_its_file_is_unchanged(
    database: Database, export: Export, tmp_path: Path
) -> None:
    with database.writing() as session:
        publish(session, tmp_path / "first", ONE, by=replace(BY, at=BEFORE))
        strange = {"title": 'No: "1.10" – Größe # 1', "summary": "It's a \\ test: {yes}.", "change": "1:30"}
        approve(session, begin_draft(session, OURS + "\n---\n\nThe end.", **strange), "1.1")
    assert export() == []
    root = read(tmp_path / "out")
    (name,) = (one.path for one in root.documents)
    assert name == "methodology/RSK-STD-01-risk-management.md"
    with database.reading() as session:
        assert publishing.planned(session, root, BY).is_empty
        assert held(session)[0].agreed_hash == held(session)[1].content_hash
        actions = session.scalars(select(JournalRow.action).where(JournalRow.action == "document exported")).all()
        assert actions == ["document exported"]
        assert [row.step for row in plan(session, tmp_path / "next", file("1.2")).rows] == ["Publish"]


def test_an_export_of_what_files_brought_writes_nothing_into_the_register(database: Database, export: Export, tmp_path: Path) -> None:
    with database.writing() as session:
        publish(session, tmp_path / "first", ONE)
    with database.reading() as session:
        before = session.scalar(select(func.count(JournalRow.id)))
    export()
    with database.reading() as session:
        assert session.scalar(select(func.count(JournalRow.id))) == before


def test_a_withdrawn_document_is_given_back_as_withdrawn_and_a_waiting_one_not_at_all(
    database: Database, export: Export, tmp_path: Path
) -> None:
    with database.writing() as session:
        publish(session, tmp_path / "first", ONE, document("PLM-GDE-01", "Estimating"), by=replace(BY, at=BEFORE))
    with database.writing() as session:
        publish(session, tmp_path / "gone", document("RSK-STD-01", "Risk management", withdrawn=GONE))
        publish(session, tmp_path / "waits", document("PLM-GDE-02", "Scheduling"), by=replace(BY, files_take_effect="never"))
    export()
    root = read(tmp_path / "out")
    assert [(one.meta.code, one.meta.withdrawn and one.meta.withdrawn.reason) for one in root.documents] == [
        ("PLM-GDE-01", None),
        ("RSK-STD-01", 'Replaced: "by the guide".'),
    ]
    with database.reading() as session:
        assert publishing.planned(session, root, BY).is_empty


def test_earlier_versions_come_only_when_asked_for_and_are_unchanged_too(database: Database, export: Export, tmp_path: Path) -> None:
    with database.writing() as session:
        publish(session, tmp_path / "first", ONE, by=replace(BY, at=BEFORE))
    with database.writing() as session:
        publish(session, tmp_path / "second", file("1.1"))
    export()
    assert len(read(tmp_path / "out").documents) == 1
    export(history=True)
    root = read(tmp_path / "out")
    assert [(str(one.meta.version), one.is_history) for one in root.documents] == [("1.1", False), ("1.0", True)]
    with database.reading() as session:
        assert publishing.planned(session, root, BY).is_empty


def test_a_version_whose_picture_changed_under_its_path_is_left_out_and_said(
    database: Database, config: Config, export: Export, tmp_path: Path
) -> None:
    store = FileStore(config.home / "uploads")
    for number, version in enumerate(("1.0", "1.1")):
        with database.writing() as session:
            body = "# Purpose\n\n![The way of a risk](../images/flow.png)\n"
            root = write_root(tmp_path / str(number), document("RSK-STD-01", "Risks", body=body, version=version))
            (root / "images").mkdir()
            (root / "images" / "flow.png").write_bytes(b"\x89PNG\r\n\x1a\n" + version.encode())
            source, by = read(root), replace(BY, at=BEFORE if number == 0 else NOON, keep_image=store.keep)
            publishing.publish(session, source, publishing.planned(session, source, by), by)
    assert export(history=True) == ["RSK-STD-01 1.0: left out, its picture images/flow.png has changed since"]
    assert (tmp_path / "out" / "images" / "flow.png").read_bytes().endswith(b"1.1")
    with database.reading() as session:
        assert publishing.planned(session, read(tmp_path / "out"), BY).is_empty


def test_a_second_export_writes_what_changed_and_removes_what_left(tmp_path: Path) -> None:
    folder = ExportFolder(tmp_path / "out")
    assert folder.write({"methodology/a.md": b"1", "images/b.png": b"2"}).number == 2
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = ExportFolder(tmp_path / "out").write({"methodology/a.md": b"3"})
    assert (done.written, done.removed) == (("methodology/a.md",), ("images/b.png",))
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [LIST, "methodology", "mine.txt"]


@pytest.mark.parametrize("there", ["note.txt", ".git", LIST])
def test_a_folder_that_holds_anything_else_is_refused_and_left_as_it_is(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text('{"files": 7}')
    with pytest.raises(NotAnExport, match="holds no earlier export"):
        ExportFolder(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_a_file_changed_by_hand_or_led_elsewhere_is_never_overwritten(tmp_path: Path) -> None:
    root, other = tmp_path / "out", tmp_path / "other"
    ExportFolder(root).write({"methodology/a.md": b"1", "images/b.png": b"2"})
    (root / "methodology" / "a.md").write_text("by hand")
    with pytest.raises(ChangedByHand, match=re.escape("methodology/a.md")):
        ExportFolder(root).write({"images/b.png": b"4"})
    assert (root / "images" / "b.png").read_bytes() == b"2"
    (root / "methodology" / "a.md").write_bytes(b"1")
    (root / "images").rename(other)
    (root / "images").symlink_to(other, target_is_directory=True)
    with pytest.raises(ChangedByHand, match=re.escape("images/b.png")):
        ExportFolder(root).write({"images/b.png": b"4"})
    assert (other / "b.png").read_bytes() == b"2"


def test_a_list_that_names_files_outside_its_folder_removes_none_of_them(tmp_path: Path) -> None:
    root, victim = tmp_path / "out", tmp_path / "victim.md"
    victim.write_text("1")
    root.mkdir()
    digest = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    (root / LIST).write_text(json.dumps({"files": {"../victim.md": [digest], str(victim): [digest]}}))
    assert ExportFolder(root).write({"a.md": b"2"}).removed == ()
    assert victim.exists()


def test_the_command_exports_says_what_it_wrote_and_publishing_that_is_unchanged(config: Config, tmp_path: Path) -> None:
    env, out = environment(config), tmp_path / "out"
    root = write_root(tmp_path / "first", ONE, document("PLM-GDE-01", "Estimating"))
    assert portal("content", "publish", "--root", str(root), env=env).returncode == 0
    first = portal("content", "export", str(out), env=env)
    assert (first.returncode, "4 files: 4 written, 0 removed" in first.stdout) == (0, True), first.stderr
    assert "methodology/RSK-STD-01-risk-management.md" in first.stdout
    assert portal("content", "check", "--root", str(out), env=env).returncode == 0
    again = portal("content", "publish", "--root", str(out), env=env)
    assert (again.returncode, again.stdout) == (0, "Unchanged 2\nNothing to do: everything is unchanged.\n")
    refused = portal("content", "export", str(root), env=env)
    assert (refused.returncode, "holds no earlier export" in refused.stderr) == (1, True)


def test_the_command_fails_where_a_picture_is_missing_and_says_which(config: Config, tmp_path: Path) -> None:
    env, out = environment(config), tmp_path / "out"
    body = "# Purpose\n\n![The way of a risk](../images/flow.png)\n"
    root = write_root(tmp_path / "first", document("RSK-STD-01", "Risks", body=body))
    (root / "images").mkdir()
    (root / "images" / "flow.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert portal("content", "publish", "--root", str(root), env=env).returncode == 0
    shutil.rmtree(config.home / "uploads")
    done = portal("content", "export", str(out), env=env)
    assert done.returncode == 1
    assert "RSK-STD-01 1.0: the picture images/flow.png is missing" in done.stderr
    assert "it does not say what was approved" in done.stderr


def test_a_text_drafted_reviewed_and_approved_in_the_portal_is_given_back_and_unchanged(
    database: Database, shelf: None, cast: dict[str, int], export: Export, tmp_path: Path
) -> None:
    at = SHELF_NOON + timedelta(hours=1)
    with database.writing() as session:
        hold(session, "Head of PMO", cast["paul"])
        waits = submitted(session, "RSK-STD-01", cast["vera"], title="Risk: management", transition="No: yes #1.")
        approving.approve(session, waits.id, content_hash=waits.content_hash, by=decider(cast["paul"]))
    assert export(at=at, history=True) == []
    root = read(tmp_path / "out")
    assert ("RSK-STD-01", "1.1", "Risk: management") in [(one.meta.code, str(one.meta.version), one.meta.title) for one in root.documents]
    with database.reading() as session:
        rows = publishing.planned(session, root, replace(BY, at=at)).rows
        assert {(row.step, row.meets) for row in rows} == {(Step.UNCHANGED, False)}
