"""How the organisation came about: teams, people, roles, positions and posts, each on its day and by whoever may do it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from portal.demo.days import Days
from portal.demo.organisation import AUTHORS, BEGINNING, CONFIRMED, MANAGERS, PEOPLE, TEAMS, TENURES, Someone, Tenure
from portal.demo.service.story import Happening, Stage
from portal.people import service as people

FIRST, SECOND = PEOPLE[0], PEOPLE[1]
"""The first administrator, and the one who confirms what the first has granted."""
MINUTE = timedelta(minutes=1)


def founding(days: Days) -> Iterator[Happening]:
    """Everything that needs no vocabulary: teams, accounts, roles."""
    yield Happening(days.at(BEGINNING, "08:00"), _teams)
    for number, someone in enumerate(PEOPLE):
        began = someone.joined == BEGINNING
        yield Happening(days.at(someone.joined, "08:05" if began else "08:30") + number * MINUTE, partial(_enrol, someone))
    roles = days.at(BEGINNING, "09:20")
    for name, team in MANAGERS.items():
        yield Happening(roles, partial(_grant, name, "manager", team))
    for name in AUTHORS:
        yield Happening(roles + MINUTE, partial(_grant, name, "author", ""))
    for name, role in CONFIRMED.items():
        yield Happening(roles + 2 * MINUTE, partial(_grant_and_confirm, name, role))


def settling(days: Days) -> Iterator[Happening]:
    """Everything that needs the positions and posts of the published method."""
    for number, someone in enumerate(PEOPLE):
        day = days.at(someone.joined, "11:00") + number * MINUTE
        for position in someone.positions:
            yield Happening(day, partial(_position, someone, position))
        if someone.left is not None:
            yield Happening(days.at(someone.left, "16:30"), partial(_leave, someone))
    for tenure in TENURES:
        yield Happening(days.at(tenure.since, "12:30"), partial(_post, tenure))


def _teams(stage: Stage, at: datetime) -> None:
    for team in TEAMS:
        stage.teams[team.slug] = people.create_team(stage.session, team.name, at=at, parent_id=stage.teams.get(team.above), short=team.slug)


def _enrol(someone: Someone, stage: Stage, at: datetime) -> None:
    stage.people[someone.name] = people.enrol(
        stage.session,
        email=someone.email,
        name=someone.name,
        at=at,
        actor_id=stage.people.get(FIRST.name),
        team_id=stage.teams.get(someone.team),
        password_hash=stage.password_hashes.get(someone.cast),
        state="active",
    )
    if someone in {FIRST, SECOND}:
        actor = None if someone is FIRST else stage.people[FIRST.name]
        people.grant_role(stage.session, stage.people[someone.name], "admin", actor_id=actor, at=at)


def _grant(name: str, role: str, team: str, stage: Stage, at: datetime) -> int:
    team_id = stage.teams[team] if team else None
    return people.grant_role(stage.session, stage.people[name], role, team_id=team_id, actor_id=stage.people[FIRST.name], at=at)


def _grant_and_confirm(name: str, role: str, stage: Stage, at: datetime) -> None:
    grant = _grant(name, role, "", stage, at)
    people.confirm_role(stage.session, grant, actor_id=stage.people[SECOND.name], at=at)


def _position(someone: Someone, code: str, stage: Stage, at: datetime) -> None:
    person, actor = stage.people[someone.name], stage.people[FIRST.name]
    team = stage.teams.get(someone.team)
    people.take_position(stage.session, person, code, since=stage.days.date_of(at), team_id=team, actor_id=actor, at=at)


def _post(tenure: Tenure, stage: Stage, at: datetime) -> None:
    if not stage.posts:
        titles = {title for file in stage.source.documents for title in (file.meta.owner, file.meta.approver)}
        stage.posts = people.ensure_posts(stage.session, titles, at=at, actor_id=stage.people[FIRST.name])
    holder = stage.people[tenure.holder] if tenure.holder else None
    actor, since = stage.people[FIRST.name], stage.days.date_of(at)
    people.assign_post(stage.session, stage.posts[tenure.post], holder, since=since, actor_id=actor, at=at)


def _leave(someone: Someone, stage: Stage, at: datetime) -> None:
    """Out of the team first, so that a team's list is of those who are there."""
    person, actor, zone = stage.people[someone.name], stage.people[FIRST.name], stage.days.zone
    people.change_details(stage.session, person, name=someone.name, team_id=None, actor_id=actor, at=at, zone=zone)
    people.deactivate(stage.session, person, actor_id=actor, at=at, zone=zone)
