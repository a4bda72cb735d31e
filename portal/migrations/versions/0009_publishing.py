"""Drafts, reviews, decisions, delegations, briefings; what becomes of reported problems; the next review belongs to its Revision."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcTime, append_only, never_changed

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

APPROVED = "OLD.state IN ('approved', 'withdrawn') AND OLD.approved_at IS NOT NULL"
UNCHANGED = ("text", "front", "content_hash", "major", "minor", "document_id")


def upgrade() -> None:
    """Make the tables, and move what is known to where it belongs now."""
    _delegation()
    _briefing()
    _draft()
    _draft_copy()
    _draft_picture()
    _draft_request()
    _draft_writer()
    _review_round()
    _decision()
    _review_comment()
    _reviewer()
    _problems()
    _revisions()
    dialect = op.get_bind().dialect.name
    for statement in (*append_only("decision", dialect), *never_changed("revision", APPROVED, UNCHANGED, dialect)):
        op.execute(statement)


def downgrade() -> None:
    """Take them away again."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("revision_unchanged", "revision_stays"):
        op.execute(f"DROP TRIGGER {name}" + (" ON revision" if on_postgresql else ""))
    op.drop_table("reviewer")
    op.drop_table("review_comment")
    op.drop_table("decision")
    op.drop_table("review_round")
    op.drop_table("draft_writer")
    op.drop_table("draft_request")
    op.drop_table("draft_picture")
    op.drop_table("draft_copy")
    op.drop_table("draft")
    op.drop_table("briefing")
    op.drop_table("delegation")
    if on_postgresql:
        op.execute("DROP FUNCTION IF EXISTS decision_refuse()")
        op.execute("DROP FUNCTION IF EXISTS revision_refuse_change()")
    op.add_column("document", sa.Column("next_review", sa.Date(), nullable=True))
    op.execute(
        "UPDATE document SET next_review = (SELECT next_review FROM revision WHERE document_id = document.id "
        "AND effective_from IS NOT NULL AND effective_until IS NULL)"
    )
    op.drop_column("document", "agreed_hash")
    op.drop_column("revision", "announced_at")
    op.drop_column("revision", "next_review")
    with op.batch_alter_table("problem_report") as table:
        table.drop_constraint(op.f("ck_problem_report_state"), type_="check")
        table.drop_constraint(op.f("fk_problem_report_settled_by_id_revision"), type_="foreignkey")
        for column in ("settled_by_id", "state", "proposal"):
            table.drop_column(column)


def _problems() -> None:
    states = "state IN ('open', 'answered', 'accepted', 'settled', 'declined')"
    with op.batch_alter_table("problem_report") as table:
        table.add_column(sa.Column("proposal", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("state", sa.String(length=10), nullable=False, server_default="open"))
        table.add_column(sa.Column("settled_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_problem_report_settled_by_id_revision"), "revision", ["settled_by_id"], ["id"])
        table.create_check_constraint(op.f("ck_problem_report_state"), states)
    op.execute("UPDATE problem_report SET state = 'answered' WHERE answered_at IS NOT NULL")
    with op.batch_alter_table("problem_report") as table:
        table.alter_column("proposal", server_default=None)
        table.alter_column("state", server_default=None)


def _revisions() -> None:
    op.add_column("revision", sa.Column("next_review", sa.Date(), nullable=True))
    op.add_column("revision", sa.Column("announced_at", UtcTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE revision SET next_review = (SELECT next_review FROM document WHERE id = revision.document_id) "
        "WHERE effective_from IS NOT NULL AND effective_until IS NULL"
    )
    op.execute("UPDATE revision SET announced_at = effective_from")
    op.add_column("document", sa.Column("agreed_hash", sa.String(length=64), nullable=True))
    op.drop_column("document", "next_review")


def _delegation() -> None:
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("delegate_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint("delegate_id <> person_id", name=op.f("ck_delegation_somebody_else")),
        sa.CheckConstraint("until >= since", name=op.f("ck_delegation_dates")),
        sa.ForeignKeyConstraint(["delegate_id"], ["person.id"], name=op.f("fk_delegation_delegate_id_person")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_delegation_made_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delegation_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_delegate_id"), "delegation", ["delegate_id"], unique=False)
    op.create_index(op.f("ix_delegation_person_id"), "delegation", ["person_id"], unique=False)


def _briefing() -> None:
    op.create_table(
        "briefing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.CheckConstraint("people BETWEEN 1 AND 1000", name=op.f("ck_briefing_people")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_briefing_by_id_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_briefing_document_id_document")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_briefing_revision_id_revision")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_briefing_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefing")),
    )
    op.create_index(op.f("ix_briefing_document_id"), "briefing", ["document_id"], unique=False)
    op.create_index(op.f("ix_briefing_team_id"), "briefing", ["team_id"], unique=False)


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("base_revision_id", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", UtcTime(timezone=True), nullable=False),
        sa.Column("file_path", sa.String(length=300), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("front", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("origin IN ('browser', 'file')", name=op.f("ck_draft_origin")),
        sa.CheckConstraint("state IN ('open', 'submitted', 'closed')", name=op.f("ck_draft_state")),
        sa.ForeignKeyConstraint(["base_revision_id"], ["revision.id"], name=op.f("fk_draft_base_revision_id_revision")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_draft_document_id_document")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_draft_made_by_person")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_draft_revision_id_revision")),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name=op.f("fk_draft_saved_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_revision_id"), "draft", ["revision_id"], unique=False)
    op.create_index(
        "uq_draft_open",
        "draft",
        ["document_id", "origin"],
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )


def _draft_copy() -> None:
    op.create_table(
        "draft_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.Column("settled_at", UtcTime(timezone=True), nullable=True),
        sa.Column("base_front", sa.JSON(), nullable=False),
        sa.Column("base_text", sa.Text(), nullable=False),
        sa.Column("front", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_draft_copy_by_id_person")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_copy_draft_id_draft")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_copy")),
    )
    op.create_index(op.f("ix_draft_copy_draft_id"), "draft_copy", ["draft_id"], unique=False)


def _draft_picture() -> None:
    op.create_table(
        "draft_picture",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_draft_picture_by_id_person")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_picture_draft_id_draft")),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_draft_picture")),
    )


def _draft_request() -> None:
    op.create_table(
        "draft_request",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_request_draft_id_draft")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem_report.id"], name=op.f("fk_draft_request_problem_id_problem_report")),
        sa.PrimaryKeyConstraint("draft_id", "problem_id", name=op.f("pk_draft_request")),
    )
    op.create_index(op.f("ix_draft_request_problem_id"), "draft_request", ["problem_id"], unique=False)


