"""`portal library verify|rebuild`: what is derived is proved equal, what is not is named and made anew."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, update

from portal.cli import group
from portal.config import Config
from portal.db import Database
from portal.library.models import RenderedText, RevisionImage
from portal.reactions import install
from tests.library.shelf import EARLY, NEW, NOON, revision_id, shelve, standard
from tests.roots import BODY, document

Command = Callable[..., Result]
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Flow</title><path d="M0 0h9"/></svg>'
WITH_PICTURE = f"{BODY}\nSee [[RSK-STD-01]].\n\n![A flow of three steps](../images/flow.svg)\n"


@pytest.fixture
def command(config: Config) -> Command:
    """`portal library ...` on this instance."""
    values = {
        "PORTAL_HOME": str(config.home),
        "PORTAL_DATABASE_URL": config.database_url,
        "PORTAL_PASSWORD_COST": "cheap",
        "PORTAL_LOG_LEVEL": "error",
    }

    def run(*arguments: str) -> Result:
        return CliRunner(env=values).invoke(group, ["library", *arguments], catch_exceptions=False)

    return run


@pytest.fixture(autouse=True)
def shelf(database: Database, config: Config, tmp_path: Path) -> None:
    """Everything of the shelf is published and indexed, and a procedure with a picture that cites the standard."""
    install(config, database)
    root = tmp_path / f"root-{EARLY:%y%m%d%H%M}" / "images"
    root.mkdir(parents=True)
    (root / "flow.svg").write_bytes(PICTURE)
    with database.writing() as session:
        shelve(session, config, tmp_path, standard("1.0", "2026-01-05"), document("RSK-PRC-01", "Escalation", body=WITH_PICTURE))


def test_what_was_published_verifies(command: Command) -> None:
    answer = command("verify")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert "2 versions are as they should be." in answer.stderr


def test_a_damaged_rendering_is_named_and_made_anew(command: Command, database: Database) -> None:
    with database.writing() as session:
        key = revision_id(session, "RSK-STD-01")
        session.execute(update(RenderedText).where(RenderedText.revision_id == key).values(html="<p>Forged.</p>", anchors=[]))
    answer = command("verify")
    assert answer.exit_code == 1
    assert answer.stdout == "differs RSK-STD-01 1.0: html, anchors\n"
    assert command("rebuild").stdout == "Rendered 1 versions anew.\n"
    assert command("verify").exit_code == 0
    assert command("rebuild").stdout == "Rendered 0 versions anew.\n"


def test_search_learns_what_was_made_anew(command: Command, database: Database) -> None:
    with database.writing() as session:
        key = revision_id(session, "RSK-STD-01")
        session.execute(update(RenderedText).where(RenderedText.revision_id == key).values(plain="Forged."))
    assert command("verify").stdout.splitlines() == ["differs RSK-STD-01 1.0: plain", "stale in search: RSK-STD-01@1.0"]
    command("rebuild")
    assert command("verify").stdout == ""


def test_a_rendering_missing_from_search_is_named(command: Command, database: Database, config: Config) -> None:
    index = install(config, database)
    with index.writing() as writing:
        writing.apply([], ["document:RSK-STD-01@1.0"])
    assert command("verify").stdout == "missing in search: RSK-STD-01@1.0\n"


def test_a_version_that_ended_with_other_titles_is_counted_and_can_be_made_anew(
    command: Command, database: Database, config: Config, tmp_path: Path
) -> None:
    with database.writing() as session:
        cited = document("RSK-PRC-01", "Escalation", body=f"{BODY}\nSee [[RSK-STD-01]].\n", version="1.1", effective="2026-02-02")
        shelve(session, config, tmp_path, cited, at=NOON)
        retitled = (
            "RSK-STD-01-risk-management.md",
            standard("2.0", "2026-02-02", **NEW)[1].replace("title: Risk management", "title: Risks"),
        )
        shelve(session, config, tmp_path, retitled, at=NOON + timedelta(1))
    answer = command("verify")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert "1 versions that have ended" in answer.stderr
    assert command("rebuild").stdout == "Rendered 1 versions anew.\n"
    assert "ended" not in command("verify").stderr


def test_a_picture_that_is_gone_or_damaged_is_named(command: Command, database: Database, config: Config) -> None:
    with database.reading() as session:
        key = session.scalars(select(RevisionImage.file_hash)).one()
    kept = config.home / "uploads" / key[:2] / key
    kept.write_bytes(b"something else")
    assert command("verify").stdout == "damaged picture RSK-PRC-01 1.0: images/flow.svg\n"
    kept.unlink()
    answer = command("rebuild")
    assert (answer.exit_code, answer.stdout.splitlines()[-1]) == (1, "missing picture RSK-PRC-01 1.0: images/flow.svg")
