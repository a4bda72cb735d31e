"""Areas, practices, positions, terms, citations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _area()
    _citation()
    _position()
    _practice()
    _glossary_term()


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("glossary_term")
    op.drop_table("practice")
    op.drop_table("position")
    op.drop_table("citation")
    op.drop_table("area")


def _area() -> None:
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )


def _citation() -> None:
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("citing_kind", sa.String(length=20), nullable=False),
        sa.Column("citing_key", sa.String(length=80), nullable=False),
        sa.Column("document_code", sa.String(length=20), nullable=False),
        sa.Column("anchor", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
    )
    op.create_index(op.f("ix_citation_citing_kind_citing_key"), "citation", ["citing_kind", "citing_key"], unique=False)
    op.create_index(op.f("ix_citation_document_code_anchor"), "citation", ["document_code", "anchor"], unique=False)


def _position() -> None:
    op.create_table(
        "position",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_position")),
    )


def _practice() -> None:
    op.create_table(
        "practice",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("area_code", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("good_looks_like", sa.Text(), nullable=False),
        sa.Column("typical_evidence", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_practice_area_code_area")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_practice")),
    )


def _glossary_term() -> None:
    op.create_table(
        "glossary_term",
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("term", sa.String(length=120), nullable=False),
        sa.Column("also", sa.JSON(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("practice_code", sa.String(length=20), nullable=True),
        sa.Column("document_code", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["practice_code"], ["practice.code"], name=op.f("fk_glossary_term_practice_code_practice")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint("term", name=op.f("uq_glossary_term_term")),
    )
