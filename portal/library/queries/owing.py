"""Who is to be told of a reading: what a version asks anew, and what has become overdue. Grouped by what there is to say."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from portal.clock import day_in
from portal.library.obligation import Due, State
from portal.library.queries.readings import OwedReading, everybodys
from portal.library.queries.visible import REVISION

Owing = Mapping[Due, tuple[int, ...]]
UNREAD = frozenset({State.OWED, State.OVERDUE, State.LATER})


def asked_anew(session: Session, revision_ids: Collection[int], at: datetime, *, zone: str) -> Owing:
    """Who owes the reading of these effective Revisions, by id, because of them: not who owed it before a minor version; in two queries."""
    query = REVISION.select().with_only_columns(REVISION.c.id, REVISION.c.effective_from).where(REVISION.c.id.in_(revision_ids))
    since = {row.id: day_in(row.effective_from, zone) for row in session.execute(query)}
    found = everybodys(session, at, zone=zone, revision_ids=revision_ids)
    unread = (one for one in found if one.revision_id in since and one.state in UNREAD)
    return _grouped(one for one in unread if one.standing.begins >= since[one.revision_id])


def overdue(session: Session, at: datetime, *, zone: str) -> Owing:
    """Every overdue reading; in one query."""
    return _grouped(one for one in everybodys(session, at, zone=zone) if one.state is State.OVERDUE)


def _grouped(found: Iterable[OwedReading]) -> Owing:
    groups: dict[Due, list[int]] = defaultdict(list)
    for one in found:
        due = Due(one.revision_id, one.code, one.title, one.version, one.standing.begins, one.standing.due)
        groups[due].append(one.person_id)
    return {due: tuple(people) for due, people in groups.items()}
