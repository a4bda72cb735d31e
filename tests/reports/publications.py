"""A method with a past, for the page of a quarter and the feeds."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.config import Config
from tests.roots import document, publish_root, write_root

Enter = Callable[[str], FlaskClient]
NOW = datetime(2026, 5, 20, 9, 0, tzinfo=UTC)
FIRST, SECOND = datetime(2026, 1, 5, 9, 0, tzinfo=UTC), datetime(2026, 4, 7, 9, 0, tzinfo=UTC)
MAJOR = {"version": "2.0", "change": "R1: weekly, not each fortnight.", "transition": "From the next gate on."}
MINOR = {"version": "2.1", "change": "A clearer example.", "effective": "2026-05-04"}
READERS = ["position:TEM", "team:rail"]


def publish_method(session: Session, config: Config) -> None:
    """January: a standard, a policy, a guide for Rail, one for authors, a plan. April: the standard anew. May: a minor change; the guide is

    withdrawn; something for June is decided.
    """
    rail = {"audience": ["team:rail"]}
    publish_root(session, config, _root(
        config, "first", document("RSK-STD-01", "Risk management", must_read=READERS), document("MET-POL-01", "Policy"),
        document("RSK-GDE-01", "Points failure", **rail), document("RSK-GDE-02", "Bidding limits", audience=["role:author"]),
        document("PLM-STD-01", "Planning", practices=["PLM.1", "RSK.1"]),
    ), at=FIRST)  # fmt: skip
    standard = document("RSK-STD-01", "Risk management", effective="2026-04-07", must_read=READERS, **MAJOR)
    publish_root(session, config, _root(config, "second", standard), at=SECOND)
    gone = {"withdrawn": {"on": "2026-05-06", "reason": "Nobody did it.", "successor": "RSK-STD-01"}}
    publish_root(session, config, _root(
        config, "third", document("RSK-STD-01", "Risk management", must_read=READERS, **MINOR),
        document("RSK-GDE-01", "Points failure", **rail, **gone), document("RSK-GDE-09", "To come", effective="2026-06-01"),
    ), at=datetime(2026, 5, 4, 9, 0, tzinfo=UTC))  # fmt: skip


def _root(config: Config, folder: str, *documents: tuple[str, str]) -> Path:
    return write_root(config.home / folder, *documents)
