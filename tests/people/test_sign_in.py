"""The door: one answer for everybody, a throttle, sessions that end, no open redirect."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.db import Database
from portal.people import service
from portal.people.models import AuthSession, FailedSignIn
from portal.people.service import hashing
from tests.cast import email, password, sign_in, token

WRONG = "E-mail address or password is not right."


def try_door(browser: FlaskClient, who: str, secret: str, **more: str) -> Any:
    return browser.post("/sign-in", data={"email": who, "password": secret, **token(browser.get("/sign-in")), **more})


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which hashes were computed: instead of a clock."""
    seen: list[str] = []
    real = hashing.hasher("cheap")

    class Counting:
        def verify(self, stored: str, given: str) -> bool:
            seen.append("verify")
            return real.verify(stored, given)

        def hash(self, given: str) -> str:
            seen.append("hash")
            return real.hash(given)

        def check_needs_rehash(self, stored: str) -> bool:
            return real.check_needs_rehash(stored)

    monkeypatch.setattr(hashing, "hasher", lambda _cost: Counting())
    return seen


def test_a_person_signs_in_and_out(app: Flask, cast: dict[str, int], database: Database) -> None:
    browser = app.test_client()
    assert browser.get("/").status_code == 302
    sign_in(browser, "anna")
    assert browser.get("/my-settings").status_code == 200
    page = browser.get("/my-settings")
    assert browser.post("/sign-out", data=token(page)).location == "/sign-in"
    assert browser.get("/my-settings").location == "/sign-in?next=/my-settings"
    with database.reading() as session:
        assert session.scalars(select(AuthSession.ended_at)).one() is not None


@pytest.mark.parametrize("who", ["anna@example.org", "nobody@example.org", "ivan@example.org", "leo@example.org"])
def test_every_refusal_reads_the_same_and_costs_one_hash(
    app: Flask, cast: dict[str, int], database: Database, hashes: list[str], who: str
) -> None:
    with database.writing() as session:
        at = clock.now()
        service.enrol(session, email="ivan@example.org", name="Ivan", at=at)
        leaver = service.enrol(
            session, email="leo@example.org", name="Leo", at=at, password_hash=hashing.make("x", "cheap"), state="active"
        )
        service.deactivate(session, leaver, actor_id=cast["adam"], at=at)
    hashes.clear()
    answer = try_door(app.test_client(), who, "not the password at all")
    assert answer.status_code == 422
    assert WRONG in answer.get_data(as_text=True)
    assert hashes == ["verify"]


def test_the_eleventh_try_must_wait_also_for_an_account_nobody_has(app: Flask, database: Database) -> None:
    with time_machine.travel(clock.now(), tick=False) as now:
        for _ in range(10):
            assert try_door(app.test_client(), "nobody@example.org", "guess").status_code == 422
        answer = try_door(app.test_client(), "nobody@example.org", "guess")
        assert answer.status_code == 429
        assert "Wait 15 minutes" in answer.get_data(as_text=True)
        assert answer.headers["Retry-After"] == "900"
        now.shift(timedelta(minutes=15))
        assert try_door(app.test_client(), "nobody@example.org", "guess").status_code == 422


def test_even_the_right_password_waits_and_no_hash_is_computed(app: Flask, cast: dict[str, int], hashes: list[str]) -> None:
    for _ in range(10):
        try_door(app.test_client(), email("anna"), "guess")
    hashes.clear()
    assert try_door(app.test_client(), email("anna"), password("anna")).status_code == 429
    assert hashes == []


def test_an_address_that_tries_many_accounts_must_wait(app: Flask, database: Database) -> None:
    browser = app.test_client()
    fields = token(browser.get("/sign-in"))
    for number in range(50):
        browser.post("/sign-in", data={"email": f"n{number}@example.org", "password": "guess", **fields})
    assert browser.post("/sign-in", data={"email": "other@example.org", "password": "guess", **fields}).status_code == 429


def test_signing_in_strikes_out_the_failed_tries_of_that_account_only(app: Flask, cast: dict[str, int], database: Database) -> None:
    for who in (email("anna"), email("anna"), email("boris")):
        try_door(app.test_client(), who, "guess")
    sign_in(app.test_client(), "anna")
    with database.reading() as session:
        assert len(session.scalars(select(FailedSignIn)).all()) == 1


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_sign_in_never_leads_to_another_site(app: Flask, cast: dict[str, int], target: str) -> None:
    answer = try_door(app.test_client(), email("anna"), password("anna"), next=target)
    assert answer.location == "/"


def test_sign_in_leads_back_to_where_one_was_going(app: Flask, cast: dict[str, int]) -> None:
    browser = app.test_client()
    first = browser.get("/my-settings", follow_redirects=True)
    assert 'value="/my-settings"' in first.get_data(as_text=True)
    assert try_door(browser, email("anna"), password("anna"), next="/my-settings").location == "/my-settings"


def test_a_cookie_planted_before_the_sign_in_opens_nothing(app: Flask, cast: dict[str, int]) -> None:
    browser = app.test_client()
    browser.get("/sign-in")
    planted = browser.get_cookie("session")
    assert planted is not None
    sign_in(browser, "anna")
    after = browser.get_cookie("session")
    assert after is not None
    assert after.value != planted.value
    thief = app.test_client()
    thief.set_cookie("session", planted.value)
    assert thief.get("/my-settings").status_code == 302


def test_a_sign_in_lasts_twelve_hours_unless_kept(app: Flask, cast: dict[str, int]) -> None:
    short, kept = app.test_client(), app.test_client()
    with time_machine.travel(clock.now(), tick=False) as now:
        sign_in(short, "anna")
        try_door(kept, email("anna"), password("anna"), keep="y")
        now.shift(timedelta(hours=13))
        assert short.get("/my-settings").status_code == 302
        assert kept.get("/my-settings").status_code == 200


def test_who_is_signed_in_already_is_sent_home(as_person: Callable[[str], FlaskClient]) -> None:
    assert as_person("anna").get("/sign-in").location == "/"


def test_old_rows_of_the_door_are_forgotten(app: Flask, cast: dict[str, int], database: Database) -> None:
    try_door(app.test_client(), email("anna"), "guess")
    sign_in(app.test_client(), "boris")
    with database.writing() as session:
        service.new_link(session, cast["anna"], actor_id=None, at=clock.now())
        assert service.forget(session, at=clock.now()) == 0
        assert service.forget(session, at=clock.now() + timedelta(days=92)) == 3
