"""Evidence: whole, the same each time, without readers, and nothing of it can be changed without being found."""

import io
import json
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.config import Config
from portal.db import Database
from portal.library import evidence, evidence_check, proving
from portal.library.evidence_check import BadPack, against, differences, opened
from portal.library.service import approving
from tests.commands import environment, portal
from tests.library.evidence_pack import COUNTED, DONE, NUMBERED, live, pack, repacked, unpacked
from tests.library.review_desk import decider, drafted, submit

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture
def lived(database: Database, cast: dict[str, int], shelf: None) -> Database:
    """The standard has two versions, the second made in the browser, returned once."""
    with database.writing() as session:
        live(session, cast)
    return database


def proved(database: Database, content: bytes) -> tuple[str, ...]:
    """What the pack contradicts in itself and in the register."""
    found = opened(content)
    with database.reading() as session:
        record = proving.evidence_of(session, "RSK-STD-01", DONE)
    return (*differences(found), *against(found, record, evidence.said(record, COUNTED)))


def test_a_pack_holds_every_text_difference_decision_and_list_and_proves_right(lived: Database, config: Config) -> None:
    files = unpacked(pack(lived, config))
    lists = {f"{name}.{ending}" for name in evidence.LISTS for ending in ("json", "csv")}
    texts = {"revisions/1.0.md", "revisions/1.1.md", "differences/1.0-1.1.diff"}
    assert set(files) == {"MANIFEST.json", "record.json", "evidence.pdf", *lists, *texts}
    assert b"-R1. The project manager looks at every risk each fortnight." in files["differences/1.0-1.1.diff"]
    decisions = json.loads(files["decisions.json"])
    said = [(row["round"], row["verdict"], row["person"], row["role"], row["comment"]) for row in decisions]
    assert said == [(1, "returned", "Paul", "holder", "Say | why."), (2, "approved", "Paul", "holder", "")]
    assert [row["outcome"] for row in json.loads(files["rounds.json"])] == ["returned", "approved"]
    assert files["evidence.pdf"].startswith(b"%PDF")
    assert proved(lived, pack(lived, config)) == ()


def test_the_same_record_gives_the_same_bytes_and_another_moment_changes_only_what_names_it(lived: Database, config: Config) -> None:
    assert pack(lived, config) == pack(lived, config)
    later = unpacked(pack(lived, config, replace(COUNTED, at=DONE + timedelta(days=1))))
    now = unpacked(pack(lived, config))
    assert {path for path in now if now[path] != later[path]} == {"MANIFEST.json", "evidence.pdf"}


@pytest.mark.parametrize("terms", [COUNTED, NUMBERED])
def test_no_reader_is_named_in_it_and_few_are_not_even_counted(lived: Database, config: Config, terms: evidence.Terms) -> None:
    files = unpacked(pack(lived, config, terms))
    assert not [path for path, content in files.items() if b"Anna" in content]
    readings = json.loads(files["acknowledgements.json"])
    assert [row.get("person_id") is not None for row in readings] == ([True] if terms.readers else [False, False])
    if not terms.readers:
        assert readings[0] == {"version": "1.0", "number": None, "fewer_than": 5, "first": None, "last": None}
    acts = {row["action"]: row for row in json.loads(files["journal.json"])}
    assert (acts["document acknowledged"]["actor_id"], acts["document acknowledged"]["after"]) == (None, None)
    assert acts["revision approved"]["actor"] == "Paul"


def text_of_the_approved_version(files: dict[str, bytes]) -> None:
    """A word of the text."""
    files["revisions/1.1.md"] = files["revisions/1.1.md"].replace(b"each week", b"each year")


def hash_of_a_decision(files: dict[str, bytes]) -> None:
    """Which text was decided about."""
    in_record(files, lambda record: record["decisions"][1].update(content_hash="0" * 64))


def hash_of_a_version(files: dict[str, bytes]) -> None:
    """Which text the version is."""
    in_record(files, lambda record: record["revisions"][1].update(content_hash="0" * 64))


def text_that_was_approved(files: dict[str, bytes]) -> None:
    """Another text in the round that was approved."""
    in_record(files, lambda record: [row.update(content_hash="0" * 64) for row in (record["rounds"][1], record["decisions"][1])])


def in_record(files: dict[str, bytes], change: Callable[[Any], object]) -> None:
    """Change the record, and its lists with it."""
    record = json.loads(files["record.json"])
    change(record)
    files["record.json"] = json.dumps(record).encode()
    files.update({f"{name}.json": json.dumps(record[name]).encode() for name in evidence.LISTS})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (text_of_the_approved_version, "does not give the content hash"),
        (hash_of_a_decision, "decided about another text"),
        (hash_of_a_version, "does not give the content hash"),
        (text_that_was_approved, "what was approved is not the text"),
    ],
)
def test_whatever_is_changed_is_found_even_where_the_manifest_was_forged_to_fit(
    lived: Database, config: Config, change: Change, said: str
) -> None:
    files = unpacked(pack(lived, config))
    change(files)
    assert any("its hash is not the one MANIFEST.json names" in line for line in differences(opened(repacked(files))))
    assert any(said in line for line in differences(opened(repacked(files, honest=True))))


def other_words(files: dict[str, bytes]) -> None:
    """What somebody said."""
    in_record(files, lambda record: record["decisions"][0].update(comment="Fine."))


def other_time(files: dict[str, bytes]) -> None:
    """When something was done."""
    in_record(files, lambda record: record["journal"][-1].update(at="2026-01-01T00:00:00+00:00"))


def other_person(files: dict[str, bytes]) -> None:
    """Who decided."""
    in_record(files, lambda record: record["decisions"][1].update(person_id=1))


