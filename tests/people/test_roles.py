"""Roles: never one's own, a second person where it matters, rights by team, tokens of audience; a table of cast and permissions."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Database
from portal.errors import Refused
from portal.people import queries, service
from portal.people.models import RoleGrant
from portal.people.service.refusals import AlreadyHeld, NoTeamAllowed, NotToOneself, SecondPersonNeeded, TeamNeeded
from portal.permissions import Permission, Reader
from tests.cast import CAST, ENROLLED, email, token

Enter = Callable[[str], FlaskClient]
RIGHTS = {
    Permission.HOME: CAST,
    Permission.LIBRARY_READ: CAST,
    Permission.LIBRARY_READERS: ("boris", "vera", "otto"),
    Permission.LIBRARY_EXEMPT: ("boris", "vera"),
    Permission.LIBRARY_DRAFTS: ("vera", "paul", "otto"),
    Permission.JOURNAL_READ: ("vera", "paul", "otto", "adam"),
    Permission.PEOPLE_ADMINISTER: ("adam",),
    Permission.SETTINGS_CHANGE: ("adam",),
}


def reader(session: Session, name: str) -> Reader:
    found = queries.named(session, email(name), clock.now(), zone="UTC", language="en")
    assert found is not None
    return found


def grants(session: Session, person_id: int) -> list[RoleGrant]:
    return list(session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id).order_by(RoleGrant.id)))


@pytest.mark.parametrize("permission", RIGHTS)
def test_each_of_the_cast_may_what_the_table_says(cast: dict[str, int], database: Database, permission: Permission) -> None:
    with database.reading() as session:
        assert tuple(name for name in CAST if reader(session, name).may(permission)) == tuple(n for n in CAST if n in RIGHTS[permission])


def test_a_managers_rights_reach_down_and_not_beside(cast: dict[str, int], database: Database) -> None:
    with database.reading() as session:
        boris = reader(session, "boris")
        paths = ("/rail/", "/rail/signalling/", "/pmo/")
        assert [boris.may(Permission.LIBRARY_READERS, path) for path in paths] == [True, True, False]


def test_audience_tokens_are_those_of_teams_above_positions_and_control(cast: dict[str, int], database: Database) -> None:
    with database.reading() as session:
        assert reader(session, "anna").audience == {"everyone", "role:member", "team:rail", "team:signalling", "position:TEM"}
        assert reader(session, "gina").audience == {"everyone", "role:member"}
        assert {name for name in CAST if "control" in reader(session, name).audience} == {"vera", "paul", "otto"}


@pytest.mark.parametrize("role", ["approver", "assessor", "auditor"])
def test_a_second_person_must_confirm(cast: dict[str, int], database: Database, role: str) -> None:
    with database.writing() as session:
        second = service.grant_role(session, cast["vera"], "admin", actor_id=cast["adam"], at=ENROLLED)
        assert session.get_one(RoleGrant, second).confirmed_at is not None
        waiting = service.grant_role(session, cast["gina"], role, actor_id=cast["adam"], at=ENROLLED)
        assert f"role:{role}" not in reader(session, "gina").audience
        with pytest.raises(SecondPersonNeeded):
            service.confirm_role(session, waiting, actor_id=cast["adam"], at=ENROLLED)
        with pytest.raises(NotToOneself):
            service.confirm_role(session, waiting, actor_id=cast["gina"], at=ENROLLED)
        service.confirm_role(session, waiting, actor_id=cast["vera"], at=ENROLLED)
        session.flush()
        assert f"role:{role}" in reader(session, "gina").audience


def test_roles_refuse_oneself_a_manager_without_a_team_and_twice_the_same(cast: dict[str, int], database: Database) -> None:
    adam, gina = cast["adam"], cast["gina"]
    attempts: list[tuple[type[Refused], int, str, int | None]] = [
        (NotToOneself, adam, "author", None),
        (TeamNeeded, gina, "manager", None),
        (NoTeamAllowed, gina, "admin", 1),
        (AlreadyHeld, cast["vera"], "author", None),
        (Refused, gina, "emperor", None),
    ]
    with database.writing() as session:
        for refusal, person_id, role, team_id in attempts:
            with pytest.raises(refusal):
                service.grant_role(session, person_id, role, team_id=team_id, actor_id=adam, at=ENROLLED)


@pytest.mark.parametrize(
    "row",
    [
        {"role": "author", "granted_by": 1},
        {"role": "manager"},
        {"role": "approver", "granted_by": 2, "confirmed_by": 2},
        {"role": "approver", "granted_by": 2, "confirmed_by": 1},
        {"role": "emperor"},
    ],
)
def test_the_database_itself_refuses_what_the_service_refuses(cast: dict[str, int], database: Database, row: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(RoleGrant(person_id=1, granted_at=ENROLLED, **row))


def test_ending_ones_own_role_is_refused_and_ending_anothers_works(as_person: Enter, cast: dict[str, int], database: Database) -> None:
    adam = as_person("adam")
    fields = token(adam.get("/people"))
    with database.reading() as session:
        own, other = grants(session, cast["adam"])[0].id, grants(session, cast["vera"])[0].id
    assert adam.post(f"/people/roles/{own}/end", data=fields).status_code == 422
    assert adam.post(f"/people/roles/{other}/end", data=fields).status_code == 303
    assert adam.post(f"/people/roles/{other}/end", data=fields).status_code == 404


def test_granting_and_confirming_through_the_pages(as_person: Enter, cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        service.grant_role(session, cast["boris"], "admin", actor_id=cast["adam"], at=ENROLLED)
    adam, boris, gina = as_person("adam"), as_person("boris"), cast["gina"]
    fields = {"role-role": "approver", "role-team": "", **token(adam.get("/people"))}
    assert adam.post(f"/people/{gina}/roles", data=fields).status_code == 303
    assert "You granted it; somebody else confirms it." in adam.get("/people/pending-roles").text
    with database.reading() as session:
        waiting = session.scalar(select(func.max(RoleGrant.id)))
    assert boris.post(f"/people/roles/{waiting}/confirm", data=token(boris.get("/people/pending-roles"))).status_code == 303
    assert "Nothing waits" in boris.get("/people/pending-roles").text
    own = {"role-role": "author", "role-team": "", **token(adam.get("/people"))}
    assert "Nobody changes a role of their own" in adam.post(f"/people/{cast['adam']}/roles", data=own).text


def test_two_administrators_cannot_end_each_others_role(cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        service.grant_role(session, cast["vera"], "admin", actor_id=cast["adam"], at=ENROLLED)
        adams = next(grant.id for grant in grants(session, cast["adam"]))
        veras = next(grant.id for grant in grants(session, cast["vera"]) if grant.role == "admin")
        service.end_role(session, adams, actor_id=cast["vera"], at=ENROLLED)
        with pytest.raises(Refused, match="last administrator"):
            service.end_role(session, veras, actor_id=cast["adam"], at=ENROLLED)
