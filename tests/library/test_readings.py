"""The boards of required reading: who sees which figures and which names, on the page and in files."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import time_machine
from flask.testing import FlaskClient

from portal.config import Config
from portal.db import Database
from portal.library.service import reading
from portal.people import queries as people
from tests.cast import email
from tests.counting import counted
from tests.library.shelf import NOON, newcomer, shelve
from tests.roots import document

Enter = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """All of this happens on one Monday."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> None:
    """Everything of the shelf is published; anna has read the standard; five newcomers in rail must read it too."""
    with database.writing() as session:
        shelve(session, config, tmp_path)
        anna = people.named(session, email("anna"), NOON, zone="UTC", language="en")
        assert anna is not None
        reading.acknowledge(session, anna, "RSK-STD-01", 1, 0, at=NOON)
        for number in range(1, 6):
            newcomer(session, f"nils-{number}", at=NOON, team_id=1)


def text(browser: FlaskClient, address: str) -> str:
    return browser.get(address).get_data(as_text=True)


def lines(browser: FlaskClient, address: str) -> list[list[str]]:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_a_manager_sees_own_team_and_below_by_document_team_and_person(as_person: Enter) -> None:
    boris = as_person("boris")
    assert [row[0] for row in lines(boris, "/readings.csv")] == ["Code", "MET-POL-01", "RSK-STD-01", "RSK-STD-02"]
    assert lines(boris, "/readings.csv")[2][4:] == ["6", "1", "5", "0", "0", "56", "0"]
    assert [row[:2] for row in lines(boris, "/readings.csv?by=team")] == [["Team", "Must read"], ["Rail", "17"], ["Signalling", "3"]]
    people_file = lines(boris, "/readings.csv?by=person")
    assert [row[0] for row in people_file[1:3]] == ["Anna", "Boris"]
    assert "Vera" not in text(boris, "/readings?by=person")
    assert "Signalling" in text(boris, "/readings?by=team")


def test_an_author_sees_everybody_on_the_page_and_no_names_in_files(as_person: Enter) -> None:
    vera = as_person("vera")
    shown = text(vera, "/readings?by=person")
    assert "Vera" in shown and "Anna" in shown  # noqa: PT018  one sentence
    assert "Export" not in shown
    assert vera.get("/readings.csv?by=person").status_code == 404
    assert ["PMO", "1", "0", "1", "1", "0", "", "0"] in lines(vera, "/readings.csv?by=team")
    assert "Anna" not in str(lines(vera, "/readings/rsk-std-01.csv"))
    assert "Anna" in text(vera, "/readings/rsk-std-01")


def test_an_auditor_counts_by_document_without_names_and_not_below_five(
    as_person: Enter, database: Database, config: Config, tmp_path: Path
) -> None:
    with database.writing() as session:
        shelve(session, config, tmp_path, document("PLM-STD-01", "Planning", must_read=["position:PMO"]), at=NOON)
    otto = as_person("otto")
    found = {row[0]: row[4:] for row in lines(otto, "/readings.csv")}
    assert found["RSK-STD-01"] == ["6", "1", "5", "0", "0", "56", "0"]
    assert found["PLM-STD-01"] == [*["fewer than five"] * 6, "0"]
    assert "Fewer than five people" in text(otto, "/readings")
    assert "figures are not shown" in text(otto, "/readings/plm-std-01")
    page = text(otto, "/readings/rsk-std-01")
    assert "1 of 6" in page
    assert "Anna" not in page
    for address in (
        "/readings?by=team",
        "/readings?by=person",
        "/readings.csv?by=person",
        "/readings?team=/rail/",
        "/readings/rsk-std-01.csv",
    ):
        assert otto.get(address).status_code == 404, address


@pytest.mark.parametrize(("name", "status"), [("anna", 403), ("gina", 403), ("paul", 403), ("rita", 403), ("adam", 403), ("boris", 200),
                                              ("vera", 200), ("otto", 200)])  # fmt: skip
def test_who_may_open_the_boards(as_person: Enter, name: str, status: int) -> None:
    browser = as_person(name)
    for address in ("/readings", "/readings.xlsx", "/readings/rsk-std-01"):
        assert browser.get(address).status_code == status, address


def test_the_readers_of_a_document_sort_filter_and_export(as_person: Enter) -> None:
    boris = as_person("boris")
    rows = lines(boris, "/readings/rsk-std-01.csv?sort=-name")
    assert rows[0] == ["Person", "Team", "Asked of", "State", "Owed from", "Due", "Read on", "Days to read"]
    assert [row[0] for row in rows[1:]] == ["Nils-5", "Nils-4", "Nils-3", "Nils-2", "Nils-1", "Anna"]
    assert rows[-1] == ["Anna", "Signalling", "Team member", "Read", "2026-01-05", "2026-01-19", "2026-03-02", "56"]
    assert rows[1][3:6] == ["To read", "2026-03-02", "2026-04-01"]
    assert [row[0] for row in lines(boris, "/readings/rsk-std-01.csv?state=done")[1:]] == ["Anna"]
    assert [row[0] for row in lines(boris, "/readings/rsk-std-01.csv?text=nils-4+rail")[1:]] == ["Nils-4"]
    book = openpyxl.load_workbook(io.BytesIO(boris.get("/readings/rsk-std-01.xlsx").get_data()))
    assert [cell.value for cell in book.active[1]] == rows[0]


