"""The pages of practices: all that serves them, as far as the reader may see it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.config import Config
from portal.db import Database
from tests.counting import counted
from tests.roots import document, publish_root, write_root

Enter = Callable[[str], FlaskClient]
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOCUMENTS = (
    document("RSK-STD-01", "Risk management", practices=["RSK.1", "RSK.2"], templates=["TPL-11"]),
    document("RSK-GDE-01", "Risk workshop", audience=["team:rail"]),
    document("RSK-POL-01", "Risk policy"),
    document("RSK-PRC-01", "Old habits", withdrawn={"on": "2026-02-02", "reason": "Nobody did it.", "successor": "RSK-STD-01"}),
    document("RSK-PRC-02", "Next year", effective="2090-01-01"),
    document("TPL-11", "Risk register", kind="template", formats=["xlsx", "csv"]),
)


@pytest.fixture
def method(database: Database, config: Config, tmp_path: Path, cast: dict[str, int]) -> None:
    """A small method, effective since January; one guide is for the team Rail, one procedure withdrawn, one to come."""
    with database.writing() as session:
        publish_root(session, config, write_root(tmp_path / "root", *DOCUMENTS), at=AT)


def test_practices_stand_by_area_with_what_serves_them(as_person: Enter, method: None) -> None:
    text = as_person("gina").get("/practices").text
    assert (
        text.index("Risks and problems</h2>") < text.index("Risk identification and scoring") < text.index("Planning and monitoring</h2>")
    )
    assert "Risks are written down and scored." in text
    identification = text[text.index("Risk identification and scoring") : text.index("Risk response and reserves")]
    assert "2 documents, 1 template" in identification
    assert "Nothing in the library serves it yet." in text[text.index("Scheduling") :]


def test_counts_are_of_what_the_reader_may_see(as_person: Enter, method: None) -> None:
    assert "3 documents, 1 template" in as_person("anna").get("/practices").text
    assert "3 documents, 1 template" in as_person("vera").get("/practices").text


def test_a_practice_shows_by_kind_what_serves_it_today(as_person: Enter, method: None) -> None:
    text = as_person("gina").get("/practices/rsk.1").text
    order = [
        text.index(words)
        for words in ("Policies</h2>", "Risk policy", "Standards</h2>", "Risk management", "Templates</h2>", "Risk register")
    ]
    assert order == sorted(order)
    for words in (
        "Risks are written down and scored.",
        "A dated register.",
        "Something uncertain",
        "/library/tpl-11/versions/1.0/files/xlsx",
        "owned by the Risk lead",
    ):
        assert words in text
    for words in ("Risk workshop", "Old habits", "Next year", "Work breakdown structure"):
        assert words not in text
    assert "Risk workshop" in as_person("boris").get("/practices/rsk.1").text


def test_a_practice_leads_to_its_neighbours(as_person: Enter, method: None) -> None:
    text = as_person("gina").get("/practices/rsk.2").text
    assert 'href="/practices/rsk.1"' in text
    assert 'rel="prev" href="/practices/rsk.1"' in text
    assert 'rel="next" href="/practices/plm.1"' in text


@pytest.mark.parametrize("code", ["RSK.1", "Rsk.1"])
def test_a_code_in_capitals_leads_to_the_address_in_small_letters(as_person: Enter, method: None, code: str) -> None:
    answer = as_person("gina").get(f"/practices/{code}?from=mail")
    assert (answer.status_code, answer.location) == (301, "/practices/rsk.1?from=mail")


@pytest.mark.parametrize("code", ["rsk.9", "rsk", "..", "rsk.1%00", "%F0%9F%A6%8A"])
def test_a_practice_that_does_not_exist_is_not_found(as_person: Enter, method: None, code: str) -> None:
    assert as_person("gina").get(f"/practices/{code}").status_code == 404


def test_an_empty_portal_says_where_practices_come_from(as_person: Enter) -> None:
    assert "No practices yet" in as_person("gina").get("/practices").text


@pytest.mark.parametrize("url", ["/practices", "/practices/rsk.1"])
def test_practices_cost_the_same_for_two_documents_and_for_thirty(
    as_person: Enter, method: None, database: Database, config: Config, url: str
) -> None:
    gina = as_person("gina")
    with counted(database) as sent:
        assert gina.get(url).status_code == 200
        few = len(sent)
    more = [document(f"RSK-STD-{number}", f"Rule {number}") for number in range(10, 40)]
    with database.writing() as session:
        publish_root(session, config, write_root(config.home / "more", *DOCUMENTS, *more), at=AT)
    with counted(database) as sent:
        assert "Rule 39" in gina.get(url).text or url == "/practices"
        assert len(sent) == few <= 4
