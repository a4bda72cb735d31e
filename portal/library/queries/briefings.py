"""Recorded briefings of people without an account. Which teams may be seen is the caller's to ask."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from portal.library.models import Briefing
from portal.library.obligation import SMALLEST_GROUP
from portal.library.queries.visible import DOCUMENT, REVISION, effective, names_reader, standing, tokens
from portal.people.queries import person_names
from portal.people.queries.teams import teams
from portal.permissions import Reader

BRIEFING = Briefing.__table__
TEAM, BY = teams("briefed_team"), person_names("briefer")
BRIEFED, NOW = REVISION.alias("briefed"), REVISION.alias("now")


@dataclass(frozen=True, slots=True)
class BriefingRow:
    """So many people of a team were briefed on a version that day. `counts`: on the major version that is effective now."""

    id: int
    code: str
    version: str
    team_path: str
    team_name: str
    by_name: str
    on: date
    people: int
    note: str
    counts: bool


def briefings(
    session: Session, viewer: Reader, at: datetime, *, code: str = "", teams: Collection[str] | None = None
) -> tuple[BriefingRow, ...]:
    """Every briefing on Documents the viewer may read, of these teams (paths) and below, the latest first; in one query."""
    tables = BRIEFING.join(DOCUMENT, DOCUMENT.c.id == BRIEFING.c.document_id).join(BRIEFED, BRIEFED.c.id == BRIEFING.c.revision_id)
    tables = tables.join(TEAM, TEAM.c.team_id == BRIEFING.c.team_id).join(BY, BY.c.person_id == BRIEFING.c.by_id)
    tables = tables.outerjoin(NOW, (NOW.c.document_id == DOCUMENT.c.id) & effective(NOW))
    query = select(
        BRIEFING.c.id, DOCUMENT.c.code, BRIEFED.c.major, BRIEFED.c.minor, TEAM.c.path, TEAM.c.name, BY.c.name.label("by_name"),
        BRIEFING.c.on, BRIEFING.c.people, BRIEFING.c.note, NOW.c.major.label("major_now"),
    ).select_from(tables).where(names_reader(standing(DOCUMENT.c.id)))  # fmt: skip
    if code:
        query = query.where(DOCUMENT.c.code == code)
    if teams is not None:
        query = query.where(or_(false(), *(TEAM.c.path.startswith(path, autoescape=True) for path in sorted(teams))))
    rows = session.execute(query.order_by(BRIEFING.c.on.desc(), BRIEFING.c.id.desc()), {"at": at, "tokens": tokens(viewer)})
    return tuple(
        BriefingRow(r.id, r.code, f"{r.major}.{r.minor}", r.path, r.name, r.by_name, r.on, r.people, r.note, r.major == r.major_now)
        for r in rows
    )


def briefed(rows: Iterable[BriefingRow], by: str, *, hide_small: bool) -> Mapping[str, int]:
    """How many people were briefed on what is effective now, by the code of the document or the path of the team; few are left out if asked."""
    counted: Counter[str] = Counter()
    for row in rows:
        if row.counts:
            counted[row.team_path if by == "team" else row.code] += row.people
    return {key: people for key, people in counted.items() if people >= SMALLEST_GROUP or not hide_small}
