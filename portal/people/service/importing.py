"""Importing people from a file: a plan first, then the same plan carried out, all or nothing. Adds and updates, never removes."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Select, column, or_, select, table
from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.errors import N_
from portal.journal import service as journal
from portal.people.letters import Letterhead
from portal.people.models import ROLES, Person, PositionHeld, RoleGrant, Team
from portal.people.policy import NEEDS_A_SECOND_PERSON
from portal.people.roster import BadLine, Held, Line, read
from portal.people.service.accounts import change_details
from portal.people.service.links import invite
from portal.people.service.refusals import PlanChanged, RosterRefused
from portal.people.service.rights import grant, take_position

POSITION = table("position", column("code"))


@dataclass(frozen=True, slots=True)
class Step:
    """What the import does for one line; `person_id` is None for a new person. Roles and positions are those not held yet."""

    line: Line
    person_id: int | None
    renames: bool
    moves: bool
    roles: tuple[Held, ...]
    positions: tuple[Held, ...]

    @property
    def kind(self) -> str:
        """`invite`, `update` or `unchanged`."""
        if self.person_id is None:
            return "invite"
        return "update" if self.renames or self.moves or self.roles or self.positions else "unchanged"

    @property
    def waiting(self) -> tuple[Held, ...]:
        """Those of the roles that wait for a second administrator."""
        return tuple(role for role in self.roles if role.code in NEEDS_A_SECOND_PERSON)


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """All steps in the order of the file, and every bad line in the order of their numbers."""

    steps: tuple[Step, ...]
    bad: tuple[BadLine, ...]

    @property
    def digest(self) -> str:
        """The same for the same steps: what a preview showed."""
        return hashlib.sha256(repr(self.steps).encode()).hexdigest()

    def count(self, kind: str) -> int:
        """How many steps are of a kind."""
        return sum(step.kind == kind for step in self.steps)


@dataclass(frozen=True)
class _Known:
    people: dict[str, Person]
    teams: dict[str, int]
    positions: frozenset[str]
    roles: dict[int, set[tuple[str, int | None]]]
    held: dict[int, set[tuple[str, int | None]]]


def plan_roster(session: Session, content: bytes, *, actor_id: int | None, day: date) -> RosterPlan:
    """What importing the file would do, and everything wrong with it; writes nothing. Six queries, however long the file."""
    roster = read(content)
    known = _known(session, day)
    bad, steps = list(roster.bad), []
    for line in roster.lines:
        problems = list(_problems(line, known, actor_id))
        bad += problems
        if not problems:
            steps.append(_step(line, known))
    return RosterPlan(tuple(steps), tuple(sorted(bad, key=lambda problem: problem.number)))


def import_roster(
    session: Session, content: bytes, *, head: Letterhead, actor_id: int | None, at: datetime, zone: str = "UTC", seen: str = ""
) -> RosterPlan:
    """Carry out the plan of this file, invitations included. Raises RosterRefused for bad lines, PlanChanged if `seen` is another plan."""
    day = day_in(at, zone)
    plan = plan_roster(session, content, actor_id=actor_id, day=day)
    if plan.bad:
        raise RosterRefused
    if seen and plan.digest != seen:
        raise PlanChanged
    teams = _teams(session)
    for step in plan.steps:
        if step.kind != "unchanged":
            person_id = _account(session, step, teams, head=head, actor_id=actor_id, at=at, zone=zone)
            for role in step.roles:
                grant(session, person_id, role.code, team_id=teams.get(role.team), actor_id=actor_id, at=at)
            for position in step.positions:
                place = teams.get(position.team)
                take_position(session, person_id, position.code, since=day, team_id=place, actor_id=actor_id, at=at)
    if plan.count("unchanged") < len(plan.steps):
        counts = {kind: plan.count(kind) for kind in ("invite", "update", "unchanged")}
        journal.record(session, at, actor_id, "people imported", "roster", plan.digest[:12], None, counts)
    return plan


def _account(
    session: Session, step: Step, teams: dict[str, int], *, head: Letterhead, actor_id: int | None, at: datetime, zone: str
) -> int:
    line, team_id = step.line, teams.get(step.line.team)
    if step.person_id is None:
        return invite(session, email=line.email, name=line.name, team_id=team_id, head=head, actor_id=actor_id, at=at)
    if step.renames or step.moves:
        person = session.get_one(Person, step.person_id)
        values = {"name": line.name if step.renames else person.name, "team_id": team_id if step.moves else person.team_id}
        change_details(session, step.person_id, **values, actor_id=actor_id, at=at, zone=zone)  # type: ignore[arg-type]
    return step.person_id


def _known(session: Session, day: date) -> _Known:
    running = or_(PositionHeld.until.is_(None), PositionHeld.until > day)
    roles = select(RoleGrant.person_id, RoleGrant.role, RoleGrant.team_id).where(RoleGrant.ended_at.is_(None))
    positions = select(PositionHeld.person_id, PositionHeld.position_code, PositionHeld.team_id).where(running)
    return _Known(
        people={person.email: person for person in session.scalars(select(Person))},
        teams=_teams(session),
        positions=frozenset(session.scalars(select(POSITION.c.code))),
        roles=_by_person(session, roles),
        held=_by_person(session, positions),
    )


def _teams(session: Session) -> dict[str, int]:
    return {row.slug: row.id for row in session.execute(select(Team.slug, Team.id))}


def _by_person(session: Session, query: Select[Any, Any, Any]) -> dict[int, set[tuple[str, int | None]]]:
    found: dict[int, set[tuple[str, int | None]]] = defaultdict(set)
    for person_id, code, team_id in session.execute(query):
        found[person_id].add((code, team_id))
    return found


def _step(line: Line, known: _Known) -> Step:
    person = known.people.get(line.email)
    roles = known.roles.get(person.id, set()) if person else set()
    held = known.held.get(person.id, set()) if person else set()
    return Step(
        line=line,
        person_id=person.id if person else None,
        renames=bool(person and line.name and line.name != person.name),
        moves=bool(person and line.team and known.teams[line.team] != person.team_id),
        roles=tuple(role for role in line.roles if (role.code, known.teams.get(role.team)) not in roles),
        positions=tuple(position for position in line.positions if (position.code, known.teams.get(position.team)) not in held),
    )


def _problems(line: Line, known: _Known, actor_id: int | None) -> Iterator[BadLine]:
    person, number, named = known.people.get(line.email), line.number, {"email": line.email}
    if person is None and not line.name:
        yield BadLine(number, "missing-name", N_("%(email)s is new here and needs a name"), named)
    if person is not None and person.state == "inactive":
        yield BadLine(number, "inactive", N_("%(email)s is deactivated; reactivate the account first"), named)
    for slug in dict.fromkeys([line.team, *(held.team for held in (*line.roles, *line.positions))]):
        if slug and slug not in known.teams:
            yield _unknown(number, "unknown-team", N_("there is no team %(word)s"), slug, known.teams)
    for role in line.roles:
        yield from _role_problem(number, role)
    for position in line.positions:
        if position.code not in known.positions:
            yield _unknown(number, "unknown-position", N_("there is no position %(word)s"), position.code, known.positions)
    if (
        person is not None
        and person.id == actor_id
        and any((r.code, known.teams.get(r.team)) not in known.roles[person.id] for r in line.roles)
    ):
        yield BadLine(number, "oneself", N_("nobody grants a role to themselves"))


def _role_problem(number: int, role: Held) -> Iterator[BadLine]:
    if role.code == "member":
        yield BadLine(number, "unknown-role", N_("every active account is a member; leave it out"))
    elif role.code not in ROLES:
        yield _unknown(number, "unknown-role", N_("there is no role %(word)s"), role.code, ROLES)
    elif role.code == "manager" and not role.team:
        yield BadLine(number, "needs-team", N_("a manager manages a team: write manager@ and its short name"))
    elif role.code == "admin" and role.team:
        yield BadLine(number, "no-team-allowed", N_("an administrator is one for the whole organisation: write admin"))


def _unknown(number: int, code: str, sentence: str, word: str, known: Iterable[str]) -> BadLine:
    """A word that is none of those known, with the nearest one, or all of them, as a hint."""
    choices = sorted(known)
    near = get_close_matches(word, choices, 1, 0.5)
    hint = N_("did you mean %(near)s?") if near else N_("there are %(choices)s") if choices else N_("make it first")
    values = {"word": repr(word), "near": repr(near[0]) if near else "", "choices": ", ".join(choices[:12])}
    return BadLine(number, code, sentence, values, hint)
