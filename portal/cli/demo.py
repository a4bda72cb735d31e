"""`portal demo`."""

from datetime import datetime

import click

from portal import clock, instance
from portal.cli.here import Here, here, shipped_content
from portal.content.source import read
from portal.demo import service, sign_ins
from portal.demo.days import Days
from portal.files.store import FileStore


@click.command("demo")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day the demo is made for (YYYY-MM-DD); today unless given."
)
def command(today: datetime | None) -> None:
    """Make a demo organisation that has read the shipped method for eighteen months, and print its sign-ins. Twice changes nothing."""
    place = here()
    days = Days(today.date() if today else clock.day_in(place.at, place.config.zone), place.config.zone)
    with instance.locked(place.config, "demo"):
        with place.database.reading() as session:
            found = service.made_for(session, days.day)
        if found is None:
            _make(place, days)
        sign_ins.make_known(place.config.home)
    if found:
        other = "" if found == days.day else f" of {found:%Y-%m-%d}, another day,"
        click.echo(f"The demo organisation{other} is here already. Nothing was changed.")
    _show(place)


def _make(place: Here, days: Days) -> None:
    made = sign_ins.new()
    password_hashes = sign_ins.hashes(made, place.config.password_cost)
    sign_ins.put_aside(place.config.home, made)
    keep = FileStore(place.config.home / "uploads").keep
    with place.database.writing() as session:
        service.make(session, read(shipped_content()), days, password_hashes, keep, language=place.config.language)
    click.echo(f"Made the demo organisation of {days.day:%Y-%m-%d}.")


def _show(place: Here) -> None:
    rows = sign_ins.known(place.config.home)
    if rows:
        click.echo(f"Sign in at {place.config.public_url}/sign-in (also in {place.config.home / sign_ins.NAME}):")
    for row in rows:
        click.echo(f"  {row.role:<9} {row.email:<20} {row.password}")
