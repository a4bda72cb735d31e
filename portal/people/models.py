"""The tables of people. Nobody is deleted: a leaver is deactivated and history stays."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcTime

ROLES = ("manager", "author", "approver", "assessor", "auditor", "admin")


class Team(Base):
    """A node of the tree. `path` is the slugs from the root, `/operations/signalling/`; slugs never change, so neither do paths' parts."""

    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    path: Mapped[str] = mapped_column(String(600), unique=True)


class Person(Base):
    """An account. Invited until a first password is set; inactive once deactivated. `zone` and `language` empty: the organisation's.

    `joined_at` is the moment of the invitation, and from the first password on the moment it was set; `team_since` the day of the last
    change of team.
    """

    __tablename__ = "person"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="invited")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    team_since: Mapped[date | None]
    zone: Mapped[str] = mapped_column(String(60), default="")
    language: Mapped[str] = mapped_column(String(10), default="")
    mail: Mapped[str] = mapped_column(String(10), default="weekly")
    joined_at: Mapped[datetime] = mapped_column(UtcTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (
        CheckConstraint("state IN ('invited', 'active', 'inactive')", name="state"),
        CheckConstraint("mail IN ('weekly', 'daily', 'at_once', 'none')", name="mail"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        Index(None, "team_id"),
    )


class RoleGrant(Base):
    """A role held. Approver, assessor and auditor wait for a second administrator: pending until `confirmed_at`."""

    __tablename__ = "role_grant"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(10))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcTime)
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (
        CheckConstraint("role IN ('manager', 'author', 'approver', 'assessor', 'auditor', 'admin')", name="role"),
        CheckConstraint("role <> 'manager' OR team_id IS NOT NULL", name="manager_of_a_team"),
        CheckConstraint("granted_by IS NULL OR granted_by <> person_id", name="not_to_oneself"),
        CheckConstraint("confirmed_by IS NULL OR (confirmed_by <> person_id AND confirmed_by <> granted_by)", name="second_person"),
    )


Index(
    "uq_role_grant_held",
    RoleGrant.person_id,
    RoleGrant.role,
    func.coalesce(RoleGrant.team_id, 0),
    unique=True,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)


class PositionHeld(Base):
    """What one is, from a day until the day before `until`; for a team or for the organisation."""

    __tablename__ = "position_held"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    position_code: Mapped[str] = mapped_column(ForeignKey("position.code"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    __table_args__ = (
        CheckConstraint("until IS NULL OR until > since", name="dates"),
        Index(None, "person_id"),
        Index(None, "position_code"),
    )


class Post(Base):
    """A named duty such as "Risk lead" that documents are owned and approved by. It may be unheld; that is shown, not refused."""

    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(120), unique=True)


class PostHolder(Base):
    """Who holds a post, from a day until the day before `until`. One holder at a time."""

    __tablename__ = "post_holder"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[date]
    until: Mapped[date | None]
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="dates"),
        Index(None, "person_id"),
        Index("uq_post_holder_now", "post_id", unique=True, sqlite_where=text("until IS NULL"), postgresql_where=text("until IS NULL")),
    )


class AuthSession(Base):
    """One sign-in. Only the hash of its key is stored; it ends at `ends_at`, at sign-out, or everywhere at once."""

    __tablename__ = "auth_session"
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (Index(None, "person_id"),)


class OneTimeLink(Base):
    """An invitation or a reset: a hash, good once, for 24 hours."""

    __tablename__ = "one_time_link"
    key_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    __table_args__ = (CheckConstraint("purpose IN ('invite', 'reset')", name="purpose"), Index(None, "person_id"))


class FailedSignIn(Base):
    """A failed try, for the throttle: hashes of the account's name and of the address, kept for a day."""

    __tablename__ = "failed_sign_in"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    __table_args__ = (Index(None, "account_hash", "at"), Index(None, "address_hash", "at"))
