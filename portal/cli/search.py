"""`portal search rebuild|verify|query`."""

import json
import sys
from collections.abc import Iterator
from typing import Any, TextIO

import click

from portal.cli.here import Here, here, person
from portal.permissions import ANYBODY
from portal.reactions import SOURCES
from portal.search import service
from portal.search.entry import Hit
from portal.search.queries import search
from portal.vocabulary.entries import words

SNIPPETS = 20


@click.group("search")
def command() -> None:
    """Ask the search index, build it anew, prove that it is right."""


@command.command()
def rebuild() -> None:
    """Build the index anew; searches find the old one until it is done."""
    place = here()
    click.echo(f"Indexed {service.rebuild(place.database, place.index, SOURCES)} entries.")


@command.command()
def verify() -> None:
    """Compare the index with what it would be if built now; exit 1 and name each difference if it is not equal."""
    place = here()
    found = service.verify(place.database, place.index, SOURCES)
    for key, what in found:
        click.echo(f"{what} {key}")
    click.echo(f"{len(found)} differences; `portal search rebuild` mends them." if found else "The index is as it should be.", err=True)
    sys.exit(1 if found else 0)


@command.command()
@click.argument("text", required=False)
@click.option("--as", "email", metavar="EMAIL", help="Whose search this is; without it, of somebody who may read what is for everyone.")
@click.option("--limit", type=click.IntRange(min=1), default=10, show_default=True, help="The most hits to print.")
@click.option("--json", "as_json", is_flag=True, help="Print an array of {key, kind, title, url, score, snippet}, best first.")
@click.option(
    "--file", "file", type=click.File(encoding="utf-8-sig", errors="replace"), help="Ask each line of FILE; print one array a line."
)
def query(text: str | None, email: str | None, limit: int, as_json: bool, file: TextIO | None) -> None:
    """Print what TEXT finds, best first. Plain words are alternatives; "quoted words" and kind: practice: owner: narrow."""
    if (text is None) == (file is None):
        raise click.UsageError("give either TEXT or --file")
    answers = _answers(here(), [text or ""] if file is None else (line.rstrip("\n") for line in file), email, limit)
    for hits in answers:
        if as_json or file:
            click.echo(json.dumps([_row(hit) for hit in hits], ensure_ascii=False))
        else:
            _show(hits)


def _answers(place: Here, texts: Any, email: str | None, limit: int) -> Iterator[tuple[Hit, ...]]:
    with place.database.reading() as session:
        reader = person(session, place.config, email, place.at) if email else ANYBODY
        synonyms = words(session).synonyms
    for text in texts:
        page = search(
            place.index, text, reader.audience, place.at, size=limit, highlighted=SNIPPETS, synonyms=synonyms, guess=False, counted=False
        )
        yield page.hits


def _row(hit: Hit) -> dict[str, Any]:
    return {"key": hit.key, "kind": hit.kind, "title": hit.title, "url": hit.url, "score": hit.score, "snippet": hit.snippet}


def _show(hits: tuple[Hit, ...]) -> None:
    for hit in hits:
        click.secho(f"{hit.code} {hit.title}", bold=True)
        click.echo(f"  {hit.kind}, {hit.url}, {hit.score:.2f}")
        if hit.snippet:
            click.echo(f"  {hit.snippet}")
    if not hits:
        click.echo("Nothing found.", err=True)
