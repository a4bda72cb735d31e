"""A process that publishes a new version of one of its documents after another, until its input is closed.

`python -m tests.load.publisher FOLDER AREA DOCUMENTS` takes the instance from the environment and prints, after each commit, one line of JSON:
`{"code", "version", "word"}`, the word being in no other text.
"""

import json
import select
import sys
from pathlib import Path
from typing import Any

from portal import clock, config, instance, reactions
from portal.config import Config
from portal.db import Database
from tests.roots import document, publish_root, write_root

READERS = {"must_read": ["position:TEM"], "effective": "2020-01-06"}
MAJOR_EVERY = 5


def versions(number: int) -> tuple[str, dict[str, Any]]:
    """The version of the n-th text of a document, and what its front matter says of the change."""
    major, minor = divmod(number, MAJOR_EVERY)
    told = {"change": "More is asked.", "transition": "All projects from the date."} if major and not minor else {}
    return f"{major + 1}.{minor}", told


def one(area: str, place: int, number: int, word: str) -> tuple[str, str]:
    """The file of a document in its n-th version."""
    version, told = versions(number)
    body = f"# Rules\n\nR1. Every {word} is written down. {{#r1}}\n"
    return document(f"{area}-STD-{place:02}", f"Duties of {area} {place}", version=version, body=body, **READERS, **told)


def publish(database: Database, settings: Config, folder: Path, file: tuple[str, str]) -> None:
    """Write the file and publish the folder it lies in."""
    write_root(folder, file)
    with database.writing() as session:
        publish_root(session, settings, folder, at=clock.now())


def main(folder: Path, area: str, documents: int) -> None:
    """Publish in turns; each round raises every document once."""
    settings = config.load()
    database = instance.opened(settings)
    reactions.install(settings, database)
    number = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        round_, place = divmod(number, documents)
        word = f"q{area.lower()}{place}x{round_}"
        publish(database, settings, folder / str(place), one(area, place + 1, round_, word))
        print(json.dumps({"code": f"{area}-STD-{place + 1:02}", "version": versions(round_)[0], "word": word}), flush=True)  # noqa: T201
        number += 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
