"""What the index still has to learn, and searches in vain."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _missed_search()
    _search_pending()


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("search_pending")
    op.drop_table("missed_search")


def _missed_search() -> None:
    op.create_table(
        "missed_search",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "words", name=op.f("pk_missed_search")),
    )


def _search_pending() -> None:
    op.create_table(
        "search_pending",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_pending")),
    )
    op.create_index(op.f("ix_search_pending_key"), "search_pending", ["key"], unique=False)
