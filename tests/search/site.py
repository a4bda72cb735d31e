"""A small library in its application, for tests of search's pages: what everybody reads, what few read, what is over."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.config import Config
from tests.roots import BODY, document, publish_root, write_root

NOW = datetime(2026, 9, 15, 12, tzinfo=UTC)
SHARED = f"{BODY}\n# Escalation\n\nWhat is too big is escalated to the zeppelin board. {{#r9}}\n"
OLD = BODY.replace("fortnight", "quarter and each moratorium")
NEW = {"version": "2.0", "effective": "2026-06-01", "change": "R1: each fortnight.", "transition": "At once."}
LIBRARY = (
    document("RSK-STD-01", "Risk management", body=SHARED, practices=["RSK.1", "RSK.2"], **NEW),
    document("RSK-GDE-01", "Running a risk workshop", owner="Method owner", phases=["plan"]),
    document("PLM-STD-01", "Scheduling", body="# Purpose\n\nA baseline of the schedule.\n", practices=["PLM.1"]),
    document("RSK-STD-03", "Bidding xylophones", audience=["role:author"], owner="Bid lead", practices=["RSK.2"], phases=["close"]),
)
HISTORY = {"RSK-STD-01/1.0": document("RSK-STD-01", "Risk management", body=OLD, practices=["RSK.1", "RSK.2"])[1]}


def fill(session: Session, config: Config, folder: Path) -> None:
    """Publish the library."""
    publish_root(session, config, write_root(folder / "root", *LIBRARY, history=HISTORY), at=NOW)


def fill_more(session: Session, config: Config, folder: Path, count: int) -> None:
    """Publish as many guides more, all of them about risk."""
    guides = [document(f"RSK-GDE-{number}", f"Guide number {number}") for number in range(100, 100 + count)]
    publish_root(session, config, write_root(folder / f"more-{count}", *guides), at=NOW)
