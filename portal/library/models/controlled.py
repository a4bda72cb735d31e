"""The tables of controlled texts and their readers. A Revision's text never changes once it is approved, and the database refuses it; what is

derived from it stands beside it and can be made anew.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcTime, once_true_never_changed

KINDS = ("policy", "standard", "procedure", "guide", "template")
APPROVED = "OLD.state IN ('approved', 'withdrawn') AND OLD.approved_at IS NOT NULL"
UNCHANGED = ("text", "front", "content_hash", "major", "minor", "document_id")


class Document(Base):
    """A controlled item of the library. `agreed_hash`: of the text at which its file and the register last said the same."""

    __tablename__ = "document"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    agreed_hash: Mapped[str | None] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
    successor_code: Mapped[str | None] = mapped_column(String(20))
    __table_args__ = (
        CheckConstraint("kind IN ('policy', 'standard', 'procedure', 'guide', 'template')", name="kind"),
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason IS NOT NULL", name="withdrawn_with_reason"),
    )


class Revision(Base):
    """One numbered text of a Document. Effective is a question: `effective_from <= now < effective_until`.

    `next_review` is reckoned from the day it takes effect, then from each confirmed review. `announced_at` is when those whom it concerns were
    told that it is effective. What is long stands last: SQLite reads through it to reach what comes after.
    """

    __tablename__ = "revision"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    major: Mapped[int]
    minor: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500))
    content_hash: Mapped[str] = mapped_column(String(64))
    owner_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    approver_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_in: Mapped[str] = mapped_column(String(200), default="")
    review_months: Mapped[int]
    due_days: Mapped[int]
    change_note: Mapped[str] = mapped_column(Text, default="")
    transition: Mapped[str] = mapped_column(Text, default="")
    course_code: Mapped[str | None] = mapped_column(String(20))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    effective_from: Mapped[datetime | None] = mapped_column(UtcTime)
    effective_until: Mapped[datetime | None] = mapped_column(UtcTime)
    next_review: Mapped[date | None]
    announced_at: Mapped[datetime | None] = mapped_column(UtcTime)
    front: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    text: Mapped[str] = mapped_column(Text, deferred=True)
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'in_review', 'approved', 'withdrawn')", name="state"),
        CheckConstraint("effective_until IS NULL OR effective_until > effective_from", name="span"),
        CheckConstraint("effective_from IS NULL OR state IN ('approved', 'withdrawn')", name="approved_before_effective"),
        UniqueConstraint("document_id", "major", "minor"),
        Index(
            "uq_revision_open_end",
            "document_id",
            unique=True,
            sqlite_where=sql("effective_from IS NOT NULL AND effective_until IS NULL"),
            postgresql_where=sql("effective_from IS NOT NULL AND effective_until IS NULL"),
        ),
        Index(None, "effective_from", "effective_until"),
    )


class RenderedText(Base):
    """Derived from a Revision's text, the vocabulary and the titles it links to: made once, at publish; `portal library verify` proves it equal."""

    __tablename__ = "rendered_text"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    made_from: Mapped[str] = mapped_column(String(64))
    contents: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    anchors: Mapped[list[str]] = mapped_column(JSON)
    html: Mapped[str] = mapped_column(Text)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    plain: Mapped[str] = mapped_column(Text)


class RevisionAudience(Base):
    """Who may read a Revision: one token a row (`everyone`, `team:rail`, ...). The rule of every query that shows documents."""

    __tablename__ = "revision_audience"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    token: Mapped[str] = mapped_column(String(80), primary_key=True)
    __table_args__ = (Index(None, "token"),)


class RevisionPractice(Base):
    """Which Practices a Revision serves, in the order written."""

    __tablename__ = "revision_practice"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    practice_code: Mapped[str] = mapped_column(ForeignKey("practice.code"), primary_key=True)
    place: Mapped[int]
    __table_args__ = (Index(None, "practice_code"),)


class RevisionImage(Base):
    """Pictures a Revision shows: the path written in its text and the hash of the bytes kept in `files`."""

    __tablename__ = "revision_image"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    file_hash: Mapped[str] = mapped_column(String(64))


class Requirement(Base):
    """Who owes which reading: `token` is `position:PRM` or `team:rail`. Publish writes `must_read` with its Revision, counted while that is effective;

    others write through `library.service.require`, without a Revision.
    """

    __tablename__ = "requirement"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    token: Mapped[str] = mapped_column(String(80))
    due_days: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcTime)
    source: Mapped[str] = mapped_column(String(20), default="document")
    __table_args__ = (UniqueConstraint("document_id", "revision_id", "token", "source"), Index(None, "token"))


class Exemption(Base):
    """A person who need not read a Document, why, and until when."""

    __tablename__ = "exemption"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcTime)
    until: Mapped[date | None]
    __table_args__ = (UniqueConstraint("document_id", "person_id"),)


class Acknowledgement(Base):
    """A person's "I have read this version": unique per Document, major version and person, keeping the Revision read."""

    __tablename__ = "acknowledgement"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    major: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (UniqueConstraint("document_id", "major", "person_id"), Index(None, "person_id"))


class Review(Base):
    """A periodic review that confirmed a Document unchanged and moved its next date."""

    __tablename__ = "review"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date]
    note: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (Index(None, "document_id"),)


class Bookmark(Base):
    """A Document a person wants at hand."""

    __tablename__ = "bookmark"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class ReadingMark(Base):
    """Which Revision of a Document a person opened last, and when: for "recently read" and "what changed since I read"."""

    __tablename__ = "reading_mark"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (Index(None, "person_id", "at"),)


class Briefing(Base):
    """A text was talked through with people who have no account: how many, of which team, by whom and on which day."""

    __tablename__ = "briefing"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on: Mapped[date]
    people: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (CheckConstraint("people BETWEEN 1 AND 1000", name="people"), Index(None, "document_id"), Index(None, "team_id"))


class ProblemReport(Base):
    """A reader says that a paragraph is wrong, unclear or missing, or how it should read (`proposal`); the Document's owner answers.

    `open` until it is answered; `accepted` when a change is to settle it, `settled` by the Revision that did, `declined` with the answer.
    """

    __tablename__ = "problem_report"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    anchor: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text)
    proposal: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(10), default="open")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (
        CheckConstraint("state IN ('open', 'answered', 'accepted', 'settled', 'declined')", name="state"),
        Index(None, "document_id"),
        Index(None, "by_id"),
    )


once_true_never_changed(Revision, APPROVED, UNCHANGED)
