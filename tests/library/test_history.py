"""`portal content history`: the whole record of a document, as lines and as JSON."""

import json

import pytest

from portal.config import Config
from portal.db import Database
from portal.library.chronicle import lines
from portal.library.queries.record import record
from tests.commands import environment, portal
from tests.counting import counted
from tests.library.evidence_pack import DONE, live


@pytest.fixture
def lived(database: Database, cast: dict[str, int], shelf: None) -> Database:
    """The standard has a life to tell."""
    with database.writing() as session:
        live(session, cast)
    return database


def test_its_lines_tell_every_version_round_decision_and_act_with_names_and_hashes(lived: Database) -> None:
    with lived.reading() as session:
        found = record(session, "RSK-STD-01", DONE, veiled=False)
    assert found is not None
    told = "\n".join(lines(found, "Europe/Berlin"))
    newest, (first, second) = found.revisions[-1], found.revisions[-1].rounds
    assert "1.0 Risk management: superseded, effective from 2026-01-05" in told
    assert "  approved in files by Head of PMO (methodology/RSK-STD-01-risk-management.md)" in told
    assert f"  hash {newest.content_hash}" in told
    assert "  written by Vera" in told
    assert f"  round 1: submitted 2026-03-02 13:00 by Vera, 0 comments, hash {first.content_hash}; returned 2026-03-02 13:05" in told
    assert f"    2026-03-02 13:05 returned by Paul as holder of Head of PMO, hash {first.content_hash}: Say | why." in told
    assert f"    2026-03-02 14:05 approved by Paul as holder of Head of PMO, hash {second.content_hash}" in told
    assert "acknowledged by 1, briefed 0" in told
    assert "document acknowledged, by Anna" in told
    assert "revision approved, by Paul" in told


def test_the_record_costs_the_same_queries_for_one_version_as_for_two(lived: Database) -> None:
    with lived.reading() as session, counted(lived) as sent:
        record(session, "RSK-STD-01", DONE, veiled=True)
        two = len(sent)
        record(session, "MET-POL-01", DONE, veiled=True)
        assert two - (len(sent) - two) in {0, 1}


def test_the_command_prints_lines_or_json_and_names_a_document_that_is_not_there(lived: Database, config: Config) -> None:
    env = environment(config)
    told = portal("content", "history", "rsk-std-01", env=env)
    assert (told.returncode, told.stdout.splitlines()[0][:37]) == (0, "RSK-STD-01 Risk management (standard)")
    said = json.loads(portal("content", "history", "RSK-STD-01", "--json", env=env).stdout)
    assert [row["version"] for row in said["revisions"]] == ["1.0", "1.1"]
    assert [row["verdict"] for row in said["decisions"]] == ["returned", "approved"]
    assert said["acknowledgements"] == {"1.0": 1, "1.1": 0}
    assert "text" not in said["revisions"][0]
    missing = portal("content", "history", "RSK-STD-77", env=env)
    assert (missing.returncode, missing.stderr) == (1, "portal: the register knows no document RSK-STD-77\n")
