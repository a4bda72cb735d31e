"""Every page of every role, every answer to an empty form, every mail and every list is translated: nothing in them is written past gettext."""

import email
import html
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import reactions
from portal.config import Config
from portal.db import Database
from tests.cast import CAST, POSITIONS, token
from tests.languages import doubles
from tests.languages.addresses import ASKED, changes, pages
from tests.languages.greek import TEAMS
from tests.languages.visible import left, untranslated

Enter = Callable[[str], FlaskClient]
ZONES = frozenset(part for zone in available_timezones() for part in (zone.replace("_", " "), zone))
KNOWN = {"Baseline", "English", doubles.LANGUAGE, "UTC", "RSK", "section", *TEAMS, *POSITIONS, *ASKED}
"""Whole words that are data: the portal's name, what languages and zones are called, codes and short names, what was searched for."""


def breaches(answer: TestResponse) -> list[str]:
    """What is not translated in one answer, if it is a page or a list."""
    where = f"{answer.request.path}"
    if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
        return [f"{where} {found}" for found in untranslated(answer.text, KNOWN, ZONES)]
    if answer.mimetype == "text/csv":
        head = answer.text.splitlines()[0]
        return [f"{where} {head}"] if left(head, KNOWN | set(COLUMNS)) else []
    return []


COLUMNS = ("email", "name", "team", "roles", "positions")
"""The header of the file of people, which is read again."""


def mails(config: Config) -> Iterator[tuple[str, str]]:
    """Subject and text of every mail written."""
    for path in sorted((config.home / "outbox").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        yield str(message["Subject"]), message.get_content()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CAST)
def test_every_page_of_a_role_is_translated(app: Flask, as_person: Enter, name: str) -> None:
    browser = as_person(name)
    found = [breach for _, address in pages(app) for breach in breaches(browser.get(address))]
    assert list(dict.fromkeys(found)) == []


def test_every_page_is_opened_by_somebody(app: Flask, as_person: Enter) -> None:
    everybody = [as_person(name) for name in CAST] + [app.test_client()]
    opened = {endpoint: False for endpoint, _ in pages(app)}
    for endpoint, address in pages(app):
        opened[endpoint] = opened[endpoint] or any(browser.get(address).status_code in {200, 303, 410} for browser in everybody)
    assert [endpoint for endpoint, done in opened.items() if not done] == []


def test_every_page_of_the_door_is_translated(app: Flask) -> None:
    browser = app.test_client()
    found = [breach for _, address in pages(app) for breach in breaches(browser.get(address, follow_redirects=True))]
    wrong = {"email": "anna@example.org", "password": "not-the-password", **token(browser.get("/sign-in"))}
    found += breaches(browser.post("/sign-in", data=wrong)) + breaches(browser.post("/sign-in", data=token(browser.get("/sign-in"))))
    assert list(dict.fromkeys(found)) == []


@pytest.mark.parametrize("name", ["anna", "boris", "vera", "otto", "adam"])
def test_every_answer_to_an_empty_form_is_translated(app: Flask, as_person: Enter, name: str) -> None:
    browser = as_person(name)
    found = []
    for address in changes(app):
        answer = browser.post(address, data=token(browser.get("/my-settings")), follow_redirects=True)
        found += breaches(answer)
    assert list(dict.fromkeys(found)) == []


def test_every_mail_is_translated(as_person: Enter, cast: dict[str, int], config: Config) -> None:
    adam = as_person("adam")
    fields = {"email": "ivan@example.org", "name": "Ιβάν", "team": ""}
    adam.post("/people/invite", data={**token(adam.get("/people/invite")), **fields})
    adam.post(f"/people/{cast['anna']}/link", data=token(adam.get("/people")))
    written = list(mails(config))
    assert len(written) == 2
    assert [words for mail in written for words in mail if left(words, KNOWN)] == []


def test_every_digest_is_translated(database: Database, cast: dict[str, int], config: Config) -> None:
    chores = {chore.name: chore for chore in reactions.CHORES}
    assert chores["digest"].run(database, config) == chores["mail"].run(database, config) == len(cast) - 1
    assert [words for mail in mails(config) for words in mail if left(words, KNOWN)] == []


def test_what_is_wrong_with_a_file_of_people_is_translated(as_person: Enter) -> None:
    adam = as_person("adam")
    lines = [
        "email,name,team,roles,positions",
        "wrong,Ένας,,,",
        "b@example.org,,rial,,",
        "c@example.org,Δύο,,boss;member;manager;admin@rail,ΧΧ",
        "c@example.org,Δύο,,,",
    ]
    upload = {"file": (io.BytesIO("\n".join(lines).encode()), "people.csv"), **token(adam.get("/people/import"))}
    said = re.findall(r"<code>people\.csv:\d+: [a-z-]+: (.*?)</code>", adam.post("/people/import", data=upload).text)
    assert len(said) >= 7
    words = {"wrong", "rial", "boss", "manager", "author", "approver", "assessor", "auditor", "admin", *TEAMS, *POSITIONS}
    assert [sentence for sentence in said if "⟦" not in sentence or left(html.unescape(sentence), words)] == []


def test_a_page_says_in_which_language_it_is(as_person: Enter) -> None:
    assert f'<html lang="{doubles.LANGUAGE}">' in as_person("anna").get("/").text


def test_a_sentence_that_gettext_does_not_know_is_found_on_a_page(app: Flask, as_person: Enter, tmp_path: Path) -> None:
    app.jinja_env.globals["version"] = "not translated"
    assert any("not translated" in breach for breach in breaches(as_person("anna").get("/")))