def _draft_writer() -> None:
    op.create_table(
        "draft_writer",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_draft_writer_draft_id_draft")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_writer_person_id_person")),
        sa.PrimaryKeyConstraint("draft_id", "person_id", name=op.f("pk_draft_writer")),
    )
    op.create_index(op.f("ix_draft_writer_person_id"), "draft_writer", ["person_id"], unique=False)


def _review_round() -> None:
    op.create_table(
        "review_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=10), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_at", UtcTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("front", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('approved', 'returned', 'called_back', 'voided', 'replaced')", name=op.f("ck_review_round_outcome")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ck_review_round_ended_somehow")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_review_round_draft_id_draft")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_review_round_revision_id_revision")),
        sa.ForeignKeyConstraint(["submitted_by"], ["person.id"], name=op.f("fk_review_round_submitted_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("revision_id", "number", name=op.f("uq_review_round_revision_id_number")),
    )


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('approved', 'returned')", name=op.f("ck_decision_verdict")),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["person.id"], name=op.f("fk_decision_on_behalf_of_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_decision_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_decision_post_id_post")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_decision_revision_id_revision")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_decision_round_id_review_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_decision_round_id_person_id")),
    )
    op.create_index(op.f("ix_decision_revision_id"), "decision", ["revision_id"], unique=False)


def _review_comment() -> None:
    op.create_table(
        "review_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.Column("anchor", sa.String(length=60), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint("state <> 'accepted' OR suggestion IS NOT NULL", name=op.f("ck_review_comment_accepted_suggestion")),
        sa.CheckConstraint("state IN ('open', 'resolved', 'accepted', 'declined')", name=op.f("ck_review_comment_state")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_review_comment_by_id_person")),
        sa.ForeignKeyConstraint(["parent_id"], ["review_comment.id"], name=op.f("fk_review_comment_parent_id_review_comment")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_review_comment_revision_id_revision")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_review_comment_round_id_review_round")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_review_comment_settled_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comment")),
    )
    op.create_index(op.f("ix_review_comment_revision_id"), "review_comment", ["revision_id"], unique=False)


def _reviewer() -> None:
    op.create_table(
        "reviewer",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("invited_at", UtcTime(timezone=True), nullable=False),
        sa.Column("done_at", UtcTime(timezone=True), nullable=True),
        sa.Column("done_round", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["done_round"], ["review_round.id"], name=op.f("fk_reviewer_done_round_review_round")),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_reviewer_invited_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reviewer_person_id_person")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_reviewer_revision_id_revision")),
        sa.PrimaryKeyConstraint("revision_id", "person_id", name=op.f("pk_reviewer")),
    )
    op.create_index(op.f("ix_reviewer_person_id"), "reviewer", ["person_id"], unique=False)
