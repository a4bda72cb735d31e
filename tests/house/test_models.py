"""The laws of tables: a template cannot reach the database, every moment has a zone, every foreign key can be followed quickly."""

from sqlalchemy import DateTime, ForeignKeyConstraint
from sqlalchemy.orm import RelationshipProperty

from portal.db import Base, UtcTime
from tests.models import import_all_models

ROOMS = import_all_models()
TABLES = Base.metadata.sorted_tables


def test_every_room_with_tables_is_looked_at() -> None:
    assert {"portal.people.models", "portal.library.models", "portal.journal.models"} <= set(ROOMS)
    assert len(TABLES) > 20


def test_no_relationship_asks_the_database_by_itself() -> None:
    relations: list[RelationshipProperty[object]] = [one for mapper in Base.registry.mappers for one in mapper.relationships]
    assert [f"{one.parent.class_.__name__}.{one.key}" for one in relations if one.lazy not in {"raise", "write_only"}] == []


def test_every_moment_is_kept_in_utc() -> None:
    loose = [str(column) for table in TABLES for column in table.columns if isinstance(column.type, DateTime)]
    assert loose == []
    assert any(isinstance(column.type, UtcTime) for table in TABLES for column in table.columns)


def test_names_in_the_database_are_in_small_letters() -> None:
    names = [table.name for table in TABLES] + [str(column) for table in TABLES for column in table.columns]
    assert [name for name in names if name != name.lower()] == []


def test_every_foreign_key_leads_to_a_table_that_is_there() -> None:
    keys = [one for table in TABLES for one in table.constraints if isinstance(one, ForeignKeyConstraint)]
    assert keys
    assert [key.name for key in keys if key.referred_table not in TABLES] == []
