"""Documents, Revisions, reading."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _document()
    _bookmark()
    _exemption()
    _revision()
    _requirement()
    _acknowledgement()
    _problem_report()
    _reading_mark()
    _rendered_text()
    _review()
    _revision_audience()
    _revision_image()
    _revision_practice()


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("revision_practice")
    op.drop_table("revision_image")
    op.drop_table("revision_audience")
    op.drop_table("review")
    op.drop_table("rendered_text")
    op.drop_table("reading_mark")
    op.drop_table("problem_report")
    op.drop_table("acknowledgement")
    op.drop_table("requirement")
    op.drop_table("revision")
    op.drop_table("exemption")
    op.drop_table("bookmark")
    op.drop_table("document")


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.Column("next_review", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", UtcTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("successor_code", sa.String(length=20), nullable=True),
        sa.CheckConstraint("kind IN ('policy', 'standard', 'procedure', 'guide', 'template')", name=op.f("ck_document_kind")),
        sa.CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason IS NOT NULL", name=op.f("ck_document_withdrawn_with_reason")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("code", name=op.f("uq_document_code")),
    )


def _requirement() -> None:
    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("since", UtcTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_requirement_document_id_document")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_requirement_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint(
            "document_id", "revision_id", "token", "source", name=op.f("uq_requirement_document_id_revision_id_token_source")
        ),
    )
    op.create_index(op.f("ix_requirement_token"), "requirement", ["token"], unique=False)


def _bookmark() -> None:
    op.create_table(
        "bookmark",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_bookmark_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bookmark_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "document_id", name=op.f("pk_bookmark")),
    )


def _exemption() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_at", UtcTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_exemption_document_id_document")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_exemption_granted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exemption_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
        sa.UniqueConstraint("document_id", "person_id", name=op.f("uq_exemption_document_id_person_id")),
    )


def _revision() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("owner_post_id", sa.Integer(), nullable=False),
        sa.Column("approver_post_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", UtcTime(timezone=True), nullable=True),
        sa.Column("approved_in", sa.String(length=200), nullable=False),
        sa.Column("review_months", sa.Integer(), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("change_note", sa.Text(), nullable=False),
        sa.Column("transition", sa.Text(), nullable=False),
        sa.Column("course_code", sa.String(length=20), nullable=True),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("effective_from", UtcTime(timezone=True), nullable=True),
        sa.Column("effective_until", UtcTime(timezone=True), nullable=True),
        sa.Column("front", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "effective_from IS NULL OR state IN ('approved', 'withdrawn')", name=op.f("ck_revision_approved_before_effective")
        ),
        sa.CheckConstraint("state IN ('draft', 'in_review', 'approved', 'withdrawn')", name=op.f("ck_revision_state")),
        sa.CheckConstraint("effective_until IS NULL OR effective_until > effective_from", name=op.f("ck_revision_span")),
        sa.ForeignKeyConstraint(["approver_post_id"], ["post.id"], name=op.f("fk_revision_approver_post_id_post")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_revision_document_id_document")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_revision_made_by_person")),
        sa.ForeignKeyConstraint(["owner_post_id"], ["post.id"], name=op.f("fk_revision_owner_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("document_id", "major", "minor", name=op.f("uq_revision_document_id_major_minor")),
    )
    _revision_indexes()


def _revision_indexes() -> None:
    op.create_index(op.f("ix_revision_effective_from_effective_until"), "revision", ["effective_from", "effective_until"], unique=False)
    op.create_index(
        "uq_revision_open_end",
        "revision",
        ["document_id"],
        unique=True,
        sqlite_where=sa.text("effective_from IS NOT NULL AND effective_until IS NULL"),
        postgresql_where=sa.text("effective_from IS NOT NULL AND effective_until IS NULL"),
    )


def _acknowledgement() -> None:
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_acknowledgement_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acknowledgement_person_id_person")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_acknowledgement_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint("document_id", "major", "person_id", name=op.f("uq_acknowledgement_document_id_major_person_id")),
    )
    op.create_index(op.f("ix_acknowledgement_person_id"), "acknowledgement", ["person_id"], unique=False)


def _problem_report() -> None:
    op.create_table(
        "problem_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_problem_report_answered_by_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_problem_report_by_id_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_problem_report_document_id_document")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_problem_report_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_report")),
    )
    op.create_index(op.f("ix_problem_report_by_id"), "problem_report", ["by_id"], unique=False)
    op.create_index(op.f("ix_problem_report_document_id"), "problem_report", ["document_id"], unique=False)


def _reading_mark() -> None:
    op.create_table(
        "reading_mark",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_reading_mark_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_mark_person_id_person")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_reading_mark_revision_id_revision")),
        sa.PrimaryKeyConstraint("person_id", "document_id", name=op.f("pk_reading_mark")),
    )
    op.create_index(op.f("ix_reading_mark_person_id_at"), "reading_mark", ["person_id", "at"], unique=False)


def _rendered_text() -> None:
    op.create_table(
        "rendered_text",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("made_from", sa.String(length=64), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_rendered_text_revision_id_revision")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_rendered_text")),
    )


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_by_id_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_review_document_id_document")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_review_revision_id_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_document_id"), "review", ["document_id"], unique=False)


def _revision_audience() -> None:
    op.create_table(
        "revision_audience",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_revision_audience_revision_id_revision")),
        sa.PrimaryKeyConstraint("revision_id", "token", name=op.f("pk_revision_audience")),
    )
    op.create_index(op.f("ix_revision_audience_token"), "revision_audience", ["token"], unique=False)


def _revision_image() -> None:
    op.create_table(
        "revision_image",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_revision_image_revision_id_revision")),
        sa.PrimaryKeyConstraint("revision_id", "path", name=op.f("pk_revision_image")),
    )


def _revision_practice() -> None:
    op.create_table(
        "revision_practice",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("practice_code", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["practice_code"], ["practice.code"], name=op.f("fk_revision_practice_practice_code_practice")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_revision_practice_revision_id_revision")),
        sa.PrimaryKeyConstraint("revision_id", "practice_code", name=op.f("pk_revision_practice")),
    )
    op.create_index(op.f("ix_revision_practice_practice_code"), "revision_practice", ["practice_code"], unique=False)
