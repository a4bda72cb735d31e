"""The tables of texts that are not approved yet: drafts, their reviews, and the decisions about them.

A Draft is the one mutable text. Each time it is submitted, a Round keeps what was submitted, whatever becomes of it.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcTime, kept_for_ever

OPEN = sql("state <> 'closed'")


class Draft(Base):
    """A text somebody works on: one a Document in the browser, and one from a file where both doors changed.

    `open` may be changed, `submitted` waits for a decision, `closed` became effective or was given up. `seq` counts its saves: a save names
    the one it began from. `base_revision_id` is the Revision it began from, `revision_id` the one it became when it was first submitted.
    Of a file's text, `file_path` and `file_hash` say which file it was and, as of a Revision, its hash.
    """

    __tablename__ = "draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    origin: Mapped[str] = mapped_column(String(10), default="browser")
    state: Mapped[str] = mapped_column(String(10), default="open")
    base_revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    seq: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcTime)
    file_path: Mapped[str | None] = mapped_column(String(300))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    front: Mapped[dict[str, Any]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    __table_args__ = (
        CheckConstraint("origin IN ('browser', 'file')", name="origin"),
        CheckConstraint("state IN ('open', 'submitted', 'closed')", name="state"),
        Index("uq_draft_open", "document_id", "origin", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index(None, "revision_id"),
    )


class DraftCopy(Base):
    """What somebody typed on a Draft that had been saved by another tab or person meanwhile: kept until it is merged or put away.

    `base_front` and `base_text` are what it began from, as that tab had loaded it; empty where the tab could not say.
    """

    __tablename__ = "draft_copy"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    based_on: Mapped[int]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    base_front: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    base_text: Mapped[str] = mapped_column(Text, default="")
    front: Mapped[dict[str, Any]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index(None, "draft_id"),)


class Writer(Base):
    """Somebody whose words are in a Draft: who saved it, or whose suggestion was taken into it. Never approves what comes of it."""

    __tablename__ = "draft_writer"
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (Index(None, "person_id"),)


class DraftPicture(Base):
    """A picture put into a Draft: the path its text writes and the hash of the bytes kept in `files`."""

    __tablename__ = "draft_picture"
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    file_hash: Mapped[str] = mapped_column(String(64))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class DraftRequest(Base):
    """A reported problem or suggestion that a Draft settles once it is effective."""

    __tablename__ = "draft_request"
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    problem_id: Mapped[int] = mapped_column(ForeignKey("problem_report.id"), primary_key=True)
    __table_args__ = (Index(None, "problem_id"),)


class Round(Base):
    """One submission of a text: what was submitted, word for word, and how it ended. `number` counts those of a Revision from 1."""

    __tablename__ = "review_round"
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"))
    number: Mapped[int]
    version: Mapped[str] = mapped_column(String(10))
    content_hash: Mapped[str] = mapped_column(String(64))
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    outcome: Mapped[str | None] = mapped_column(String(12))
    front: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    text: Mapped[str] = mapped_column(Text, deferred=True)
    __table_args__ = (
        UniqueConstraint("revision_id", "number"),
        CheckConstraint("outcome IN ('approved', 'returned', 'called_back', 'voided', 'replaced')", name="outcome"),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended_somehow"),
    )


class Reviewer(Base):
    """Somebody invited to comment on a Revision. `done_at` once they said that they are through with the round `done_round`."""

    __tablename__ = "reviewer"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    done_round: Mapped[int | None] = mapped_column(ForeignKey("review_round.id"))
    __table_args__ = (Index(None, "person_id"),)


class Comment(Base):
    """What somebody said about a paragraph of a text in review, or about the whole (`quote` empty); `suggestion` is a text to stand instead.

    `quote` is the paragraph as written then: by it the comment finds its paragraph again in later texts. Answers have a `parent_id`.
    """

    __tablename__ = "review_comment"
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("review_comment.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    anchor: Mapped[str] = mapped_column(String(60), default="")
    quote: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    suggestion: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="open")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (
        CheckConstraint("state IN ('open', 'resolved', 'accepted', 'declined')", name="state"),
        CheckConstraint("state <> 'accepted' OR suggestion IS NOT NULL", name="accepted_suggestion"),
        Index(None, "revision_id"),
    )


class Decision(Base):
    """Somebody approved or returned a round: who, for which post, for whom they stood in, on which text. The database refuses any change."""

    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    on_behalf_of: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    verdict: Mapped[str] = mapped_column(String(10))
    comment: Mapped[str] = mapped_column(Text, default="")
    content_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (
        CheckConstraint("verdict IN ('approved', 'returned')", name="verdict"),
        UniqueConstraint("round_id", "person_id"),
        Index(None, "revision_id"),
    )


class Delegation(Base):
    """Who approves in somebody's place, from a day to a day (both included), while they are away."""

    __tablename__ = "delegation"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    delegate_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[date]
    until: Mapped[date]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (
        CheckConstraint("until >= since", name="dates"),
        CheckConstraint("delegate_id <> person_id", name="somebody_else"),
        Index(None, "delegate_id"),
        Index(None, "person_id"),
    )


kept_for_ever(Decision)
