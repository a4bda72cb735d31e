"""`portal content export`: the register as a folder of files."""

import sys
from pathlib import Path

import click

from portal.cli.here import Here, here
from portal.content import report
from portal.content.check import check
from portal.content.source import GLOSSARY, VOCABULARY, read
from portal.files.exported import Done, ExportFolder
from portal.files.store import FileStore
from portal.library.exporting import Files, differing, files_of
from portal.library.queries.written import written
from portal.library.service.registered import exported
from portal.vocabulary import queries as vocabulary
from portal.vocabulary.files import glossary_file, practices_file


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--history", is_flag=True, help="Earlier versions too, under methodology/history.")
def export(folder: Path, history: bool) -> None:
    """Write every document that is effective or withdrawn into FOLDER, with its pictures, the practices and the glossary.

    FOLDER is empty, or holds an earlier export, known by its .portal-export.json; a file changed since then is not overwritten. Published
    again, what is written changes nothing: from now on it is what files and portal agree on.
    """
    place, target = here(), ExportFolder(folder)
    files = _files(place, history=history)
    _say(target.write(files.content), folder)
    source = read(folder)
    differs = differing(source, files.hashes)
    with place.database.writing() as session:
        agreed = {code: files.hashes[path] for code, path in files.current.items() if path not in differs}
        exported(session, agreed, at=place.at)
    wrong = [*files.problems, *(f"{path}: read again, it does not say what was approved" for path in differs), *report.lines(check(source))]
    for line in wrong:
        click.echo(line, err=True)
    sys.exit(1 if wrong else 0)


def _files(place: Here, *, history: bool) -> Files:
    with place.database.reading() as session:
        texts = written(session, place.at, zone=place.config.zone, history=history)
        files = files_of(texts, FileStore(place.config.home / "uploads").get)
        words = vocabulary.areas(session), vocabulary.practices(session), vocabulary.positions(session)
        files.content[VOCABULARY] = practices_file(*words).encode()
        files.content[GLOSSARY] = glossary_file(vocabulary.terms(session)).encode()
    return files


def _say(done: Done, folder: Path) -> None:
    for path in done.written:
        click.echo(f"Wrote   {folder / path}")
    for path in done.removed:
        click.echo(f"Removed {folder / path}")
    click.echo(f"{done.number} files: {len(done.written)} written, {len(done.removed)} removed, the others as they were.")
