"""The pages of administration: who may open them, and what they change."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.config import Config
from portal.db import Database
from portal.journal.models import JournalRow
from portal.people import queries, service
from portal.people.models import Person, PositionHeld, PostHolder, RoleGrant
from tests.cast import CAST, ENROLLED, email, token
from tests.counting import counted

Enter = Callable[[str], FlaskClient]
PAGES = (
    "/people",
    "/people/invite",
    "/people/import",
    "/people/teams",
    "/people/teams/2",
    "/people/posts",
    "/people/pending-roles",
    "/people/1",
    "/people/1/hand-over",
    "/people/1/deactivate",
)
OWN = ("/my-settings", "/my-settings/password")


def send(browser: FlaskClient, url: str, page: str = "/people", **fields: Any) -> Any:
    return browser.post(url, data={**token(browser.get(page)), **fields})


@pytest.mark.parametrize("name", CAST)
def test_only_administrators_open_the_pages_of_people(as_person: Enter, name: str) -> None:
    browser = as_person(name)
    expected = 200 if name == "adam" else 403
    assert {url: browser.get(url).status_code for url in PAGES} == dict.fromkeys(PAGES, expected)
    assert {browser.get(url).status_code for url in OWN} == {200}


def test_every_page_keeps_the_laws_of_pages(app: Flask, as_person: Enter, cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        post = service.ensure_posts(session, ["Risk lead"])["Risk lead"]
        service.assign_post(session, post, cast["anna"], since=date(2026, 1, 5), actor_id=None, at=ENROLLED)
    adam = as_person("adam")
    urls = (*PAGES, *OWN, f"/people/posts/{post}", f"/people/{cast['adam']}", "/people?text=nobody-at-all")
    assert {url: adam.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
    doors = {"/sign-in": 200, "/sign-in/forgotten": 200, "/sign-in/new-password": 410}
    assert {url: app.test_client().get(url).status_code for url in doors} == doors


def test_an_invitation_makes_an_account_and_a_mail(as_person: Enter, database: Database, config: Config) -> None:
    fields = {"email": "Ivan@Example.org", "name": "Ivan  Horvat", "team": "2"}
    answer = send(as_person("adam"), "/people/invite", "/people/invite", **fields)
    assert answer.status_code == 303
    with database.reading() as session:
        ivan = session.scalars(select(Person).where(Person.email == "ivan@example.org")).one()
        assert (ivan.name, ivan.state, ivan.team_id, answer.location) == ("Ivan Horvat", "invited", 2, f"/people/{ivan.id}")
    mail = next((config.home / "outbox").glob("*.eml")).read_text()
    assert "To: ivan@example.org" in mail
    assert "/sign-in/link/" in mail


def test_an_address_somebody_has_is_refused_and_what_was_typed_stays(as_person: Enter) -> None:
    answer = send(as_person("adam"), "/people/invite", "/people/invite", email="anna@example.org", name="Another Anna", team="")
    assert answer.status_code == 422
    assert "already has this e-mail address" in answer.get_data(as_text=True)
    assert 'value="Another Anna"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("url", ["/people?text=anna", "/people?text=person+1", "/people"])
def test_the_list_costs_the_same_for_two_people_and_for_thirty(as_person: Enter, database: Database, url: str) -> None:
    adam = as_person("adam")
    with database.writing() as session:
        for number in range(30):
            person_id = service.enrol(session, email=f"p{number}@example.org", name=f"Person {number}", at=ENROLLED, team_id=2)
            service.grant_role(session, person_id, "author", actor_id=None, at=ENROLLED)
            service.take_position(session, person_id, "TEM", since=ENROLLED.date(), actor_id=None, at=ENROLLED)
    with counted(database) as sent:
        assert adam.get(url).status_code == 200
        assert len(sent) == 7


def test_the_list_filters_sorts_and_pages(as_person: Enter, database: Database) -> None:
    adam = as_person("adam")
    in_rail = adam.get("/people?team=rail").get_data(as_text=True)
    assert [name in in_rail for name in ("anna@", "boris@", "vera@")] == [True, True, False]
    assert "vera@" in adam.get("/people?role=author").get_data(as_text=True)
    assert "2 people found" in adam.get("/people?position=TEM&text=").get_data(as_text=True).replace("1 person", "2 people")
    with database.writing() as session:
        for number in range(30):
            service.enrol(session, email=f"p{number}@example.org", name=f"Zoe {number:02}", at=ENROLLED)
    second = adam.get("/people?text=zoe&page=2").get_data(as_text=True)
    assert "Zoe 29" in second
    assert "Zoe 24" not in second
    assert "Page 2 of 2" in second


def test_a_leaver_hands_over_and_is_signed_out_everywhere(as_person: Enter, cast: dict[str, int], database: Database) -> None:
    vera, adam = as_person("vera"), as_person("adam")
    with database.writing() as session:
        posts = service.ensure_posts(session, ["Risk lead", "Head of PMO"])
        for post in posts.values():
            service.assign_post(session, post, cast["vera"], since=date(2025, 2, 3), actor_id=None, at=ENROLLED)
    url = f"/people/{cast['vera']}/deactivate"
    fields = {f"post_{posts['Risk lead']}": str(cast["paul"]), f"post_{posts['Head of PMO']}": ""}
    assert send(adam, url, url, **fields).status_code == 303
    assert vera.get("/my-settings").status_code == 302
    with database.reading() as session:
        today = clock.now().date()
        held = queries.holders(session, posts.values(), today)
        assert held[posts["Head of PMO"]] is None
        assert getattr(held[posts["Risk lead"]], "person_id", 0) == cast["paul"]
        assert session.get_one(Person, cast["vera"]).state == "inactive"
        assert session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast["vera"], RoleGrant.ended_at.is_(None))).all() == []
        assert session.scalars(select(PositionHeld.until).where(PositionHeld.person_id == cast["vera"])).all() == [today]
        assert session.scalars(select(PostHolder)).all()


def test_nobody_deactivates_themselves_or_the_last_administrator(as_person: Enter, cast: dict[str, int], database: Database) -> None:
    url = f"/people/{cast['adam']}/deactivate"
    assert "Nobody deactivates their own account" in send(as_person("adam"), url, url).get_data(as_text=True)
    with database.writing() as session, pytest.raises(Exception, match="last administrator"):
        service.deactivate(session, cast["adam"], actor_id=None, at=clock.now())


def test_a_reactivated_person_has_no_roles_and_needs_a_new_password(as_person: Enter, cast: dict[str, int], database: Database) -> None:
    adam, vera = as_person("adam"), cast["vera"]
    send(adam, f"/people/{vera}/deactivate", f"/people/{vera}/deactivate")
    assert send(adam, f"/people/{vera}/reactivate", f"/people/{vera}").status_code == 303
    with database.reading() as session:
        person = session.get_one(Person, vera)
        assert (person.state, person.password_hash) == ("invited", None)
        assert queries.find(session, queries.Sought(text="vera"), clock.now().date()).rows[0].roles == ()


def test_teams_are_made_and_renamed_and_their_short_name_stays(as_person: Enter, database: Database) -> None:
    adam = as_person("adam")
    assert send(adam, "/people/teams", "/people/teams", name="Track & Works", short="", above="1").status_code == 303
    assert "already has the short name" in send(adam, "/people/teams", "/people/teams", name="Track works", short="", above="").text
    with database.reading() as session:
        made = next(row for row in queries.team_tree(session) if row.slug == "track-works")
        assert (made.path, made.depth) == ("/rail/track-works/", 1)
    send(adam, f"/people/teams/{made.id}", "/people/teams", name="Permanent way")
    with database.reading() as session:
        assert [(row.slug, row.name) for row in queries.team_tree(session) if row.id == made.id] == [("track-works", "Permanent way")]


def test_positions_have_dates_and_none_runs_twice(as_person: Enter, cast: dict[str, int], database: Database) -> None:
    adam, anna = as_person("adam"), cast["anna"]
    day = clock.now().date()
    fields = {"position-position": "PRM", "position-at_team": "2", "position-since": day.isoformat(), "position-last_day": ""}
    assert send(adam, f"/people/{anna}/positions", f"/people/{anna}", **fields).status_code == 303
    assert "already holds this" in send(adam, f"/people/{anna}/positions", f"/people/{anna}", **fields).text
    backwards = fields | {"position-at_team": "", "position-last_day": (day - timedelta(days=3)).isoformat()}
    assert "lies before the first" in send(adam, f"/people/{anna}/positions", f"/people/{anna}", **backwards).text
    with database.reading() as session:
        held = session.scalars(select(PositionHeld.id).where(PositionHeld.person_id == anna, PositionHeld.position_code == "TEM")).one()
    assert send(adam, f"/people/positions/{held}/leave").status_code == 303
    with database.reading() as session:
        assert session.get_one(PositionHeld, held).until == day


def test_the_journal_holds_ids_and_never_names_or_addresses(as_person: Enter, cast: dict[str, int], database: Database) -> None:
    adam = as_person("adam")
    send(adam, "/people/invite", "/people/invite", email="ivan@example.org", name="Ivan Horvat", team="2")
    fields = {"details-name": "Anna Maria Berg", "details-team": "1"}
    send(adam, f"/people/{cast['anna']}/details", f"/people/{cast['anna']}", **fields)
    send(adam, f"/people/{cast['vera']}/deactivate", f"/people/{cast['vera']}/deactivate")
    with database.reading() as session:
        rows = session.scalars(select(JournalRow)).all()
        written = repr([(row.action, row.object_kind, row.object_key, row.before, row.after) for row in rows])
        assert {"person invited", "person changed", "person deactivated", "role granted"} <= {row.action for row in rows}
    for word in ("Ivan", "Horvat", "Berg", "example.org", *(email(name) for name in CAST), *(name.title() for name in CAST)):
        assert word not in written


def test_the_export_is_a_file_that_import_finds_unchanged(as_person: Enter, database: Database) -> None:
    content = as_person("adam").get("/people/export").data
    with database.reading() as session:
        plan = service.plan_roster(session, content, actor_id=None, day=clock.now().date())
        assert (plan.bad, plan.count("unchanged")) == ((), len(CAST))
