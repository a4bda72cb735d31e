"""Migrations: one line of steps, up and down, that ends where the models are."""

import re
import warnings
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SAWarning

from portal import instance, migrations
from portal.config import Config
from portal.db import Base, Database
from tests.models import import_all_models

SCRIPTS = list(ScriptDirectory.from_config(instance.alembic()).walk_revisions())


DEFINED = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL",
    "postgresql": "SELECT 'index', indexname, replace(indexdef, schemaname || '.', '') FROM pg_indexes WHERE schemaname = current_schema() "
    "UNION ALL SELECT 'trigger', tgname, replace(pg_get_triggerdef(t.oid), current_schema() || '.', '') FROM pg_trigger t "
    "JOIN pg_class c ON c.oid = tgrelid WHERE c.relnamespace = current_schema()::regnamespace AND NOT tgisinternal",
}


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def differences(database: Database) -> list[object]:
    import_all_models()
    with database.engine.connect() as connection, warnings.catch_warnings():
        # Indexes over expressions cannot be compared this way; `indexes_and_triggers` compares them by their definition.
        warnings.filterwarnings("ignore", ".*expression-based index", UserWarning)
        warnings.filterwarnings("ignore", ".*expression-based index", SAWarning)
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def indexes_and_triggers(connection: Connection) -> dict[tuple[str, str], str]:
    rows = connection.exec_driver_sql(DEFINED[connection.dialect.name]).all()
    return {(kind, name): " ".join(definition.replace('"', "").split()) for kind, name, definition in rows if "alembic" not in name}


def test_indexes_and_triggers_are_those_of_the_models(database: Database, tmp_path: Path) -> None:
    import_all_models()
    with database.engine.begin() as connection:
        migrated = indexes_and_triggers(connection)
    if database.engine.dialect.name == "sqlite":
        other = Database(f"sqlite:///{tmp_path / 'models.db'}")
        place = other.engine.begin()
    else:
        other, place = database, database.engine.begin()
    with place as connection:
        if other is database:
            connection.exec_driver_sql("CREATE SCHEMA models")
            connection.exec_driver_sql("SET LOCAL search_path TO models")
        Base.metadata.create_all(connection)
        assert indexes_and_triggers(connection) == migrated
    other.dispose()


def test_the_migrations_end_where_the_models_are(database: Database) -> None:
    assert differences(database) == []


def test_the_comparison_finds_a_column_the_models_lack(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE setting ADD COLUMN forgotten INTEGER")
    assert "forgotten" in str(differences(database))


def test_every_step_goes_down_and_up_again(config: Config) -> None:
    database = Database(config.database_url)
    full = tables(database)
    for script in SCRIPTS:
        instance.migrate(database, script.down_revision or "base")
    assert tables(database) == set()
    for script in reversed(SCRIPTS):
        instance.migrate(database, script.revision)
    assert tables(database) == full
    assert differences(database) == []
    database.dispose()


def test_going_down_leaves_no_function_or_trigger_behind(config: Config) -> None:
    database = Database(config.database_url)
    instance.migrate(database, "base")
    left = (
        "SELECT name FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite%'"
        if config.is_sqlite
        else "SELECT proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace WHERE n.nspname = 'public'"
    )
    with database.engine.connect() as connection:
        assert list(connection.exec_driver_sql(left)) == []
    database.dispose()


def test_the_steps_are_one_line_named_by_number_and_subject() -> None:
    folder = Path(migrations.__file__).parent / "versions"
    names = sorted(path.stem for path in folder.glob("[!_]*.py"))
    numbers = [name[:4] for name in names]
    assert numbers == [f"{number:04d}" for number in range(1, len(names) + 1)]
    assert [script.revision for script in reversed(SCRIPTS)] == numbers
    assert all(re.fullmatch(r"\d{4}_[a-z_]+", name) for name in names)


def test_every_constraint_has_a_name() -> None:
    import_all_models()
    constraints = [(table.name, one) for table in Base.metadata.sorted_tables for one in table.constraints]
    assert constraints
    assert [(table, type(one).__name__) for table, one in constraints if one.name is None] == []


def test_the_newest_file_is_the_end_of_the_line() -> None:
    assert instance.head() == SCRIPTS[0].revision
