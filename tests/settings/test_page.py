"""The page on which an administrator changes the organisation's settings."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.app import create_app
from portal.config import Config
from portal.db import Database
from portal.journal.models import JournalRow
from portal.settings.policy import APPROVALS
from portal.settings.queries import value
from tests.cast import sign_in, token
from tests.conftest import settings

AsPerson = Callable[[str], FlaskClient]
FIELDS = {
    "files_take_effect": "auto",
    "policy_approver": "Executive management",
    **dict.fromkeys(APPROVALS, "1"),
    "review_reminder_days": "5",
}


def test_an_administrator_changes_when_files_take_effect_and_the_journal_says_so(as_person: AsPerson, database: Database) -> None:
    browser = as_person("adam")
    answer = browser.post("/settings", data={**FIELDS, "files_take_effect": "never", **token(browser.get("/settings"))})
    assert answer.status_code == 303
    with database.reading() as session:
        assert value(session, "files_take_effect") == "never"
        row = session.scalars(select(JournalRow).where(JournalRow.action == "setting changed")).one()
    assert (row.object_key, row.before, row.after) == ("files_take_effect", {"value": "auto"}, {"value": "never"})


def test_a_value_that_is_none_of_the_three_is_refused_and_changes_nothing(as_person: AsPerson, database: Database) -> None:
    browser = as_person("adam")
    answer = browser.post("/settings", data={**FIELDS, "files_take_effect": "sometimes", **token(browser.get("/settings"))})
    assert answer.status_code == 422
    with database.reading() as session:
        assert value(session, "files_take_effect") == "auto"


def test_an_administrator_changes_how_many_approve_and_who_approves_policies(as_person: AsPerson, database: Database) -> None:
    browser = as_person("adam")
    fields = {**FIELDS, "approvals_standard": "2", "policy_approver": " The  board ", "review_reminder_days": "3"}
    assert browser.post("/settings", data={**fields, **token(browser.get("/settings"))}).status_code == 303
    with database.reading() as session:
        assert (value(session, "approvals_standard"), value(session, "policy_approver")) == (2, "The board")
        assert value(session, "review_reminder_days") == 3


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("approvals_guide", "0"), ("approvals_guide", "4"), ("approvals_guide", "x"), ("policy_approver", " "), ("review_reminder_days", "0")],
)
def test_no_approvals_at_all_too_many_or_no_post_are_refused(as_person: AsPerson, database: Database, name: str, wrong: str) -> None:
    browser = as_person("adam")
    assert browser.post("/settings", data={**FIELDS, name: wrong, **token(browser.get("/settings"))}).status_code == 422
    with database.reading() as session:
        assert value(session, "approvals_guide") == 1


@pytest.mark.parametrize("name", ["anna", "boris", "vera", "paul", "rita", "otto", "gina"])
def test_nobody_but_an_administrator_opens_the_settings(as_person: AsPerson, name: str) -> None:
    assert as_person(name).get("/settings").status_code == 403


@pytest.mark.parametrize(
    ("language", "said"), [("de", '<dd lang="de">Deutsch</dd>'), ("pt_BR", '<dd lang="pt-BR">Português (Brasil)</dd>')]
)
def test_the_page_names_the_language_in_itself(database: Database, config: Config, cast: object, language: str, said: str) -> None:
    browser = create_app(settings(config.home, database_url=config.database_url, language=language), database).test_client()
    sign_in(browser, "adam")
    assert said in browser.get("/settings").get_data(as_text=True)


def test_the_page_says_when_the_environment_overrules_what_is_stored(database: Database, config: Config, cast: object) -> None:
    overruled = settings(config.home, database_url=config.database_url, files_take_effect="always")
    browser = create_app(overruled, database).test_client()
    sign_in(browser, "adam")
    assert "PORTAL_FILES_TAKE_EFFECT" in browser.get("/settings").get_data(as_text=True)
