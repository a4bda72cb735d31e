"""One-time links: invitation, forgotten password; good once, for a day, in no log and no Referer."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.config import Config
from portal.db import Database
from portal.people import service
from portal.people.models import OneTimeLink, Person
from tests.cast import email, password, sign_in, token

NEW = "tram lemon quartz eleven"


def ask_for_link(app: Flask, who: str) -> Any:
    browser = app.test_client()
    answer = browser.post("/sign-in/forgotten", data={"email": who, **token(browser.get("/sign-in/forgotten"))})
    answer.close()
    return answer


def mailed_key(config: Config) -> str:
    mails = sorted((config.home / "outbox").glob("*.eml"))
    return re.findall(r"/sign-in/link/([\w-]+)", mails[-1].read_text().replace("=\n", ""))[0]


def choose(browser: FlaskClient, key: str, chosen: str = NEW) -> Any:
    page = browser.get(f"/sign-in/link/{key}", follow_redirects=True)
    return browser.post("/sign-in/new-password", data={"password": chosen, "repeated": chosen, **token(page)})


def enters(app: Flask, who: str, secret: str) -> bool:
    browser = app.test_client()
    return bool(browser.post("/sign-in", data={"email": who, "password": secret, **token(browser.get("/sign-in"))}).status_code == 303)


def test_a_forgotten_password_is_replaced_and_every_sign_in_ends(app: Flask, cast: dict[str, int], config: Config) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, "anna")
    ask_for_link(app, email("anna"))
    assert choose(app.test_client(), mailed_key(config)).location == "/sign-in"
    assert elsewhere.get("/my-settings").status_code == 302
    assert enters(app, email("anna"), NEW)
    assert not enters(app, email("anna"), password("anna"))


def test_asking_for_a_link_answers_everybody_alike(app: Flask, cast: dict[str, int], config: Config) -> None:
    known = ask_for_link(app, email("anna")).get_data(as_text=True)
    unknown = ask_for_link(app, "nobody@example.org").get_data(as_text=True)
    without_ids = re.compile(r"Request \w+")
    assert without_ids.sub("", known) == without_ids.sub("", unknown)
    assert len(list((config.home / "outbox").glob("*.eml"))) == 1


def test_a_link_works_once(app: Flask, cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        key = service.new_link(session, cast["anna"], actor_id=None, at=clock.now())
    late = app.test_client()
    opened = token(late.get(f"/sign-in/link/{key}", follow_redirects=True))
    assert choose(app.test_client(), key).status_code == 303
    chosen = {"password": "another tram lemon quartz", "repeated": "another tram lemon quartz"}
    assert "This link does not work any more" in late.post("/sign-in/new-password", data=chosen | opened).get_data(as_text=True)
    assert not enters(app, email("anna"), "another tram lemon quartz")


def test_a_link_expires_after_a_day_and_a_newer_one_replaces_it(app: Flask, cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        old = service.new_link(session, cast["anna"], actor_id=None, at=clock.now())
        new = service.new_link(session, cast["anna"], actor_id=None, at=clock.now())
    assert app.test_client().get(f"/sign-in/link/{old}", follow_redirects=True).status_code == 410
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        assert app.test_client().get(f"/sign-in/link/{new}", follow_redirects=True).status_code == 410


def test_an_invited_person_becomes_active_with_the_first_password(app: Flask, database: Database) -> None:
    with database.writing() as session:
        person_id = service.enrol(session, email="ivan@example.org", name="Ivan", at=clock.now() - timedelta(hours=3))
        key = service.new_link(session, person_id, actor_id=None, at=clock.now())
    choose(app.test_client(), key)
    with database.reading() as session:
        ivan = session.get_one(Person, person_id)
        assert (ivan.state, ivan.joined_at > clock.now() - timedelta(minutes=5)) == ("active", True)
        assert session.scalars(select(OneTimeLink.purpose)).one() == "invite"


def test_a_weak_password_is_refused_and_the_link_stays_good(app: Flask, cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        key = service.new_link(session, cast["anna"], actor_id=None, at=clock.now())
    browser = app.test_client()
    refused = choose(browser, key, "password1234")
    assert refused.status_code == 422
    assert "tried first" in refused.get_data(as_text=True)
    assert choose(browser, key).status_code == 303


def test_the_key_is_in_no_page_no_referer_and_no_log(
    app: Flask, cast: dict[str, int], database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.writing() as session:
        key = service.new_link(session, cast["anna"], actor_id=None, at=clock.now())
    logger = logging.getLogger("portal")
    logger.addHandler(caplog.handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        browser = app.test_client()
        first = browser.get(f"/sign-in/link/{key}")
        page = browser.get("/sign-in/new-password")
    finally:
        logger.setLevel(level)
        logger.removeHandler(caplog.handler)
    assert (first.headers["Referrer-Policy"], first.location) == ("no-referrer", "/sign-in/new-password")
    assert key not in page.get_data(as_text=True)
    assert [getattr(record, "path", "") for record in caplog.records] == ["/sign-in/link/<string:key>", "/sign-in/new-password"]
    assert key not in caplog.text


def test_changing_the_password_ends_every_other_sign_in(app: Flask, as_person: Callable[[str], FlaskClient], config: Config) -> None:
    here, elsewhere = as_person("anna"), as_person("anna")
    fields = {"present": password("anna"), "password": NEW, "repeated": NEW, **token(here.get("/my-settings/password"))}
    assert here.post("/my-settings/password", data=fields).status_code == 303
    assert here.get("/my-settings").status_code == 200
    assert elsewhere.get("/my-settings").status_code == 302
    assert enters(app, email("anna"), NEW)
    assert "was changed" in next((config.home / "outbox").glob("*.eml")).read_text()


def test_a_wrong_present_password_counts_as_a_failed_try(as_person: Callable[[str], FlaskClient]) -> None:
    anna = as_person("anna")
    fields = {"present": "guess", "password": NEW, "repeated": NEW, **token(anna.get("/my-settings/password"))}
    for _ in range(10):
        assert "present password is not right" in anna.post("/my-settings/password", data=fields).get_data(as_text=True)
    assert "Too many tries" in anna.post("/my-settings/password", data=fields).get_data(as_text=True)


def test_links_stop_being_sent_when_too_many_were_asked_for(app: Flask, cast: dict[str, int], config: Config) -> None:
    for _ in range(8):
        ask_for_link(app, email("anna"))
    assert len(list((config.home / "outbox").glob("*.eml"))) == 5


def test_my_settings_are_mine_to_change_but_the_name_is_not(as_person: Callable[[str], FlaskClient], database: Database) -> None:
    anna = as_person("anna")
    fields = {"zone": "Europe/Lisbon", "language": "en", "mail": "daily", "name": "Queen", **token(anna.get("/my-settings"))}
    assert anna.post("/my-settings", data=fields).status_code == 303
    with database.reading() as session:
        row = session.scalars(select(Person).where(Person.email == email("anna"))).one()
        assert (row.zone, row.mail, row.name) == ("Europe/Lisbon", "daily", "Anna")
    assert anna.post("/my-settings", data=fields | {"zone": "Mars/Base"}).status_code == 422
