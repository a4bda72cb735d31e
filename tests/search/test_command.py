"""`portal search`: what it prints, for whom, and with which exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal import instance
from portal.config import Config
from portal.db import Database
from portal.errors import NotFound
from portal.search.index import SearchIndex
from tests.cast import email
from tests.roots import document, publish_root, write_root
from tests.search.collection import small_entry
from tests.search.conftest import NOON, Command

RULES = "# Rules\n\nR1. The {word} is filed each Friday. {{#r1}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Thirty documents about a kestrel, one for the team rail alone."""
    many = (document(f"RSK-STD-{number:02}", f"Text {number}", body=RULES.format(word="kestrel")) for number in range(1, 31))
    secret = document("RSK-STD-31", "For rail", body=RULES.format(word="osprey"), audience=["team:rail"])
    return write_root(tmp_path / "root", *many, secret)


def found(portal: Command, *arguments: str) -> Any:
    return json.loads(portal("search", "query", "--json", *arguments).stdout)


def test_json_is_an_array_of_hits_best_first_with_snippets_for_the_first_twenty(portal: Command, root: Path) -> None:
    portal("content", "publish", "--root", str(root))
    hits = found(portal, "kestrel RSK-STD-07", "--limit", "25")
    assert len(hits) == 25
    assert {*hits[0]} == {"key", "kind", "title", "url", "score", "snippet"}
    assert hits[0] | {"score": 0} == {
        "key": "document:RSK-STD-07@1.0", "kind": "standard", "title": "Text 7", "url": "/library/rsk-std-07#rules", "score": 0,
        "snippet": "R1. The kestrel is filed each Friday.",
    }  # fmt: skip
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert [bool(hit["snippet"]) for hit in hits] == [True] * 20 + [False] * 5
    assert len(found(portal, "kestrel")) == 10
    assert found(portal, "zeppelin") == []


def test_a_file_is_answered_line_by_line(portal: Command, root: Path, tmp_path: Path) -> None:
    portal("content", "publish", "--root", str(root))
    asked = tmp_path / "asked.txt"
    asked.write_bytes("\ufeffRSK-STD-03\r\n\r\nkestrel\n   \nzeppelin ünd \x0c\nwbs".encode() + b"\xff")
    lines = portal("search", "query", "--file", str(asked), "--limit", "2").stdout.splitlines()
    answers = [[hit["key"] for hit in json.loads(line)] for line in lines]
    assert answers[0][0] == "document:RSK-STD-03@1.0"
    assert [len(answer) for answer in answers] == [1, 0, 2, 0, 0, 1]


def test_plain_output_says_what_where_and_why(portal: Command, root: Path) -> None:
    portal("content", "publish", "--root", str(root))
    output = portal("search", "query", "RSK-STD-07").stdout
    assert output.startswith("RSK-STD-07 Text 7\n  standard, /library/rsk-std-07, ")
    assert "Nothing found." in portal("search", "query", "zeppelin").output


def test_without_a_name_the_reader_is_of_audience_everyone(portal: Command, root: Path, cast: dict[str, int]) -> None:
    portal("content", "publish", "--root", str(root))
    assert found(portal, "osprey") == []
    assert [hit["key"] for hit in found(portal, "osprey", "--as", email("anna"))] == ["document:RSK-STD-31@1.0"]
    assert found(portal, "osprey", "--as", email("gina")) == []
    result = portal("search", "query", "osprey", "--as", "nobody@example.org", may_fail=True)
    assert (result.exit_code, type(result.exception)) == (1, NotFound)


@pytest.mark.parametrize("arguments", [(), ("text", "--file", "-"), ("text", "--limit", "0")])
def test_a_question_is_asked_in_one_way(portal: Command, arguments: tuple[str, ...]) -> None:
    assert portal("search", "query", *arguments, may_fail=True).exit_code == 2


def test_verify_names_each_difference_and_rebuild_mends_them(portal: Command, root: Path, config: Config) -> None:
    portal("content", "publish", "--root", str(root))
    assert portal("search", "verify").stdout == ""
    with SearchIndex(config.home / "index").writing() as writing:
        writing.apply([small_entry("ZZZ-STD-01", "Nobody's")], ["document:RSK-STD-05@1.0"])
    result = portal("search", "verify", may_fail=True)
    assert (result.exit_code, result.stdout) == (1, "missing document:RSK-STD-05@1.0\nextra document:ZZZ-STD-01\n")
    assert "36 entries" in portal("search", "rebuild").stdout, "31 documents, 3 practices, 2 words"
    portal("search", "verify")


def test_a_command_that_starts_learns_what_a_killed_one_could_not(portal: Command, root: Path, config: Config) -> None:
    database: Database = instance.opened(config)
    with database.writing() as session:
        publish_root(session, config, root, at=NOON)
    database.dispose()
    assert len(found(portal, "kestrel")) == 10
    portal("search", "verify")