@pytest.mark.parametrize(("change", "name"), [(other_words, "decisions"), (other_time, "journal"), (other_person, "decisions")])
def test_a_forged_pack_that_fits_itself_is_found_by_the_register(lived: Database, config: Config, change: Change, name: str) -> None:
    files = unpacked(pack(lived, config))
    change(files)
    found = opened(repacked(files, honest=True))
    assert differences(found) == ()
    assert [line.split(":")[0] for line in proved(lived, repacked(files, honest=True))] == [name]


def test_files_missing_added_or_exchanged_are_named(lived: Database, config: Config) -> None:
    files = unpacked(pack(lived, config))
    del files["rounds.csv"]
    files["more.txt"], files["journal.csv"] = b"more", b""
    assert set(differences(opened(repacked(files)))) == {
        "rounds.csv: missing",
        "more.txt: not named in MANIFEST.json",
        "journal.csv: its hash is not the one MANIFEST.json names",
    }


def test_a_pack_older_than_the_register_is_still_right(lived: Database, config: Config, cast: dict[str, int]) -> None:
    before = pack(lived, config)
    with lived.writing() as session:
        hour = DONE + timedelta(hours=1)
        waits = submit(session, drafted(session, "RSK-STD-01", cast["vera"], text="# Rules\n\nNone.\n", at=hour), cast["vera"], at=hour)
        approving.approve(session, waits.id, content_hash=waits.content_hash, by=decider(cast["paul"], hour + timedelta(hours=1)))
    assert proved(lived, before) == ()
    assert proved(lived, pack(lived, config, replace(COUNTED, at=DONE + timedelta(hours=3)))) == ()


def zipped(*names: str, content: bytes = b"{}", link: bool = False) -> bytes:
    """A ZIP with files of these names, whatever they are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings(action="ignore"):
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o120777 if link else 0o644) << 16
            archive.writestr(entry, content)
    return made.getvalue()


def lying() -> bytes:
    """A ZIP whose file says that it is one byte long."""
    honest = bytearray(zipped("MANIFEST.json", content=b" " * 1000))
    place = honest.index(b"PK\x01\x02")
    honest[place + 24 : place + 28] = (1).to_bytes(4, "little")
    return bytes(honest)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not a ZIP file"),
        (b"PK\x03\x04 and nothing more", "not a ZIP file"),
        (zipped("record.json"), "no MANIFEST.json"),
        (zipped("MANIFEST.json"), "record.json cannot be read"),
        (zipped("MANIFEST.json", "record.json"), "not of the format"),
        (zipped("MANIFEST.json", "record.json", content=b"[" * 100_000), "cannot be read"),
        (zipped("MANIFEST.json", "record.json", content=b"[]"), "cannot be read"),
        (zipped("../../etc/passwd"), "a place outside itself"),
        (zipped("/etc/passwd"), "a place outside itself"),
        (zipped("a\\..\\b"), "a place outside itself"),
        (zipped("MANIFEST.json@.txt").replace(b"json@", b"json\0"), "a place outside itself"),
        (zipped("revisions/"), "a place outside itself"),
        (zipped("MANIFEST.json", link=True), "a place outside itself"),
        (zipped("MANIFEST.json", "MANIFEST.json"), "twice"),
        (zipped(*(f"{number}.md" for number in range(10_001))), "unpack to more"),
        (lying(), "not a ZIP file"),
    ],
)
def test_a_hostile_file_gets_one_clear_sentence_and_is_not_unpacked(content: bytes, why: str) -> None:
    with pytest.raises(BadPack, match=r"^This is no evidence of a document: .+ Nothing of it was unpacked\.$") as refusal:
        opened(content)
    assert why in str(refusal.value)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence_check, "MOST_BYTES", 1_000_000)
    with pytest.raises(BadPack, match="unpack to more"):
        opened(zipped("MANIFEST.json", content=b" " * 1_000_001))


@pytest.mark.parametrize(
    "broken", [{"revisions": 7}, {"revisions": [7]}, {"rounds": None}, {"decisions": [{}]}, {"revisions": [{"version": []}]}]
)
def test_a_record_of_another_shape_is_a_difference_and_no_crash(lived: Database, config: Config, broken: dict[str, Any]) -> None:
    files = unpacked(pack(lived, config))
    files["record.json"] = json.dumps(json.loads(files["record.json"]) | broken).encode()
    found = repacked(files)
    assert any("is not built as evidence is" in line for line in differences(opened(found)))
    assert proved(lived, found)


def test_the_command_proves_a_pack_with_and_without_an_instance_and_fails_on_a_changed_one(
    lived: Database, config: Config, tmp_path: Path
) -> None:
    file, env = tmp_path / "pack.zip", environment(config)
    nowhere = environment(None, home=str(tmp_path / "nowhere"))
    file.write_bytes(pack(lived, config))
    done = portal("content", "verify", str(file), env=env)
    assert (done.returncode, done.stdout, "RSK-STD-01: the evidence is as it should be." in done.stderr) == (0, "", True)
    alone = portal("content", "verify", str(file), env=nowhere)
    assert (alone.returncode, "compared with itself only" in alone.stderr) == (0, True)
    assert not (tmp_path / "nowhere").exists()
    files = unpacked(file.read_bytes())
    text_of_the_approved_version(files)
    file.write_bytes(repacked(files, honest=True))
    bad = portal("content", "verify", str(file), env=env)
    assert bad.returncode == 1
    assert "version 1.1: its text does not give the content hash it is said to have" in bad.stdout
    assert "version 1.1: the register has another text" in bad.stdout
    file.write_bytes(b"nothing")
    refused = portal("content", "verify", str(file), env=env)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
