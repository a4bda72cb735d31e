"""A document with a life to prove: returned once, approved, read; and packs of its evidence, sound or tampered with."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.config import Config
from portal.db import Database
from portal.library import evidence, proving
from portal.library.service import approving, reading, submitting
from portal.people import queries as people
from tests.cast import email
from tests.library.review_desk import decider, drafted, hold, newest_round, submit
from tests.library.shelf import NOON

DONE = NOON + timedelta(hours=2)
COUNTED = evidence.Terms(DONE, readers=False)
NUMBERED = evidence.Terms(DONE, readers=True)


def live(session: Session, cast: Mapping[str, int]) -> None:
    """Vera changes the standard; paul returns it, then approves it; anna reads both versions."""
    hold(session, "Head of PMO", cast["paul"])
    acknowledge(session, "anna", NOON)
    draft = drafted(session, "RSK-STD-01", cast["vera"], summary='Hostile: <b>"x"</b> | ``` =1+1')
    first = submit(session, draft, cast["vera"])
    approving.return_(session, first.id, content_hash=first.content_hash, by=decider(cast["paul"]), comment="Say | why.")
    later = NOON + timedelta(hours=1)
    session.refresh(draft)
    submitting.submit(session, draft.id, seq=draft.seq, by=submitting.Submitter(cast["vera"], later, "UTC"))
    second = newest_round(session, draft.revision_id or 0)
    at = later + timedelta(minutes=5)
    assert approving.approve(session, second.id, content_hash=second.content_hash, by=decider(cast["paul"], at))


def acknowledge(session: Session, name: str, at: datetime) -> None:
    """Somebody reads the standard."""
    who = people.named(session, email(name), at, zone="UTC", language="en")
    assert who is not None
    reading.acknowledge(session, who, "RSK-STD-01", 1, 0, at=at)


def pack(database: Database, config: Config, terms: evidence.Terms = COUNTED) -> bytes:
    """The evidence of the standard as a ZIP."""
    with database.reading() as session:
        return proving.pack(config, proving.evidence_of(session, "RSK-STD-01", terms.at), terms).content


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a ZIP by path."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def repacked(files: Mapping[str, bytes], *, honest: bool = False) -> bytes:
    """A ZIP of these files; `honest`: with a manifest that fits them, as somebody who knows how it is made would forge it."""
    held = {path: content for path, content in files.items() if path != evidence.MANIFEST}
    manifest: dict[str, Any] = json.loads(files[evidence.MANIFEST])
    if honest:
        record = json.loads(held[evidence.RECORD])
        manifest["files"] = [{"path": p, "sha256": evidence._hash(c), "bytes": len(c)} for p, c in sorted(held.items())]
        manifest["revisions"] = [
            {**row, "content_hash": said["content_hash"]} for row, said in zip(manifest["revisions"], record["revisions"], strict=True)
        ]
        manifest["manifest_sha256"] = evidence.over(manifest)
    return evidence.packed(held, json.dumps(manifest).encode())
