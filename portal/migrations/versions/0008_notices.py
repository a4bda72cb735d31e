"""Notices and private addresses of feeds."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNREAD = sa.text("read_at IS NULL")
TO_MAIL = sa.text("read_at IS NULL AND mail_done_at IS NULL")


def upgrade() -> None:
    """Make the tables."""
    _notice()
    _feed_address()


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("feed_address")
    op.drop_table("notice")


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=True),
        sa.Column("read_at", UtcTime(timezone=True), nullable=True),
        sa.Column("mail_done_at", UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_notice_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("person_id", "once", name=op.f("uq_notice_person_id_once")),
    )
    op.create_index(op.f("ix_notice_person_id_at"), "notice", ["person_id", "at"], unique=False)
    op.create_index("ix_notice_unread", "notice", ["person_id"], unique=False, sqlite_where=UNREAD, postgresql_where=UNREAD)
    op.create_index("ix_notice_to_mail", "notice", ["person_id", "at"], unique=False, sqlite_where=TO_MAIL, postgresql_where=TO_MAIL)


def _feed_address() -> None:
    op.create_table(
        "feed_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_address_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_feed_address")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_feed_address_key_hash")),
    )
