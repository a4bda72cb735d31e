"""Settings an administrator changes: a default until then, a journal row each time, and no others."""

from datetime import UTC, datetime

import pytest

from portal.db import Database
from portal.journal.queries import Wanted, facts
from portal.settings import service
from portal.settings.policy import DEFAULTS
from portal.settings.queries import value

NOON = datetime(2026, 9, 15, 12, 0, tzinfo=UTC)


def change(database: Database, name: str, new: object) -> None:
    with database.writing() as session:
        service.change(session, name, new, actor_id=None, at=NOON)


def changes(database: Database) -> list[tuple[str, object, object]]:
    with database.reading() as session:
        return [(fact.object_key, fact.before, fact.after) for fact in reversed(facts(session, Wanted(kinds=("setting",)))[0])]


def test_what_nobody_changed_has_its_default(database: Database) -> None:
    with database.reading() as session:
        assert {name: value(session, name) for name in DEFAULTS} == DEFAULTS


def test_each_change_is_kept_with_what_was_before(database: Database) -> None:
    change(database, "files_take_effect", "never")
    change(database, "files_take_effect", "always")
    with database.reading() as session:
        assert value(session, "files_take_effect") == "always"
    assert changes(database) == [
        ("files_take_effect", {"value": "auto"}, {"value": "never"}),
        ("files_take_effect", {"value": "never"}, {"value": "always"}),
    ]


def test_changing_nothing_records_nothing(database: Database) -> None:
    change(database, "files_take_effect", DEFAULTS["files_take_effect"])
    assert changes(database) == []


def test_a_name_that_is_no_setting_is_refused_both_ways(database: Database) -> None:
    with database.reading() as session, pytest.raises(KeyError):
        value(session, "colour")
    with pytest.raises(KeyError):
        change(database, "colour", "red")
