"""`portal people`: the first administrator, and people from a file."""

import sys
from pathlib import Path

import click

from portal import clock
from portal.cli.here import Here, here, person
from portal.db import Session
from portal.errors import NotAllowed
from portal.jobs import service as jobs
from portal.people import service
from portal.people.letters import Letterhead
from portal.people.service.importing import RosterPlan, Step
from portal.permissions import Permission


@click.group("people")
def group() -> None:
    """Administrators and people."""


command = group


@group.command("admin")
@click.argument("email")
@click.option("--name", default="", help="The administrator's name; by default the part of the address before the @.")
def admin(email: str, name: str) -> None:
    """Make EMAIL an administrator and print a one-time link for choosing a password, good for 24 hours."""
    place = here()
    with place.database.writing() as session:
        key = service.make_administrator(session, email, name=name, at=place.at)
    click.echo(_letterhead(place).link(key))


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--actor", metavar="EMAIL", help="Whose import this is; by default the system's.")
def import_file(file: Path, dry_run: bool, actor: str | None) -> None:
    """Add and update people from FILE (email,name,team,roles,positions). Removes nobody; all or nothing."""
    place, content = here(), file.read_bytes()
    with place.database.reading() as session:
        actor_id = _administrator(session, place, actor) if actor else None
        plan = service.plan_roster(session, content, actor_id=actor_id, day=clock.day_in(place.at, place.config.zone))
    _show(plan, file)
    if plan.bad:
        sys.exit(1)
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.")
        return
    with place.database.writing() as session:
        values = {"head": _letterhead(place), "actor_id": actor_id, "at": place.at, "zone": place.config.zone}
        service.import_roster(session, content, seen=plan.digest, **values)  # type: ignore[arg-type]
    jobs.deliver(place.database, place.config, at=place.at)
    click.echo("Done.")


def _administrator(session: Session, place: Here, email: str) -> int:
    actor = person(session, place.config, email, place.at)
    if not actor.may(Permission.PEOPLE_ADMINISTER):
        raise NotAllowed(f"{actor.email} does not administer people")
    return actor.person_id


def _show(plan: RosterPlan, file: Path) -> None:
    for line in plan.bad:
        click.echo(line.at(str(file)))
    if plan.bad:
        click.echo("Nothing was changed.", err=True)
        return
    for step in plan.steps:
        if step.kind != "unchanged":
            click.echo(_described(step))
    click.echo(f"{plan.count('invite')} to invite, {plan.count('update')} to change, {plan.count('unchanged')} unchanged.")


def _described(step: Step) -> str:
    parts = [f"{step.kind} {step.line.email}"]
    parts += [f"name {step.line.name}"] if step.renames or step.person_id is None else []
    parts += [f"team {step.line.team}"] if step.moves or (step.person_id is None and step.line.team) else []
    parts += [f"role {role}{' (pending)' if role in step.waiting else ''}" for role in step.roles]
    parts += [f"position {position}" for position in step.positions]
    return ", ".join(parts)


def _letterhead(place: Here) -> Letterhead:
    return Letterhead(place.config.name, place.config.public_url, place.config.language)
