"""People from a file: preview, once is enough, every bad line named, all or nothing; by command and by page."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal import clock
from portal.cli.people import command
from portal.config import Config
from portal.db import Database
from portal.people import queries, roster, service
from portal.people.models import Person
from tests.cast import token

DAY = date(2026, 3, 2)
GOOD = """email,name,team,roles,positions
anna@example.org,,,author,PRM@signalling
Ivan@Example.org,"Horvat, Ivan",signalling,approver;manager@rail,TEM
vera@example.org,Vera,pmo,author,PMO
"""
BAD = """email,name,team,roles,positions
not an address,X,,,
new@example.org,,,,
anna@example.org,,signaling,,
boris@example.org,,,emperor,
boris@example.org,,,manager,
vera@example.org,,,admin@rail;member,XYZ
gina@example.org,,,
"""


@pytest.fixture
def run(config: Config, cast: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """The command `portal people`, on the instance of the test."""
    settings = {"HOME": str(config.home), "DATABASE_URL": config.database_url, "PASSWORD_COST": "cheap", "LOG_LEVEL": "error"}
    for name, value in settings.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
    return lambda *words: CliRunner().invoke(command, [str(word) for word in words])


def written(folder: Path, text: str) -> Path:
    path = folder / "people.csv"
    path.write_text(text, "utf-8-sig")
    return path


def test_a_dry_run_shows_everything_and_writes_nothing(run: Callable[..., Any], tmp_path: Path, database: Database) -> None:
    answer = run("import", written(tmp_path, GOOD), "--dry-run")
    assert (answer.exit_code, answer.output.splitlines()) == (
        0,
        [
            "update anna@example.org, role author, position PRM@signalling",
            "invite ivan@example.org, name Horvat, Ivan, team signalling, role approver (pending), role manager@rail, position TEM",
            "1 to invite, 1 to change, 1 unchanged.",
            "Nothing was changed: this was a dry run.",
        ],
    )
    with database.reading() as session:
        assert session.scalar(select(func.count(Person.id))) == 8


def test_importing_twice_is_the_same_as_once(run: Callable[..., Any], tmp_path: Path, database: Database, config: Config) -> None:
    file = written(tmp_path, GOOD)
    assert run("import", file).exit_code == 0
    assert run("import", file).output.splitlines()[0] == "0 to invite, 0 to change, 3 unchanged."
    with database.reading() as session:
        ivan = queries.find(session, queries.Sought(text="ivan"), clock.now().date()).rows[0]
        assert [(role.role, role.team, role.pending) for role in ivan.roles] == [("approver", "", True), ("manager", "rail", False)]
        assert (ivan.name, ivan.team, ivan.state) == ("Horvat, Ivan", "signalling", "invited")
        anna = queries.find(session, queries.Sought(text="anna"), clock.now().date()).rows[0]
        assert (anna.name, anna.team, [held.code for held in anna.positions]) == ("Anna", "signalling", ["TEM", "PRM"])
    assert len(list((config.home / "outbox").glob("*.eml"))) == 1


def test_every_bad_line_is_named_and_nothing_is_written(run: Callable[..., Any], tmp_path: Path, database: Database) -> None:
    file = written(tmp_path, BAD + "fine@example.org,Fine,,,\n")
    answer = run("import", file)
    named = [line.split(": ")[0:2] for line in answer.stdout.splitlines()]
    expected = [(2, "bad-email"), (3, "missing-name"), (4, "unknown-team"), (5, "unknown-role"), (6, "duplicate-email")]
    expected += [(7, "no-team-allowed"), (7, "unknown-role"), (7, "unknown-position"), (8, "columns")]
    assert named == [[f"{file}:{number}", code] for number, code in expected]
    assert answer.exit_code == 1
    assert "did you mean 'signalling'?" in answer.stdout
    with database.reading() as session:
        assert session.scalar(select(func.count(Person.id))) == 8


def test_a_person_cannot_import_a_role_for_themselves(run: Callable[..., Any], tmp_path: Path) -> None:
    file = written(tmp_path, "email,name,team,roles,positions\nadam@example.org,,,author,\n")
    answer = run("import", file, "--actor", "adam@example.org")
    assert (answer.exit_code, answer.stdout) == (1, f"{file}:2: oneself: nobody grants a role to themselves\n")
    assert run("import", file, "--actor", "vera@example.org").exit_code == 1
    assert run("import", file).exit_code == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("email,name\nänna@x,A\n".encode("latin-1"), "not-utf8"),
        (b"", "bad-header"),
        (b"email;name;team\n", "bad-header"),
        (b"email,name,salary\n", "bad-header"),
        (b"email,email,name\n", "bad-header"),
        (b'email,name\na@x.org,"never closed\n', "bad-csv"),
        ("email,name\na@x.org,Anna\u202eanna\n".encode(), "bad-name"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: str) -> None:
    assert [problem.code for problem in roster.read(content).bad] == [code]


def test_lines_are_counted_as_an_editor_does() -> None:
    text = 'email,name\na@x.org,"two\nlines"\n\nbad,B\n'
    assert [(problem.number, problem.code) for problem in roster.read(text.encode()).bad] == [(5, "bad-email")]


def test_a_formula_in_a_name_is_disarmed_in_the_file_and_comes_back_whole() -> None:
    line = roster.Line(2, "a@x.org", "=HYPERLINK(1)", "", (roster.Held("manager", "rail"),), ())
    text = roster.write([line])
    assert "'=HYPERLINK" in text
    assert roster.read(text.encode()).lines == (line,)


def test_a_person_who_left_is_not_imported(cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        service.deactivate(session, cast["gina"], actor_id=cast["adam"], at=clock.now())
        plan = service.plan_roster(session, b"email,name\ngina@example.org,Gina\n", actor_id=None, day=DAY)
        assert [problem.code for problem in plan.bad] == ["inactive"]


def test_the_page_previews_and_imports_what_it_showed(as_person: Callable[[str], FlaskClient], database: Database) -> None:
    adam = as_person("adam")
    upload = {"file": (io.BytesIO(GOOD.encode()), "people.csv"), **token(adam.get("/people/import"))}
    preview = adam.post("/people/import", data=upload, content_type="multipart/form-data")
    assert (preview.status_code, "1 to invite, 1 to change, 1 unchanged" in preview.text) == (200, True)
    with database.reading() as session:
        plan = service.plan_roster(session, GOOD.encode(), actor_id=None, day=clock.now().date())
    assert plan.digest in preview.text
    sent = {"text": GOOD.replace("\n", "\r\n"), "seen": plan.digest, **token(preview)}
    assert adam.post("/people/import/confirm", data=sent).location == "/people"
    late = adam.post("/people/import/confirm", data=sent)
    assert "Something changed since this preview was made" in late.text


def test_the_page_names_bad_lines_of_the_uploaded_file(as_person: Callable[[str], FlaskClient]) -> None:
    adam = as_person("adam")
    upload = {"file": (io.BytesIO(BAD.encode()), "people.csv"), **token(adam.get("/people/import"))}
    answer = adam.post("/people/import", data=upload, content_type="multipart/form-data")
    assert (answer.status_code, "people.csv:4: unknown-team" in answer.text) == (422, True)
    assert "Import these people" not in answer.text


def test_the_first_administrator_gets_a_link_that_works(run: Callable[..., Any], database: Database) -> None:
    answer = run("admin", "Root@Example.org", "--name", "Root Person")
    assert answer.exit_code == 0
    key = answer.output.strip().rpartition("/sign-in/link/")[2]
    with database.reading() as session:
        owner = queries.link_owner(session, key, clock.now())
        assert owner is not None
        assert (owner.name, owner.invited) == ("Root Person", True)
        found = queries.find(session, queries.Sought(role="admin"), clock.now().date())
        assert [row.email for row in found.rows] == ["adam@example.org", "root@example.org"]
    assert run("admin", "root@example.org").exit_code == 0
    assert run("admin", "no address").exit_code == 1
