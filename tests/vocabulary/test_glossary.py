"""The glossary page: every word with its meaning, and links only where the reader may go."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from portal.config import Config
from portal.db import Database
from tests.counting import counted
from tests.roots import GLOSSARY, document, publish_root, write_root

Enter = Callable[[str], FlaskClient]
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWN = [
    {"term": "Issue", "also": ["problem"], "definition": "A risk that has happened.", "practice": "RSK.2", "document": "RSK-STD-01"},
    {"term": "Interlock", "also": [], "definition": "What keeps two trains apart.", "practice": "RSK.1", "document": "RSK-GDE-01"},
]


def publish(database: Database, config: Config, folder: Path, terms: list[dict[str, object]]) -> None:
    standard, guide = document("RSK-STD-01", "Risk management"), document("RSK-GDE-01", "Signals", audience=["team:rail"])
    root = write_root(folder, standard, guide)
    (root / "glossary.yaml").write_text(yaml.safe_dump(terms, sort_keys=False), "utf8")
    with database.writing() as session:
        publish_root(session, config, root, at=AT)


@pytest.fixture
def glossary(database: Database, config: Config, tmp_path: Path, cast: dict[str, int]) -> None:
    """Four words; one belongs to a guide for the team Rail only."""
    publish(database, config, tmp_path / "root", [*GLOSSARY, *OWN])


def test_every_word_stands_under_its_letter_at_an_address_of_its_own(as_person: Enter, glossary: None) -> None:
    text = as_person("gina").get("/glossary").text
    order = [
        text.index(words) for words in ('id="letter-i"', 'id="interlock"', 'id="issue"', 'id="letter-r"', 'id="risk"', 'id="letter-w"')
    ]
    assert order == sorted(order)
    assert 'href="#letter-w"' in text
    assert "WBS" in text
    assert "4 words with one meaning each" in text


def test_a_word_links_to_its_document_and_its_practice_by_their_titles(as_person: Enter, glossary: None) -> None:
    text = as_person("gina").get("/glossary").text
    assert '<a href="/library/rsk-std-01">RSK-STD-01 Risk management</a>' in text
    assert '<a href="/practices/rsk.2">RSK.2 Risk response and reserves</a>' in text


def test_a_document_the_reader_may_not_open_is_neither_linked_nor_named(as_person: Enter, glossary: None) -> None:
    hidden, shown = as_person("gina").get("/glossary").text, as_person("anna").get("/glossary").text
    assert "What keeps two trains apart." in hidden
    assert "RSK-GDE-01" not in hidden
    assert "rsk-gde-01" not in hidden
    assert '<a href="/library/rsk-gde-01">RSK-GDE-01 Signals</a>' in shown


@pytest.mark.parametrize(("sought", "found"), [("wbs", {"work-breakdown-structure"}), ("RISK happened", {"issue"}), ("zebra", set())])
def test_the_glossary_filters_on_the_server_too(as_person: Enter, glossary: None, sought: str, found: set[str]) -> None:
    text = as_person("gina").get("/glossary", query_string={"q": sought}).text
    assert {slug for slug in ("work-breakdown-structure", "risk", "issue", "interlock") if f'id="{slug}"' in text} == found
    assert ("No such word" in text) == (not found)
    assert f'value="{sought}"' in text


def test_the_glossary_costs_the_same_for_two_words_and_for_thirty(
    as_person: Enter, glossary: None, database: Database, config: Config, tmp_path: Path
) -> None:
    gina = as_person("gina")
    with counted(database) as sent:
        assert gina.get("/glossary").status_code == 200
        assert len(sent) == 4
    more = [
        {"term": f"Word {n}", "also": [], "definition": "One of many.", "practice": "RSK.1", "document": "RSK-STD-01"} for n in range(30)
    ]
    publish(database, config, tmp_path / "more", more)
    with counted(database) as sent:
        assert "Word 29" in gina.get("/glossary").text
        assert len(sent) == 4


def test_an_unchanged_glossary_is_not_sent_again(
    as_person: Enter, glossary: None, database: Database, config: Config, tmp_path: Path
) -> None:
    gina = as_person("gina")
    tag = {"If-None-Match": gina.get("/glossary").headers["ETag"]}
    assert gina.get("/glossary", headers=tag).status_code == 304
    assert gina.get("/glossary?q=risk", headers=tag).status_code == 200
    changed = [{**OWN[0], "definition": "A risk that came true."}]
    publish(database, config, tmp_path / "changed", changed)
    assert gina.get("/glossary", headers=tag).status_code == 200


def test_an_empty_glossary_says_where_words_come_from(as_person: Enter) -> None:
    assert "No words yet" in as_person("gina").get("/glossary").text
