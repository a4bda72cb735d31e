"""What follows from what, in visible tables: events to functions in the same transaction, the sources of search, the chores of the background."""

import logging
from collections.abc import Sequence
from functools import partial

from portal import clock, events
from portal.config import Config
from portal.db import Database, Session
from portal.events import Reaction
from portal.jobs import service as jobs
from portal.jobs.work import Chore
from portal.library.files import Press
from portal.library.queries import entries as documents
from portal.library.queries import owing
from portal.library.service import announcing, reminding
from portal.notices import service as notices
from portal.people import service as people
from portal.people.letters import Letterhead
from portal.search import service as search
from portal.search.index import IndexBusy, SearchIndex
from portal.vocabulary import entries as vocabulary


def _ask_to_read(session: Session, event: announcing.TookEffect) -> None:
    announcing.ask_to_read(session, owing.asked_anew(session, event.revision_ids, event.at, zone=event.zone), at=event.at)


TABLE: dict[type, Sequence[Reaction]] = {announcing.TookEffect: (_ask_to_read,)}

SOURCES = search.Sources(
    (
        search.Source("document", documents.keys, documents.entries),
        search.Source("practice", vocabulary.practice_keys, vocabulary.practices),
        search.Source("term", vocabulary.term_keys, vocabulary.terms),
    )
)


def install(config: Config, database: Database) -> SearchIndex:
    """Make the tables known, once by the application and once by each command; the index of this instance, drained after each commit that queued."""
    events.install(TABLE)
    index = SearchIndex(config.home / "index")
    database.carried[search.FOLLOW] = partial(_follow, database, index)
    return index


def _follow(database: Database, index: SearchIndex) -> None:
    """Let the index learn what was just committed. What fails here is only late: the rows stay, and the chore `search` does them."""
    try:
        search.drain(database, index, SOURCES)
    except (IndexBusy, OSError):
        logging.getLogger("portal").exception("the search index waits for the next chore")


def _announce(database: Database, config: Config) -> int:
    with database.writing() as session:
        return announcing.announce(session, clock.now(), zone=config.zone)


def _remind(database: Database, config: Config) -> int:
    at = clock.now()
    with database.writing() as session:
        return reminding.remind(session, owing.overdue(session, at, zone=config.zone), at=at, zone=config.zone)


def _digest(database: Database, config: Config) -> int:
    head = Letterhead(config.name, config.public_url, config.language)
    return notices.write_digests(database, head, zone=config.zone, at=clock.now())


def _deliver(database: Database, config: Config) -> int:
    return jobs.deliver(database, config, at=clock.now())


def _drain(database: Database, config: Config) -> int:
    return search.drain(database, SearchIndex(config.home / "index"), SOURCES)


def _forget(database: Database, config: Config) -> int:
    at = clock.now()
    with database.writing() as session:
        gone = people.forget(session, at=at) + search.forget(session, clock.day_in(at, config.zone))
        return gone + notices.forget(session, at=at)


CHORES: tuple[Chore, ...] = (
    Chore("announce", 1, _announce),
    Chore("digest", 1, _digest),
    Chore("mail", 1, _deliver),
    Chore("search", 1, _drain),
    Chore("files", 2, Press().make_missing),
    Chore("remind", 60, _remind),
    Chore("forget", 60, _forget),
)
