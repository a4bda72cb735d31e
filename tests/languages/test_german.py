"""The portal in German: chosen by a person, by the browser or by the organisation; with German dates and plurals, in the reader's zone."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from portal import translations
from portal.config import Config
from portal.db import Database
from portal.journal import service as journal
from portal.people import service as people
from portal.translations import translator
from tests.cast import make_cast, token
from tests.conftest import settings

Enter = Callable[[str], FlaskClient]
LATE = datetime(2026, 9, 15, 22, 30, tzinfo=UTC)
SHIPPED = translations.FOLDER


@pytest.fixture
def catalogues(tmp_path: Path) -> Path:
    """The shipped catalogues, compiled."""
    for source in SHIPPED.glob("*/LC_MESSAGES/messages.po"):
        target = tmp_path / "compiled" / source.relative_to(SHIPPED).with_suffix(".mo")
        target.parent.mkdir(parents=True)
        with source.open("rb") as written, target.open("wb") as compiled:
            write_mo(compiled, read_po(written, locale=source.parent.parent.name))
    return tmp_path / "compiled"


@pytest.fixture
def config(sqlite_template: Path, tmp_path: Path, catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    """An English organisation that also speaks German."""
    shutil.copy2(sqlite_template, tmp_path / "portal.db")
    monkeypatch.setattr(translations, "FOLDER", catalogues)
    return settings(tmp_path)


@pytest.fixture
def cast(database: Database) -> dict[str, int]:
    """The standing cast."""
    with database.writing() as session:
        return make_cast(session)


def choose(browser: FlaskClient, **values: str) -> str:
    """Save one's settings and read the page that follows."""
    fields = {"zone": "", "language": "", "mail": "weekly", **values, **token(browser.get("/my-settings"))}
    return browser.post("/my-settings", data=fields, follow_redirects=True).text


def test_a_person_chooses_german_and_comes_back(as_person: Enter) -> None:
    anna = as_person("anna")
    assert '<option value="de">Deutsch</option>' in anna.get("/my-settings").text
    text = choose(anna, language="de")
    assert '<html lang="de">' in text
    assert "Ihre Einstellungen sind gespeichert." in text
    assert '<option selected value="de">Deutsch</option>' in text
    assert "Guten Morgen, Anna" in anna.get("/").text
    assert '<html lang="en">' in choose(anna, language="en")
    assert '<html lang="en">' in as_person("boris").get("/").text


def test_a_language_that_nobody_speaks_is_refused(as_person: Enter) -> None:
    assert 'aria-invalid="true"' in choose(as_person("anna"), language="tlh")


def test_the_door_speaks_the_language_of_the_browser(app: Flask) -> None:
    door = app.test_client()
    assert "Anmelden" in door.get("/sign-in", headers={"Accept-Language": "de-CH,de;q=0.9,en;q=0.5"}).text
    assert "Sign in" in door.get("/sign-in", headers={"Accept-Language": "fr"}).text


def test_dates_are_written_in_german_and_in_the_zone_chosen(as_person: Enter, cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        journal.record(session, LATE, cast["anna"], "document acknowledged", "document", "RSK-STD-01", None, {"version": "1.0"})
    anna = as_person("anna")
    choose(anna, language="de")
    assert "15. Sept. 2026, 22:30" in anna.get("/my-journal").text
    choose(anna, language="de", zone="Europe/Berlin")
    assert "16. Sept. 2026, 00:30" in anna.get("/my-journal").text
    choose(anna, language="en", zone="America/New_York")
    assert "15 Sep 2026, 18:30" in anna.get("/my-journal").text


@pytest.mark.parametrize(
    ("sought", "found"), [("boris", "1 Person gefunden."), ("", "8 Personen gefunden."), ("zzz", "0 Personen gefunden.")]
)
def test_one_many_and_none_have_their_german_forms(as_person: Enter, sought: str, found: str) -> None:
    adam = as_person("adam")
    choose(adam, language="de")
    assert found in adam.get("/people", query_string={"text": sought}).text


def test_a_refusal_is_german_too(as_person: Enter, cast: dict[str, int]) -> None:
    adam = as_person("adam")
    choose(adam, language="de")
    text = adam.post(f"/people/{cast['adam']}/deactivate", data=token(adam.get("/people"))).text
    assert "Niemand deaktiviert das eigene Konto." in text


def test_a_mail_is_in_the_language_of_who_gets_it(as_person: Enter, cast: dict[str, int], database: Database, config: Config) -> None:
    with database.writing() as session:
        people.change_settings(session, cast["boris"], zone="", language="de", mail="weekly", at=LATE)
    adam = as_person("adam")
    adam.post(f"/people/{cast['boris']}/link", data=token(adam.get("/people")))
    written = next((config.home / "outbox").glob("*.eml")).read_text("utf8")
    assert "Subject: Ein neues Passwort" in written


def test_a_translator_gives_the_sentence_itself_where_there_is_no_translation(config: Config) -> None:
    assert translator("de")("Version") == "Version"
    assert translator("de")("Approved by") == "Freigegeben durch"
    assert translator("en")("Approved by") == translator("xx")("Approved by") == "Approved by"
