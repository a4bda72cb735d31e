"""Files of documents: who gets which, what they say, and that each is made once from what it depends on."""

import hashlib
import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
import time_machine
from flask.testing import FlaskClient

from portal.config import Config
from portal.db import Database
from portal.library import files
from portal.library.queries.files import controlled
from portal.people import service as people_service
from tests.library.shelf import EARLY, NEW, NOON, revision_id, shelve, standard
from tests.roots import document

Enter = Callable[[str], FlaskClient]
FORM = """# Register

Write one line a risk. See [[RSK-STD-01#r1]] and [[RSK-STD-03]].

| Risk | Probability in % |
|---|---|
| Late relays | 40 |
"""
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" width="90" height="30"><title>Flow</title><path d="M5 15h80"/></svg>'
)
PDF = "/library/rsk-std-01/versions/1.0/pdf"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """All of this happens on one Monday."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> None:
    """Everything of the shelf is published, and a template that comes as workbook and Word file."""
    with database.writing() as session:
        shelve(session, config, tmp_path)
        shelve(session, config, tmp_path, document("TPL-12", "Risk register", body=FORM, formats=["xlsx", "docx"]), at=NOON - timedelta(2))


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def kept(config: Config) -> list[Path]:
    return [path for path in (config.home / "made").rglob("*") if path.is_file()]


def test_the_pdf_carries_code_version_and_control_block(as_person: Enter) -> None:
    answer = as_person("anna").get(PDF)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="RSK-STD-01-risk-management-v1.0.pdf"')
    assert answer.headers["Content-Type"] == "application/pdf"
    said = words(answer.get_data())
    for part in (
        "RSK-STD-01",
        "Risk management",
        "Effective",
        "5 January 2026",
        "Risk lead (unheld)",
        "RSK.1 Risk identification",
        "Nobody is surprised",
    ):
        assert part in said, part
    assert "Superseded" not in said


def test_a_superseded_version_says_so_and_by_what(as_person: Enter, database: Database, config: Config, tmp_path: Path) -> None:
    anna = as_person("anna")
    before = anna.get(PDF)
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("2.0", "2026-02-02", **NEW), at=NOON)
    after = anna.get(PDF)
    assert after.headers["ETag"] != before.headers["ETag"]
    assert "Superseded by version 2.0 on 2 March 2026." in words(after.get_data())
    assert "Effective" in words(anna.get("/library/rsk-std-01/versions/2.0/pdf").get_data())


@pytest.mark.parametrize(("name", "code", "version", "status"), [
    ("anna", "rsk-std-01", "1.0", 200), ("anna", "rsk-std-03", "1.0", 404), ("vera", "rsk-std-03", "1.0", 200),
    ("anna", "rsk-std-01", "3.0", 404), ("anna", "rsk-std-77", "1.0", 404),
])  # fmt: skip
def test_a_file_is_had_by_those_who_may_read_the_text(as_person: Enter, name: str, code: str, version: str, status: int) -> None:
    assert as_person(name).get(f"/library/{code}/versions/{version}/pdf").status_code == status


def test_what_is_scheduled_is_had_by_those_who_control_texts(as_person: Enter, database: Database, config: Config, tmp_path: Path) -> None:
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("2.0", "2026-04-01", **NEW), at=NOON)
    address = "/library/rsk-std-01/versions/2.0/pdf"
    assert as_person("anna").get(address).status_code == 404
    assert "Not effective before 1 April 2026." in words(as_person("paul").get(address).get_data())


def test_a_template_comes_in_the_formats_it_lists(as_person: Enter) -> None:
    anna, address = as_person("anna"), "/library/tpl-12/versions/1.0/files"
    book = openpyxl.load_workbook(io.BytesIO(anna.get(f"{address}/xlsx").get_data()))
    assert any("Late relays" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "TPL-12" in str([[cell.value for cell in row] for row in book.worksheets[0].iter_rows(max_row=12)])
    written = docx.Document(io.BytesIO(anna.get(f"{address}/docx").get_data()))
    assert any("Write one line a risk." in paragraph.text for paragraph in written.paragraphs)
    assert "TPL-12-risk-register-v1.0.docx" in anna.get(f"{address}/docx").headers["Content-Disposition"]
    empty = openpyxl.load_workbook(io.BytesIO(anna.get(f"{address}/xlsx?guidance=0").get_data()))
    assert not any("Late relays" in str(cell.value) for sheet in empty for row in sheet.iter_rows() for cell in row)
    for wrong in (f"{address}/csv", f"{address}/pdf", "/library/rsk-std-01/versions/1.0/files/docx"):
        assert anna.get(wrong).status_code == 404, wrong


def test_a_link_names_the_title_only_of_what_everyone_may_read(as_person: Enter) -> None:
    for name in ("anna", "vera"):
        said = words(as_person(name).get("/library/tpl-12/versions/1.0/pdf").get_data())
        assert "RSK-STD-01 Risk management" in said
        assert "RSK-STD-03" in said
        assert "Bidding limits" not in said


@pytest.mark.parametrize("written", ["../images/flow.svg", "images/flow.svg"])
def test_pictures_are_set_and_one_that_is_gone_is_said(
    as_person: Enter, database: Database, config: Config, tmp_path: Path, written: str
) -> None:
    folder = tmp_path / f"root-{NOON:%y%m%d%H%M}" / "images"
    folder.mkdir(parents=True)
    (folder / "flow.svg").write_bytes(PICTURE)
    with database.writing() as session:
        drawn = document("RSK-PRC-01", "Escalation", body=f"# Steps\n\n![Three steps in a row]({written})\n")
        shelve(session, config, tmp_path, drawn, at=NOON)
    anna, address = as_person("anna"), "/library/rsk-prc-01/versions/1.0/pdf"
    assert "Picture left out" not in words(anna.get(address).get_data())
    key = hashlib.sha256(PICTURE).hexdigest()
    (config.home / "uploads" / key[:2] / key).unlink()
    assert "Picture left out: Three steps in a row" in words(anna.get(address).get_data())


def test_a_browser_that_holds_the_file_gets_304_and_the_file_is_made_once(as_person: Enter, config: Config) -> None:
    anna = as_person("anna")
    first = anna.get(PDF)
    (path,) = kept(config)
    path.write_bytes(b"kept")
    assert as_person("vera").get(PDF).get_data() == b"kept"
    again = anna.get(PDF, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")


def test_the_key_covers_all_that_a_file_depends_on(database: Database, config: Config, cast: dict[str, int]) -> None:
    def key(ending: str = "pdf", settings: Config = config, **more: bool) -> str:
        with database.reading() as session:
            control = controlled(session, revision_id(session, "TPL-12"), NOON, zone="UTC")
            return files.order(session, settings, control, ending, NOON, **more).key

    first = key()
    assert key() == first
    assert key(guidance=False) == first
    others = {key("docx"), key("docx", guidance=False), key(settings=replace(config, public_url="https://portal.example.org")), first}
    with database.writing() as session:
        post = people_service.ensure_posts(session, ["Risk lead"])["Risk lead"]
        people_service.assign_post(session, post, cast["gina"], since=date(2026, 1, 5), actor_id=None, at=EARLY)
    others.add(key())
    assert len(others) == 5


def test_many_who_ask_at_once_all_get_the_file(database: Database, config: Config) -> None:
    def ask(_: int) -> bytes:
        with database.reading() as session:
            control = controlled(session, revision_id(session, "RSK-STD-01"), NOON, zone="UTC")
            return files.made(config, files.order(session, config, control, "pdf", NOON)).content

    with ThreadPoolExecutor(6) as pool:
        contents = set(pool.map(ask, range(12)))
    assert len(contents) == 1
    assert [path.read_bytes() for path in kept(config)] == list(contents)


def test_the_chore_makes_what_is_missing_once(database: Database, config: Config, tmp_path: Path) -> None:
    press = files.Press()
    assert press.make_missing(database, config) == 8
    assert press.make_missing(database, config) == 0
    assert files.Press().make_missing(database, config) == 0
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("1.1", "2026-03-01"), at=NOON)
    assert press.make_missing(database, config) == 1
