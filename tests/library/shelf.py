"""A few documents on the shelf, some of them required reading, for tests of what readers owe and do."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Config
from portal.library.models import Document, Revision
from portal.people import service as people
from tests.roots import document, publish_root, write_root

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""A Monday, eight weeks after everything on the shelf took effect."""
EARLY = datetime(2026, 1, 5, 12, tzinfo=UTC)
"""The day it did."""
POLICY = document("MET-POL-01", "Project management policy", must_read=["position:TEM", "position:LIM", "position:PMO"])
STANDARD = document("RSK-STD-01", "Risk management", must_read=["position:TEM"])
FOR_RAIL = document("RSK-STD-02", "Reserves", must_read=["team:rail"], due_days=30)
GUIDE = document("RSK-GDE-01", "Scoring with ranges")
SECRET = document("RSK-STD-03", "Bidding limits", audience=["role:author"])
SHELF = (POLICY, STANDARD, FOR_RAIL, GUIDE, SECRET)
NEW = {"change": "R1 changed: weekly, not fortnightly.", "transition": "All projects from the date."}


def shelve(session: Session, config: Config, folder: Path, *documents: tuple[str, str], at: datetime = EARLY) -> None:
    """Publish the shelf, or these documents."""
    publish_root(session, config, write_root(folder / f"root-{at:%y%m%d%H%M}", *(documents or SHELF)), at=at)


def standard(version: str, effective: str, **more: Any) -> tuple[str, str]:
    """The standard of the shelf in another version."""
    front = {"must_read": ["position:TEM"], "version": version, "effective": effective, **more}
    return document("RSK-STD-01", "Risk management", **front)


def revision_id(session: Session, code: str, version: str = "1.0") -> int:
    """The id of one Revision."""
    major, minor = map(int, version.split("."))
    query = select(Revision.id).join(Document, Document.id == Revision.document_id)
    return session.scalars(query.where(Document.code == code, Revision.major == major, Revision.minor == minor)).one()


def newcomer(session: Session, name: str, *, at: datetime, position: str = "TEM", team_id: int | None = None) -> int:
    """A person who was enrolled at `at` and holds a position from that day on."""
    person_id = people.enrol(session, email=f"{name}@example.org", name=name.title(), at=at, team_id=team_id, state="active")
    people.take_position(session, person_id, position, since=date(at.year, at.month, at.day), actor_id=None, at=at)
    return person_id
