"""The register of controlled documents: what it says of each, who sees which states, order, filters, files."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.config import Config
from portal.db import Database
from portal.library.models import Document, Revision
from portal.library.queries.register import SoughtDocuments, entries
from portal.library.states import state_of
from portal.people import queries as people
from portal.people import service as people_service
from tests.cast import email
from tests.counting import counted
from tests.library.shelf import EARLY, NEW, NOON, revision_id, shelve, standard
from tests.roots import document

Enter = Callable[[str], FlaskClient]
LEAVES = {"on": date(2026, 2, 1), "reason": "Nobody used it.", "successor": "none"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """All of this happens on one Monday."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> None:
    """The standard was 1.0, is 1.1 and will be 2.0; a guide has left; a template is in review; the policy is overdue; gina is Risk lead."""
    with database.writing() as session:
        shelve(session, config, tmp_path)
        shelve(
            session,
            config,
            tmp_path,
            standard("1.1", "2026-02-02"),
            document("PLM-GDE-01", "Old guide", withdrawn=LEAVES),
            at=NOON - timedelta(9),
        )
        shelve(session, config, tmp_path, standard("2.0", "2026-04-01", **NEW), document("TPL-01", "Charter"), at=NOON - timedelta(8))
        waiting = revision_id(session, "TPL-01")
        session.execute(update(Revision).where(Revision.id == waiting).values(effective_from=None, effective_until=None, state="in_review"))
        session.execute(
            update(Revision)
            .values(next_review=date(2026, 2, 20))
            .where(Revision.document_id == select(Document.id).where(Document.code == "MET-POL-01").scalar_subquery())
        )
        post = people_service.ensure_posts(session, ["Risk lead"])["Risk lead"]
        people_service.assign_post(session, post, cast["gina"], since=date(2026, 1, 5), actor_id=None, at=EARLY)


def lines(browser: FlaskClient, query: str = "") -> list[list[str]]:
    return list(csv.reader(io.StringIO(browser.get(f"/register.csv{query}").get_data().decode("utf-8-sig"))))


def rows(browser: FlaskClient, query: str = "") -> list[tuple[str, str, str]]:
    return [(line[0], line[3], line[4]) for line in lines(browser, query)[1:]]


def test_each_line_says_state_owner_holder_approver_and_dates(as_person: Enter) -> None:
    header, *found = lines(as_person("anna"))
    assert header == ["Code", "Kind", "Title", "Version", "State", "Owner", "Held by", "Approver", "Approver held by", "Approved", "Effective",
                      "Until", "Next review", "Days overdue", "Approved in"]  # fmt: skip
    by_code = {line[0]: line for line in found}
    assert by_code["MET-POL-01"] == ["MET-POL-01", "Policy", "Project management policy", "1.0", "Effective", "Risk lead", "Gina", "Head of PMO",
                                     "unheld", "2026-01-05", "2026-01-05", "", "2026-02-20", "10", "files"]  # fmt: skip
    assert by_code["RSK-STD-01"][10:12] == ["2026-02-21", "2026-04-01"]


def test_a_member_finds_what_is_or_was_effective_and_control_finds_every_state(as_person: Enter) -> None:
    everybody = [("MET-POL-01", "1.0", "Effective"), ("PLM-GDE-01", "1.0", "Withdrawn"), ("RSK-GDE-01", "1.0", "Effective"),
                 ("RSK-STD-01", "1.1", "Effective"), ("RSK-STD-02", "1.0", "Effective")]  # fmt: skip
    control = [("RSK-STD-01", "2.0", "Scheduled"), ("RSK-STD-03", "1.0", "Effective"), ("TPL-01", "1.0", "In review")]
    assert rows(as_person("anna")) == everybody
    assert rows(as_person("anna"), "?state=superseded") == [("RSK-STD-01", "1.0", "Superseded")]
    assert rows(as_person("anna"), "?state=in_review") == rows(as_person("anna"), "?state=scheduled") == []
    for name in ("vera", "paul", "otto"):
        assert rows(as_person(name)) == sorted([*everybody, *control])


def test_the_state_said_in_sql_is_the_state_of_the_law(database: Database) -> None:
    moments = [datetime(2026, month, 15, tzinfo=UTC) for month in range(1, 7)]
    with database.reading() as session:
        vera = people.named(session, email("vera"), NOON, zone="UTC", language="en")
        assert vera is not None
        stored = {
            (d, f"{r.major}.{r.minor}"): r
            for r, d in session.execute(select(Revision, Document.code).join(Document, Document.id == Revision.document_id))
        }
        for at in moments:
            for state in ("", "superseded"):
                for entry in entries(session, vera, SoughtDocuments(state=state), at, zone="UTC"):
                    row = stored[entry.code, entry.version]
                    assert entry.state is state_of(row.state, row.effective_from, row.effective_until, at)


def test_the_register_sorts_and_filters(as_person: Enter) -> None:
    vera = as_person("vera")
    assert rows(vera, "?sort=-code")[0][0] == "TPL-01"
    assert [row[0] for row in rows(vera, "?sort=kind")][:2] == ["MET-POL-01", "RSK-STD-01"]
    assert rows(vera, "?sort=review")[0][0] == "MET-POL-01"
    assert rows(vera, "?sort=-review")[-1][2] != "Effective"
    assert rows(vera, "?only=overdue") == [("MET-POL-01", "1.0", "Effective")]
    assert rows(vera, "?only=unheld") == []
    assert len(rows(vera, "?owner=risk-lead")) == 8
    assert rows(vera, "?text=risk+management&kind=standard&state=effective") == [("RSK-STD-01", "1.1", "Effective")]
    assert rows(vera, "?sort=nothing&state=nothing&only=nothing") == rows(vera)


def test_the_page_shows_the_lines_with_ways_on(as_person: Enter) -> None:
    vera = as_person("vera")
    page = vera.get("/register").get_data(as_text=True)
    assert "10 days overdue" in page
    assert 'href="/library/rsk-std-01/versions/2.0"' in page
    assert 'href="/register.xlsx?kind=policy"' in vera.get("/register?kind=policy").get_data(as_text=True)
    assert "Nothing fits" in vera.get("/register?text=nowhere").get_data(as_text=True)
    assert "In review" not in as_person("anna").get("/register").get_data(as_text=True)


def test_the_workbook_has_the_same_columns(as_person: Enter) -> None:
    anna = as_person("anna")
    book = openpyxl.load_workbook(io.BytesIO(anna.get("/register.xlsx").get_data()))
    header, first = [[cell.value for cell in row] for row in book.active.iter_rows(min_row=1, max_row=2)]
    assert header == lines(anna)[0]
    assert (first[0], first[12].date(), first[13]) == ("MET-POL-01", date(2026, 2, 20), 10)


def test_the_register_costs_the_same_for_few_rows_and_for_thirty_and_pages(
    as_person: Enter, database: Database, config: Config, tmp_path: Path
) -> None:
    anna = as_person("anna")
    with counted(database) as few:
        anna.get("/register")
        assert len(few) == 4
    with database.writing() as session:
        shelve(session, config, tmp_path, *(document(f"PLM-STD-{n:02}", f"Planning {n}") for n in range(1, 31)), at=NOON)
    with counted(database) as many:
        page = anna.get("/register").get_data(as_text=True)
        assert len(many) == len(few)
    assert "Page 1 of 2" in page
    assert "RSK-STD-02" in anna.get("/register?page=99").get_data(as_text=True)
