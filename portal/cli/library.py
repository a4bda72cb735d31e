"""`portal library verify|rebuild`."""

import sys

import click

from portal.cli.here import Here, here
from portal.files.store import FileStore
from portal.library.service import rendered
from portal.reactions import SOURCES
from portal.search import service as search


@click.group("library")
def command() -> None:
    """Prove that everything derived from the documents is right, and make it anew."""


@command.command()
def verify() -> None:
    """Render every text again and compare; look at the pictures kept and at the search entries. Exit 1 and name what differs."""
    place = here()
    found, compared, earlier = [], 0, 0
    with place.database.reading() as session:
        for one in rendered.compare(session, place.config.language):
            compared, earlier = compared + 1, earlier + one.earlier
            found += [f"differs {one.code} {one.version}: {', '.join(one.differing)}"] if one.differing else []
    found += _pictures(place) + _search(place)
    for line in found:
        click.echo(line)
    if earlier:
        click.echo(f"{earlier} versions that have ended were rendered with titles or terms of their time and were not compared.", err=True)
    click.echo(f"{len(found)} differences in {compared} versions; `portal library rebuild` makes derived texts anew."
               if found else f"{compared} versions are as they should be.", err=True)  # fmt: skip
    sys.exit(1 if found else 0)


@command.command()
def rebuild() -> None:
    """Render every text again, and let search learn what changed. Pictures that are missing or damaged are named; exit 1 if there are any."""
    place = here()
    with place.database.writing() as session:
        number = rendered.rebuild(session, place.config.language)
    click.echo(f"Rendered {number} versions anew.")
    bad = _pictures(place)
    for line in bad:
        click.echo(line)
    if bad:
        click.echo("Put these files back from a copy of the instance's folder uploads.", err=True)
    sys.exit(1 if bad else 0)


def _pictures(place: Here) -> list[str]:
    with place.database.reading() as session:
        found = rendered.bad_pictures(session, FileStore(place.config.home / "uploads").get)
    return [f"{one.what} picture {one.code} {one.version}: {one.path}" for one in found]


def _search(place: Here) -> list[str]:
    found = search.verify(place.database, place.index, SOURCES)
    return [f"{what} in search: {key.removeprefix('document:')}" for key, what in found if key.startswith("document:")]
