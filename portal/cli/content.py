"""`portal content check|publish`, and what stands in modules of its own: `export`, `history`, `verify`."""

import gc
import sys
from pathlib import Path
from typing import NoReturn

import click
from rich.console import Console
from rich.progress import Progress

from portal.check import check as check_the_whole
from portal.cli.exporting import export
from portal.cli.here import Here, here, person, shipped_content
from portal.cli.proof import history, verify
from portal.content import report
from portal.content.check import check as problems_of
from portal.content.problems import Problem
from portal.content.source import Source, read
from portal.files.store import FileStore
from portal.library.rules import Plan, Step
from portal.library.service import file_drafts, publishing
from portal.library.service.file_drafts import Outcome
from portal.permissions import Permission
from portal.vocabulary.queries import practices

ROOT = click.option("--root", type=click.Path(path_type=Path), default=None, help="The content root; the shipped method unless given.")
KEPT = {
    Outcome.MADE: "the file's text waits as a draft",
    Outcome.REPLACED: "the file's text waits as a draft, in place of that of an earlier file",
    Outcome.THERE: "the file's text waits as a draft already",
    Outcome.IN_REVIEW: "the draft of an earlier file is in review; decide about it first",
}


@click.group("content")
def command() -> None:
    """Check a folder of documents, publish it, and write it from the register."""


for one in (export, history, verify):
    command.add_command(one)


@command.command()
@ROOT
@click.option("--json", "as_json", is_flag=True, help="Print an array of {path, line, code, message}.")
def check(root: Path | None, as_json: bool) -> None:
    """Name every problem of a content root at once; exit 1 if there is any."""
    found = problems_of(read(root)) if root else check_the_whole(shipped_content())
    _print(found, as_json=as_json)
    sys.exit(1 if found else 0)


@command.command()
@ROOT
@click.option("--dry-run", is_flag=True, help="Show the plan and change nothing.")
@click.option("--actor", metavar="EMAIL", help="Who publishes; the system itself unless given.")
def publish(root: Path | None, dry_run: bool, actor: str | None) -> None:
    """Show what publishing a content root would do, and do it: all of it, or nothing if anything is refused."""
    gc.disable()  # nearly all that is made here is kept to the end: looking through it for garbage costs a sixth of the time
    click.get_current_context().call_on_close(gc.enable)
    place = here()
    source = read(root or shipped_content())
    plan, by = _planned(place, source, actor)
    _show(plan)
    if plan.refused:
        click.echo(f"Nothing was changed: {len(plan.refused)} refused.", err=True)
        sys.exit(1)
    if plan.conflicts:
        _meet(place, source, plan, by, dry_run=dry_run)
    if dry_run or plan.is_empty:
        click.echo("Nothing was changed." if dry_run else "Nothing to do: everything is unchanged.")
        return
    carry_out(place, source, plan, by)
    click.echo(_summary(plan))


def carry_out(place: Here, source: Source, plan: Plan, by: publishing.Publisher) -> None:
    """Publish with a progress bar; the index learns it right after the commit."""
    todo = len(plan.of(Step.PUBLISH))
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Publishing", total=todo or 1)
        with place.database.writing() as session:
            publishing.publish(session, source, plan, by, lambda number: bar.update(task, completed=number))


def _meet(place: Here, source: Source, plan: Plan, by: publishing.Publisher, *, dry_run: bool) -> NoReturn:
    """Say that files and portal both changed texts; keep those of the files as drafts, and nothing else of the plan; exit 1."""
    if dry_run:
        click.echo(f"Nothing was changed: {len(plan.conflicts)} in conflict.", err=True)
        sys.exit(1)
    with place.database.writing() as session:
        kept = file_drafts.keep(session, source, plan, by)
    for one in kept:
        click.echo(f"{one.code}: {KEPT[one.outcome]} ({place.config.public_url}/drafts/{one.draft_id}/three-way)")
    click.echo(f"Nothing was published: {len(kept)} in conflict. Settle each draft in the portal, export, and publish again.", err=True)
    sys.exit(1)


def _planned(place: Here, source: Source, actor: str | None) -> tuple[Plan, publishing.Publisher]:
    with place.database.writing() as session:
        who = person(session, place.config, actor, place.at) if actor else None
        if who and not who.may(Permission.LIBRARY_PUBLISH):
            click.echo(f"portal: {actor} may not publish; an author may.", err=True)
            sys.exit(1)
        store = FileStore(place.config.home / "uploads")
        by = publishing.Publisher(
            at=place.at,
            zone=place.config.zone,
            actor_id=who.person_id if who else None,
            actor_posts=frozenset(t.removeprefix("post:") for t in who.audience if t.startswith("post:")) if who else frozenset(),
            files_take_effect=place.config.files_take_effect,
            keep_image=store.keep,
            language=place.config.language,
        )
        plan = publishing.planned(session, source, by)
        if source.problems or not plan.is_empty:
            found = problems_of(source, publishing.known(session))
            if found:
                _print(found, as_json=False)
                click.echo(f"Nothing was changed: {len(found)} problems.", err=True)
                sys.exit(1)
        if not practices(session) and source.vocabulary is None:
            click.echo("portal: practices.yaml is needed: the register knows no practices yet.", err=True)
            sys.exit(1)
    return plan, by


def _print(problems: tuple[Problem, ...], *, as_json: bool) -> None:
    if as_json:
        click.echo(report.as_json(problems))
        return
    for line in report.lines(problems):
        click.echo(line)
    if not problems:
        click.echo("No problems.", err=True)


def _show(plan: Plan) -> None:
    for row in plan.rows:
        if row.step is not Step.UNCHANGED or row.reason:
            reason = f": {row.reason % row.values if row.values else row.reason}" if row.reason else ""
            when = f", effective {row.since:%Y-%m-%d}" if row.since else ""
            click.echo(f"{row.step:<9} {row.code} {row.version} ({row.path}{when}){reason}")
    unchanged = len(plan.of(Step.UNCHANGED))
    if unchanged:
        click.echo(f"{Step.UNCHANGED} {unchanged}")
    if plan.vocabulary_changes:
        click.echo("Publish   vocabulary and glossary")


def _summary(plan: Plan) -> str:
    published, withdrawn = len(plan.of(Step.PUBLISH)), len(plan.of(Step.WITHDRAW))
    if plan.takes_effect:
        return f"Published {published}, withdrew {withdrawn}, unchanged {len(plan.of(Step.UNCHANGED))}."
    return (
        f"{published} stored in review, not yet effective: files of this instance do not take effect by themselves "
        "(setting files_take_effect)."
    )
