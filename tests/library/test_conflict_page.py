"""The page on which a file's draft is compared with the portal's text and settled."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.content.source import read
from portal.db import Database
from portal.library.models import Draft, DraftCopy, DraftPicture, Writer
from portal.library.service import file_drafts, publishing
from portal.library.three_way import rows
from tests.cast import token
from tests.library.two_doors import BEFORE, BY, NOON, ONE, OURS, THEIRS, begin_draft, file, publish
from tests.roots import BODY, write_root

Enter = Callable[[str], FlaskClient]


@pytest.fixture
def draft_id(database: Database, cast: dict[str, int], tmp_path: Path) -> int:
    """The draft of a file that boris brought, with a picture, while somebody changed the text in the portal."""
    with database.writing() as session:
        publish(session, tmp_path / "first", ONE, by=replace(BY, at=BEFORE))
    root = write_root(tmp_path / "next", file("1.1", THEIRS + "\n![The way](images/flow.png)\n", owner="Head of PMO", title="Risks"))
    (root / "images").mkdir()
    (root / "images" / "flow.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    source, by = read(root), replace(BY, actor_id=cast["boris"])
    with database.writing() as session:
        begin_draft(session, f"\n{OURS}")
        return file_drafts.keep(session, source, publishing.planned(session, source, by), by)[0].draft_id


@pytest.fixture(autouse=True)
def noon() -> object:
    """All of this happens on one day."""
    with time_machine.travel(NOON, tick=False):
        yield


def address(draft_id: int) -> str:
    """Where the page stands."""
    return f"/drafts/{draft_id}/three-way"


def send(browser: FlaskClient, draft_id: int, **typed: object) -> tuple[int, str]:
    """Send the form as it is shown, but for what is typed; status and text of the answer."""
    shown = browser.get(address(draft_id))
    html = shown.get_data(as_text=True)
    hidden = {name: html.split(f'name="{name}"', 1)[1].split('value="', 1)[1].split('"', 1)[0] for name in ("seq", "based_on")}
    fields = {**token(shown), **hidden, "base_text": "", "text": "Both.", **typed}
    answer = browser.post(address(draft_id), data=fields, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def test_three_texts_stand_side_by_side_and_the_merged_one_is_proposed(as_person: Enter, draft_id: int) -> None:
    shown = as_person("vera").get(address(draft_id)).get_data(as_text=True)
    assert "changed in the portal" in shown
    assert "changed in the file" in shown
    assert "<del>fortnight</del><ins>week</ins>" in shown
    assert "<del>counts as unmanaged</del><ins>is closed</ins>" in shown
    proposed = shown.split("<textarea", 1)[1].split("</textarea>", 1)[0]
    assert "each week" in proposed
    assert "is closed" in proposed
    assert "&lt;&lt;&lt;" not in proposed


@pytest.mark.parametrize(
    ("name", "status", "settles"),
    [("vera", 200, True), ("paul", 200, False), ("otto", 200, False), ("anna", 403, False), ("adam", 403, False)],
)
def test_who_sees_drafts_sees_the_three_texts_and_authors_settle_them(
    as_person: Enter, draft_id: int, name: str, status: int, settles: bool
) -> None:
    browser = as_person(name)
    shown = browser.get(address(draft_id))
    assert shown.status_code == status
    assert ("Keep ours" in shown.get_data(as_text=True)) is settles
    away = browser.post(f"{address(draft_id)}/put-away", data={**token(browser.get("/")), "seq": "1"})
    assert (away.status_code == 303) is settles


def test_the_merged_text_becomes_the_portals_draft_with_the_files_pictures_writers_and_chosen_fields(
    as_person: Enter, database: Database, cast: dict[str, int], draft_id: int
) -> None:
    status, shown = send(as_person("vera"), draft_id, text="Both in one.", **{"take-title": "file", "take-owner": "portal"})
    assert (status, "The merged text is in the draft" in shown) == (200, True)
    with database.reading() as session:
        ours = session.scalars(select(Draft).where(Draft.origin == "browser")).one()
        assert (ours.text, ours.front["title"], ours.front["owner"]) == ("Both in one.", "Risks", "Risk lead")
        assert session.scalars(select(DraftPicture.path).where(DraftPicture.draft_id == ours.id)).all() == ["images/flow.png"]
        assert {cast["vera"], cast["boris"]} <= {*session.scalars(select(Writer.person_id).where(Writer.draft_id == ours.id))}
        assert session.get_one(Draft, draft_id).state == "closed"


def test_a_draft_is_begun_for_the_merged_text_where_there_is_none(as_person: Enter, database: Database, draft_id: int) -> None:
    with database.writing() as session:
        session.scalars(select(Draft).where(Draft.origin == "browser")).one().state = "closed"
    assert send(as_person("vera"), draft_id)[0] == 200
    with database.reading() as session:
        ours = session.scalars(select(Draft).where(Draft.origin == "browser", Draft.state == "open")).one()
        assert (ours.text, ours.seq, ours.front.get("change")) == ("Both.", 2, None)


def test_a_draft_saved_meanwhile_is_not_overwritten_and_the_file_waits_on(as_person: Enter, database: Database, draft_id: int) -> None:
    status, shown = send(as_person("vera"), draft_id, based_on="0", text="Merged too late.")
    assert (status, "was saved once more meanwhile" in shown) == (200, True)
    with database.reading() as session:
        assert session.scalars(select(Draft.text).where(Draft.origin == "browser")).one() == f"\n{OURS}"
        assert session.scalars(select(DraftCopy.text)).one() == "Merged too late."
        assert session.get_one(Draft, draft_id).state == "open"


def test_a_newer_file_since_the_page_was_opened_is_not_lost(as_person: Enter, database: Database, draft_id: int) -> None:
    status, shown = send(as_person("vera"), draft_id, seq="7")
    assert (status, "This draft changed meanwhile" in shown) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Draft.text).where(Draft.origin == "browser")).one() == f"\n{OURS}"


@pytest.mark.parametrize("keep", ["ours", ""])
def test_keeping_ours_settles_the_file_and_putting_it_away_does_not(
    as_person: Enter, database: Database, draft_id: int, tmp_path: Path, keep: str
) -> None:
    browser = as_person("vera")
    sent = {**token(browser.get(address(draft_id))), "seq": "1", "keep": keep}
    assert browser.post(f"{address(draft_id)}/put-away", data=sent).status_code == 303
    with database.reading() as session:
        source = read(tmp_path / "next")
        assert [row.step == "Unchanged" for row in publishing.planned(session, source, BY).rows] == [keep == "ours"]


def test_a_draft_of_the_browser_has_no_such_page(as_person: Enter, database: Database, draft_id: int) -> None:
    with database.reading() as session:
        ours = session.scalars(select(Draft.id).where(Draft.origin == "browser")).one()
    assert as_person("vera").get(address(ours)).status_code == 404


def test_places_are_told_apart_by_who_changed_them() -> None:
    base, ours, theirs = "a b\n\nc\n\nd\n\ne", "a x\n\nc\n\nd d\n\ne\n\nnew", "a b\n\nc\n\nd e\n\ne\n\nnew"
    assert [row.kind for row in rows(base, ours, theirs)] == ["ours", "same", "both", "same", "alike"]
    assert [row.kind for row in rows(BODY, BODY, BODY)] == ["same"]
    assert [row.kind for row in rows("", "a", "b")] == ["both"]
