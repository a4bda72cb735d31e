"""Writing in one process, with everything durable: a draft saved, and an approval until the new text is read and found."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from statistics import median

import click
from sqlalchemy.orm import Session

from portal import instance, reactions
from portal.config import Config
from portal.db import Database
from portal.library.queries import drafts
from portal.library.queries.reviews import find
from portal.library.service import approving, drafting, saving, submitting
from portal.people import queries as people
from portal.permissions import ANYBODY
from portal.search.index import SearchIndex
from portal.search.queries import search
from tests.cast import make_cast

CHANGES = 30
SAVES = 10


def measure_writing(config: Config, codes: list[str]) -> None:
    """Change this many documents, each from its draft to the moment its new word is found; print the medians."""
    database = instance.opened(config)
    index = reactions.install(config, database)
    with database.writing() as session:
        cast = make_cast(session)
    saved: list[float] = []
    found: list[float] = []
    for number, code in enumerate(codes[:CHANGES]):
        draft_id = _written(database, code, f"benchword{number}", cast["vera"], saved)
        found.append(_approved(database, index, draft_id, f"benchword{number}", cast))
    database.dispose()
    click.echo(f"a draft saved: median {median(saved) * 1000:.1f} ms ({len(saved)} saves)")
    click.echo(
        f"approved until found: median {median(found) * 1000:.0f} ms, at most {max(found) * 1000:.0f} ms ({len(found)} texts; aim: median under 100)"
    )


@contextmanager
def _clocked(times: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    times.append(time.perf_counter() - began)


def _written(database: Database, code: str, word: str, author: int, times: list[float]) -> int:
    """A draft of the document, saved several times."""
    with database.writing() as session:
        draft_id = drafting.begin(session, code, actor_id=author, at=datetime.now(UTC))
        begun = _draft(session, draft_id)
    base = saving.Typed({**begun.front, "change": "A word more."}, begun.text)
    for number in range(SAVES):
        typed = saving.Typed(base.front, f"{begun.text}\n\nSave {number} says {word}.\n")
        with _clocked(times), database.writing() as session:
            saving.save(session, draft_id, typed, based_on=number + 1, base=base, actor_id=author, at=datetime.now(UTC))
    by = submitting.Submitter(author, datetime.now(UTC), "UTC")
    with database.writing() as session:
        submitting.submit(session, draft_id, seq=SAVES + 1, by=by)
    return draft_id


def _draft(session: Session, draft_id: int) -> drafts.DraftDetail:
    one = drafts.draft(session, draft_id)
    if one is None:
        raise LookupError(draft_id)
    return one


def _approved(database: Database, index: SearchIndex, draft_id: int, word: str, cast: dict[str, int]) -> float:
    """Seconds from the approver's click to the first search that finds the word."""
    with database.reading() as session:
        paul = people.named(session, "paul@example.org", datetime.now(UTC), zone="UTC", language="en")
        one = find(session, paul, _draft(session, draft_id).revision_id or 0) if paul else None
    if one is None:
        raise LookupError(draft_id)
    times: list[float] = []
    with _clocked(times):
        with database.writing() as session:
            by = approving.Decider(cast["paul"], datetime.now(UTC), "UTC")
            approving.approve(session, one.round.id, content_hash=one.content_hash, by=by)
        while not search(index, word, ANYBODY.audience, datetime.now(UTC), size=1).hits:
            time.sleep(0.001)
    return times[0]