def test_the_board_sorts_filters_and_pages(as_person: Enter, database: Database, config: Config, tmp_path: Path) -> None:
    more = [document(f"PLM-STD-{n:02}", f"Planning {n}", must_read=["position:LIM"]) for n in range(1, 31)]
    with database.writing() as session:
        shelve(session, config, tmp_path, *more, at=NOON)
    boris = as_person("boris")
    assert [row[0] for row in lines(boris, "/readings.csv?sort=-must")[1:4]] == ["MET-POL-01", "RSK-STD-02", "RSK-STD-01"]
    assert [row[0] for row in lines(boris, "/readings.csv?kind=policy")[1:]] == ["MET-POL-01"]
    assert [row[0] for row in lines(boris, "/readings.csv?text=planning+30")[1:]] == ["PLM-STD-30"]
    assert [row[0] for row in lines(boris, "/readings.csv?team=/rail/signalling/")[1:]] == ["MET-POL-01", "RSK-STD-01", "RSK-STD-02"]
    first, second = text(boris, "/readings"), text(boris, "/readings?page=2")
    assert "Page 1 of 2" in first
    assert ("RSK-STD-02" in first, "RSK-STD-02" in second) == (False, True)
    assert "Nothing fits" in text(boris, "/readings?text=nowhere")


@pytest.mark.parametrize("address", ["/readings", "/readings?by=person", "/readings/rsk-std-01"])
def test_the_boards_cost_the_same_for_two_rows_and_for_thirty(
    as_person: Enter, database: Database, config: Config, tmp_path: Path, address: str
) -> None:
    vera = as_person("vera")
    with counted(database) as few:
        vera.get(address)
        assert len(few) <= 4
    more = [document(f"PLM-STD-{n:02}", f"Planning {n}", must_read=["position:TEM"]) for n in range(1, 31)]
    with database.writing() as session:
        shelve(session, config, tmp_path, *more, at=NOON)
        for number in range(30):
            newcomer(session, f"more-{number}", at=NOON, team_id=1)
    with counted(database) as many:
        vera.get(address)
        assert len(many) == len(few)


def test_a_document_nobody_must_read_and_one_not_for_the_reader(as_person: Enter) -> None:
    boris = as_person("boris")
    assert "Nobody must read it" in text(boris, "/readings/rsk-gde-01")
    assert boris.get("/readings/rsk-std-03").status_code == 404
    assert boris.get("/readings/RSK-STD-01").status_code == 301


def test_the_overdue_list_names_who_is_late_with_what_the_longest_first(as_person: Enter) -> None:
    boris = as_person("boris")
    rows = lines(boris, "/readings/overdue.csv")
    assert rows[0] == ["Person", "Team", "Code", "Title", "Version", "Asked of", "Due", "Days overdue"]
    assert [(row[0], row[2], row[7]) for row in rows[1:]] == [
        ("Anna", "MET-POL-01", "42"),
        ("Boris", "MET-POL-01", "42"),
        ("Anna", "RSK-STD-02", "26"),
        ("Boris", "RSK-STD-02", "26"),
    ]
    assert [row[0] for row in lines(boris, "/readings/overdue.csv?text=reserves&sort=-name")[1:]] == ["Boris", "Anna"]
    assert "42 days overdue" in text(boris, "/readings/overdue")
    assert "Nothing fits" in text(boris, "/readings/overdue?text=nobody")
    assert 'href="/readings/overdue"' in text(boris, "/readings")


@pytest.mark.parametrize(("name", "page", "file"), [
    ("boris", 200, 200), ("vera", 200, 404), ("otto", 403, 403), ("anna", 403, 403), ("paul", 403, 403), ("gina", 403, 403),
    ("rita", 403, 403), ("adam", 403, 403),
])  # fmt: skip
def test_who_opens_the_overdue_list_and_whose_files_name_people(as_person: Enter, name: str, page: int, file: int) -> None:
    browser = as_person(name)
    assert browser.get("/readings/overdue").status_code == page
    assert browser.get("/readings/overdue.xlsx").status_code == file


def test_a_manager_finds_nobody_of_another_team_on_the_overdue_list(as_person: Enter) -> None:
    assert "Vera" not in text(as_person("boris"), "/readings/overdue")
    assert "Vera" in text(as_person("vera"), "/readings/overdue")
