"""The queue: what changed reaches the index, whatever is interrupted; and verify proves it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.db import Database
from portal.search import service
from portal.search.entry import Difference
from portal.search.index import IndexBusy, SearchIndex
from portal.search.models import MissedSearch, SearchPending
from portal.search.queries import missed_searches, search
from tests.search.collection import small_entry
from tests.search.conftest import EVERYONE, NOON
from tests.search.worker import DAY, SOURCES, change


def pending(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(SearchPending)) or 0


def changed(database: Database, *codes: str) -> None:
    with database.writing() as session:
        for code in codes:
            change(session, code)


def test_a_new_index_is_built_from_all_sources_at_the_first_drain(database: Database, index: SearchIndex) -> None:
    changed(database, "aaa-std-01", "aaa-std-02")
    assert not index.complete
    service.drain(database, index, SOURCES)
    assert (index.complete, pending(database), service.verify(database, index, SOURCES)) == (True, 0, [])
    assert search(index, "AAA-STD-01", EVERYONE, NOON).hits[0].key == "document:aaa-std-01"


def test_what_changes_is_found_after_a_drain_and_what_is_gone_is_not(database: Database, index: SearchIndex) -> None:
    changed(database, "aaa-std-01", "aaa-std-02")
    service.drain(database, index, SOURCES)
    changed(database, "aaa-std-01")
    with database.writing() as session:
        session.delete(session.get_one(MissedSearch, (DAY, "document:aaa-std-02")))
        service.queue(session, ["document:aaa-std-02", "document:aaa-std-02", "nobody:x"])
    assert service.drain(database, index, SOURCES) == 3
    assert [hit.code for hit in search(index, "version2", EVERYONE, NOON).hits] == ["aaa-std-01"]
    assert search(index, "version1", EVERYONE, NOON).total == 0
    assert service.verify(database, index, SOURCES) == []
    assert service.drain(database, index, SOURCES) == 0


def test_verify_names_what_is_missing_extra_and_stale(database: Database, index: SearchIndex) -> None:
    changed(database, "aaa-std-01", "aaa-std-02")
    service.rebuild(database, index, SOURCES)
    assert pending(database) == 0
    changed(database, "aaa-std-02", "aaa-std-03")
    with index.writing() as writing:
        writing.apply([small_entry("ZZZ-STD-01", "Nobody's")])
    assert service.verify(database, index, SOURCES) == [
        Difference("document:ZZZ-STD-01", "extra"),
        Difference("document:aaa-std-02", "stale"),
        Difference("document:aaa-std-03", "missing"),
    ]
    service.rebuild(database, index, SOURCES)
    assert service.verify(database, index, SOURCES) == []


def test_more_than_one_batch_is_drained_at_once(database: Database, index: SearchIndex) -> None:
    service.drain(database, index, SOURCES)
    changed(database, *(f"aaa-std-{number:04}" for number in range(1001)))
    assert service.drain(database, index, SOURCES) == 1001
    assert service.verify(database, index, SOURCES) == []


def test_rows_stay_when_another_process_writes_too_long(database: Database, index: SearchIndex) -> None:
    changed(database, "aaa-std-01")
    with SearchIndex(index.folder).writing(), pytest.raises(IndexBusy):
        service.drain(database, index, SOURCES, patience=0.1)
    assert pending(database) == 1


def test_rows_stay_when_a_source_fails(database: Database, index: SearchIndex) -> None:
    def fail(*_: object) -> list[str]:
        raise LookupError("the source broke down")

    service.drain(database, index, SOURCES)
    changed(database, "aaa-std-01")
    broken = service.Sources([service.Source("document", lambda _: [], fail)])  # type: ignore[arg-type]
    with pytest.raises(LookupError):
        service.drain(database, index, broken)
    assert pending(database) == 1
    assert service.drain(database, index, SOURCES) == 1


def test_an_index_lost_between_two_drains_is_built_anew(database: Database, tmp_path: Path) -> None:
    changed(database, "aaa-std-01", "aaa-std-02")
    service.drain(database, SearchIndex(tmp_path / "one"), SOURCES)
    second = SearchIndex(tmp_path / "two")
    assert service.drain(database, second, SOURCES) == 0
    assert service.verify(database, second, SOURCES) == []


def test_searches_in_vain_are_counted_by_day_without_the_person(database: Database) -> None:
    for typed, day in (
        ("Quokka  plan", DAY),
        ("quokka PLAN", DAY),
        ("quokka plan", DAY + timedelta(days=1)),
        (" \0 ", DAY),
        ("x" * 999, DAY),
    ):
        with database.writing() as session:
            service.record_miss(session, typed, day)
    with database.reading() as session:
        assert missed_searches(session, DAY) == [("quokka plan", 3), ("x" * 200, 1)]
        assert missed_searches(session, DAY + timedelta(days=1)) == [("quokka plan", 1)]
