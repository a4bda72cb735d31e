"""What changed in a quarter: each version that took effect, for whom it is, in which area, against which version."""

import csv
import io
from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy import delete, select

from portal.config import Config
from portal.db import Database
from portal.library.models import Document, Revision, RevisionPractice
from tests.counting import counted
from tests.reports.publications import NOW, Enter, publish_method
from tests.roots import document, publish_root, write_root


@pytest.fixture(autouse=True)
def may() -> Iterator[time_machine.Traveller]:
    """It is 20 May 2026."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def method(database: Database, config: Config, cast: dict[str, int]) -> None:
    """The method with its past is published."""
    with database.writing() as session:
        publish_method(session, config)


def words(as_person: Enter, name: str, address: str = "/changes") -> str:
    """The text of a page, in one line."""
    answer = as_person(name).get(address)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_this_quarter_shows_what_took_effect_with_note_rule_readers_and_differences(as_person: Enter, method: None) -> None:
    text = words(as_person, "gina")
    assert "Quarter 2, 2026, 1 Apr 2026 to 30 Jun 2026. 2 versions took effect." in text
    assert text.index("Risks and problems</h2>") < text.index("R1: weekly, not each fortnight.") < text.index("A clearer example.")
    assert "Running projects: From the next gate on." in text
    assert "Must be read by: Team member, Rail." in text
    assert 'href="/library/rsk-std-01/differences?from=1.0&amp;to=2.0"' in text
    assert 'href="/library/rsk-std-01/differences?from=2.0&amp;to=2.1"' in text
    assert 'href="/library/rsk-std-01/versions/2.0"><strong>Risk management' in text
    assert 'href="/library/rsk-std-01"><strong>Risk management' in text
    assert "To come" not in text


def test_the_quarter_before_shows_first_versions_by_area_and_then_those_without_one(
    as_person: Enter, database: Database, method: None
) -> None:
    with database.writing() as session:
        policy = select(Revision.id).join(Document, Document.id == Revision.document_id).where(Document.code == "MET-POL-01")
        session.execute(delete(RevisionPractice).where(RevisionPractice.revision_id.in_(policy)))
    text = words(as_person, "gina", "/changes?quarter=2026-Q1")
    order = ["Risks and problems</h2>", "RSK-STD-01", "Planning and monitoring</h2>", "PLM-STD-01", "Without a practice</h2>", "MET-POL-01"]
    assert [text.index(one) for one in order] == sorted(text.index(one) for one in order)
    assert "What risk management asks." in text
    assert "Differences to version" not in text
    assert text.count("PLM-STD-01") == 1, "a document stands in the area of its first practice"


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("anna", {"Points failure"}), ("boris", {"Points failure"}), ("vera", {"Points failure", "Bidding limits"}),
        ("paul", {"Points failure", "Bidding limits"}), ("otto", {"Points failure", "Bidding limits"}), ("rita", set()), ("adam", set()),
        ("gina", set()),
    ],
)  # fmt: skip
def test_each_sees_what_they_may_read_on_the_page_and_in_the_file(as_person: Enter, method: None, name: str, seen: set[str]) -> None:
    for address in ("/changes?quarter=2026-Q1", "/changes.csv?quarter=2026-Q1"):
        text = words(as_person, name, address)
        assert {title for title in ("Points failure", "Bidding limits") if title in text} == seen
        assert "Risk management" in text


def test_a_document_withdrawn_in_the_quarter_is_said_to_be_gone_to_those_who_knew_it(as_person: Enter, method: None) -> None:
    text = words(as_person, "anna")
    gone = text[text.index("Withdrawn</h2>") :]
    assert "RSK-GDE-01" in gone
    assert "6 May 2026" in gone
    assert "Nobody did it." in gone
    assert "In its place: RSK-STD-01." in gone
    assert "Withdrawn</h2>" not in words(as_person, "gina")


def test_one_leafs_back_without_end_and_forward_to_this_quarter(as_person: Enter, method: None) -> None:
    now, before = words(as_person, "gina"), words(as_person, "gina", "/changes?quarter=2026-q1")
    assert 'rel="prev" href="/changes?quarter=2026-Q1"' in now
    assert 'rel="next"' not in now
    assert 'rel="next" href="/changes?quarter=2026-Q2"' in before
    assert "Nothing changed" in words(as_person, "gina", "/changes?quarter=1990-Q4")


def test_an_empty_portal_says_so_in_words(as_person: Enter) -> None:
    text = words(as_person, "gina")
    assert "No version that you may read has taken effect in this quarter so far, and none was withdrawn." in text
    assert "Export CSV" not in text


@pytest.mark.parametrize("quarter", ["2026-Q3", "2026-Q5", "soon", "2026", "0000-Q1"])
def test_a_quarter_that_has_not_begun_or_is_none_is_not_found(as_person: Enter, quarter: str) -> None:
    browser = as_person("gina")
    assert browser.get("/changes", query_string={"quarter": quarter}).status_code == 404
    assert browser.get("/changes.csv", query_string={"quarter": quarter}).status_code == 404


def test_a_quarter_begins_at_midnight_where_the_organisation_is(as_person: Enter, database: Database, config: Config) -> None:
    with database.writing() as session:
        root = write_root(config.home / "root", document("RSK-STD-01", "Risk management", effective="2026-04-01"))
        publish_root(session, config, root, at=NOW)
    assert "1 version took effect." in words(as_person, "gina", "/changes?quarter=2026-Q2")
    assert "Nothing changed" in words(as_person, "gina", "/changes?quarter=2026-Q1")


def test_the_file_holds_the_same_versions(as_person: Enter, method: None) -> None:
    answer = as_person("gina").get("/changes.csv?quarter=2026-Q2")
    assert answer.mimetype == "text/csv"
    assert "changes-2026-Q2.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[0] == ["Area", "Document", "Title", "Kind", "Version", "Effective", "Change", "Transition", "Must be read by"]
    assert [row[1:6] for row in rows[1:]] == [
        ["RSK-STD-01", "Risk management", "Standard", "2.0", "2026-04-07"],
        ["RSK-STD-01", "Risk management", "Standard", "2.1", "2026-05-04"],
    ]


def test_the_page_costs_two_queries_however_much_changed(as_person: Enter, database: Database, config: Config, method: None) -> None:
    browser = as_person("vera")
    more = [document(f"PLM-GDE-{n}", f"Guide {n}", effective="2026-04-09") for n in range(10, 40)]
    for documents in ((), more):
        with database.writing() as session:
            publish_root(session, config, write_root(config.home / f"more-{len(documents)}", *documents), at=NOW)
        with counted(database) as sent:
            browser.get("/changes")
            assert len(sent) == 3
