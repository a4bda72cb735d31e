"""Exempting a person from a reading: who may, for whom, and what the person sees."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.config import Config
from portal.db import Database
from portal.library.models import Exemption
from tests.cast import token
from tests.library.shelf import NOON, shelve

Enter = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """All of this happens on one Monday."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, cast: dict[str, int], tmp_path: Path) -> None:
    """Everything of the shelf is published."""
    with database.writing() as session:
        shelve(session, config, tmp_path)


def send(browser: FlaskClient, address: str, **fields: Any) -> Any:
    return browser.post(address, data={**token(browser.get("/my-readings")), **fields})


def test_a_manager_exempts_somebody_of_the_team_and_the_person_reads_why(as_person: Enter, cast: dict[str, int]) -> None:
    boris, address = as_person("boris"), f"/readings/rsk-std-01/exempt/{cast['anna']}"
    assert "At the latest 1 Mar 2027." in boris.get(address).get_data(as_text=True)
    answer = send(boris, address, reason="On another site.", last_day="2026-05-31")
    assert (answer.status_code, answer.location) == (303, "/readings/rsk-std-01")
    board = boris.get(answer.location).get_data(as_text=True)
    assert "Anna need not read RSK-STD-01 until 31 May 2026, and sees your reason." in board
    assert "again from 1 Jun 2026" in board
    mine = as_person("anna").get("/my-readings").get_data(as_text=True)
    assert "On another site." in mine
    assert "Given by Boris on 2 Mar 2026." in mine


def test_an_exemption_is_changed_and_ended(as_person: Enter, database: Database, cast: dict[str, int]) -> None:
    vera, address = as_person("vera"), f"/readings/rsk-std-01/exempt/{cast['anna']}"
    send(vera, address, reason="On another site.", last_day="2026-05-31")
    assert 'value="2026-05-31"' in vera.get(address).get_data(as_text=True)
    assert "End the exemption today" in vera.get(address).get_data(as_text=True)
    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        vera = as_person("vera")
        assert send(vera, f"{address}/end").status_code == 303
        assert send(vera, f"{address}/end").status_code == 404
        assert "due 23 Mar 2026" in as_person("anna").get("/my-readings").get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(Exemption)).one().until == date(2026, 3, 9)


@pytest.mark.parametrize(("name", "whom", "status"), [
    ("boris", "anna", 200), ("vera", "anna", 200), ("boris", "vera", 404), ("boris", "boris", 404), ("boris", "gina", 404),
    ("otto", "anna", 403), ("anna", "anna", 403), ("paul", "anna", 403), ("adam", "anna", 403),
])  # fmt: skip
def test_who_may_exempt_whom(as_person: Enter, cast: dict[str, int], name: str, whom: str, status: int) -> None:
    browser, address = as_person(name), f"/readings/met-pol-01/exempt/{cast[whom]}"
    assert browser.get(address).status_code == status
    assert send(browser, address, reason="Why not.", last_day="2026-05-31").status_code == (303 if status == 200 else status)


@pytest.mark.parametrize(("fields", "said"), [
    ({"reason": "", "last_day": "2026-05-31"}, "Say why; the person reads it too."),
    ({"reason": "On another site.", "last_day": ""}, "Choose the last day; an exemption has an end."),
    ({"reason": "On another site.", "last_day": "2027-03-02"}, "at most 12 months"),
    ({"reason": "On another site.", "last_day": "2026-03-01"}, "at most 12 months"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    as_person: Enter, database: Database, cast: dict[str, int], fields: dict[str, str], said: str
) -> None:
    answer = send(as_person("boris"), f"/readings/rsk-std-01/exempt/{cast['anna']}", **fields)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in text
    assert all(value in text for value in fields.values())
    with database.reading() as session:
        assert session.scalars(select(Exemption)).first() is None
