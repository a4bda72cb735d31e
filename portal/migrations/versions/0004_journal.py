"""The journal, append-only."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcTime, append_only

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _journal_row()


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("journal_row")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS journal_row_refuse()")


def _journal_row() -> None:
    op.create_table(
        "journal_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_key", sa.String(length=80), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("request_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_journal_row_actor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_row")),
    )
    op.create_index(op.f("ix_journal_row_actor_id"), "journal_row", ["actor_id"], unique=False)
    op.create_index(op.f("ix_journal_row_at"), "journal_row", ["at"], unique=False)
    op.create_index(op.f("ix_journal_row_object_kind_object_key"), "journal_row", ["object_kind", "object_key"], unique=False)
    for statement in append_only("journal_row", op.get_bind().dialect.name):
        op.execute(statement)
