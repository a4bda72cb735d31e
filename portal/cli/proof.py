"""`portal content history` and `portal content verify`: the record of a document, and proof of what was taken away of it."""

import json
import sys
from pathlib import Path

import click

from portal import config
from portal.cli.here import here
from portal.config import Config
from portal.errors import NotFound
from portal.library import evidence, evidence_check
from portal.library.chronicle import lines
from portal.library.queries.record import record


@click.command("history")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="Print the record as one JSON object.")
def history(code: str, as_json: bool) -> None:
    """Print the whole record of the document CODE: versions, rounds, decisions with their hashes, readings counted, reviews, requests, journal."""
    place = here()
    with place.database.reading() as session:
        found = record(session, code.upper(), place.at, veiled=False)
    if found is None:
        raise NotFound(f"the register knows no document {code}")
    if as_json:
        said = evidence.said(found, evidence.Terms(place.at, readers=True))
        counts = {str(kept.version): len(kept.readings) for kept in found.revisions}
        click.echo(json.dumps({**said, "acknowledgements": counts}, ensure_ascii=False, indent=1, sort_keys=True))
        return
    for line in lines(found, place.config.zone):
        click.echo(line)


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Prove the evidence in FILE: its hashes, each text's hash from the text itself, and that decisions name those hashes.

    Where there is an instance, also that the register says the same. Exit 1 and name every difference.
    """
    if file.stat().st_size > evidence_check.MOST_BYTES:
        raise evidence_check.BadPack(why="it is larger than evidence ever is")
    pack = evidence_check.opened(file.read_bytes())
    found = [*evidence_check.differences(pack)]
    settings = config.load()
    if is_at_hand(settings):
        found += _against_the_register(pack)
    else:
        click.echo("There is no instance here: the pack was compared with itself only.", err=True)
    for line in found:
        click.echo(line)
    click.echo(f"{len(found)} differences." if found else f"{pack.record.get('code')}: the evidence is as it should be.", err=True)
    sys.exit(1 if found else 0)


def is_at_hand(settings: Config) -> bool:
    """Whether the present settings name an instance that is there already: proving something makes none."""
    return not settings.database_url.startswith("sqlite") or (settings.home / "portal.db").exists()


def _against_the_register(pack: evidence_check.Pack) -> tuple[str, ...]:
    place = here()
    terms = evidence.Terms(place.at, readers=False)
    with place.database.reading() as session:
        found = record(session, str(pack.record.get("code", "")), place.at, veiled=True)
    return evidence_check.against(pack, found, evidence.said(found, terms) if found else {})
