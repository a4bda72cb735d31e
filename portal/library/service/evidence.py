"""Who was given the evidence of a Document, and which bytes: journalled apart from the Document's own record, which it does not change."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from portal.journal import service as journal


def downloaded(session: Session, code: str, name: str, content: bytes, *, actor_id: int, at: datetime) -> None:
    """Note that somebody takes this file away."""
    after = {"file": name, "hash": hashlib.sha256(content).hexdigest()}
    journal.record(session, at, actor_id, "evidence downloaded", "evidence", code, after=after)
