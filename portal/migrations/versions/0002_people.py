"""People, teams, roles, positions, posts, sign-ins."""

import sqlalchemy as sa
from alembic import op

from portal.db import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _failed_sign_in()
    _post()
    _team()
    _person()
    _auth_session()
    _one_time_link()
    _position_held()
    _post_holder()
    _role_grant()


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("role_grant")
    op.drop_table("post_holder")
    op.drop_table("position_held")
    op.drop_table("one_time_link")
    op.drop_table("auth_session")
    op.drop_table("person")
    op.drop_table("team")
    op.drop_table("post")
    op.drop_table("failed_sign_in")


def _failed_sign_in() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_hash", sa.String(length=64), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    op.create_index(op.f("ix_failed_sign_in_account_hash_at"), "failed_sign_in", ["account_hash", "at"], unique=False)
    op.create_index(op.f("ix_failed_sign_in_address_hash_at"), "failed_sign_in", ["address_hash", "at"], unique=False)


def _post() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("slug", name=op.f("uq_post_slug")),
        sa.UniqueConstraint("title", name=op.f("uq_post_title")),
    )


def _team() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["team.id"], name=op.f("fk_team_parent_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("path", name=op.f("uq_team_path")),
        sa.UniqueConstraint("slug", name=op.f("uq_team_slug")),
    )


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("team_since", sa.Date(), nullable=True),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("mail", sa.String(length=10), nullable=False),
        sa.Column("joined_at", UtcTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint("mail IN ('weekly', 'daily', 'at_once', 'none')", name=op.f("ck_person_mail")),
        sa.CheckConstraint("state IN ('invited', 'active', 'inactive')", name=op.f("ck_person_state")),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_index(op.f("ix_person_team_id"), "person", ["team_id"], unique=False)


def _auth_session() -> None:
    op.create_table(
        "auth_session",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcTime(timezone=True), nullable=False),
        sa.Column("ends_at", UtcTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_auth_session_person_id_person")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_auth_session")),
    )
    op.create_index(op.f("ix_auth_session_person_id"), "auth_session", ["person_id"], unique=False)


def _one_time_link() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("expires_at", UtcTime(timezone=True), nullable=False),
        sa.Column("used_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('invite', 'reset')", name=op.f("ck_one_time_link_purpose")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id_person")),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_one_time_link")),
    )
    op.create_index(op.f("ix_one_time_link_person_id"), "one_time_link", ["person_id"], unique=False)


def _position_held() -> None:
    op.create_table(
        "position_held",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("position_code", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until > since", name=op.f("ck_position_held_dates")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_position_held_person_id_person")),
        sa.ForeignKeyConstraint(["position_code"], ["position.code"], name=op.f("fk_position_held_position_code_position")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_position_held_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_held")),
    )
    op.create_index(op.f("ix_position_held_person_id"), "position_held", ["person_id"], unique=False)
    op.create_index(op.f("ix_position_held_position_code"), "position_held", ["position_code"], unique=False)


def _post_holder() -> None:
    op.create_table(
        "post_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_post_holder_dates")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_holder_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_holder_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holder")),
    )
    op.create_index(op.f("ix_post_holder_person_id"), "post_holder", ["person_id"], unique=False)
    op.create_index(
        "uq_post_holder_now",
        "post_holder",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def _role_grant() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_at", UtcTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcTime(timezone=True), nullable=True),
        sa.Column("ended_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint("role <> 'manager' OR team_id IS NOT NULL", name=op.f("ck_role_grant_manager_of_a_team")),
        sa.CheckConstraint("role IN ('manager', 'author', 'approver', 'assessor', 'auditor', 'admin')", name=op.f("ck_role_grant_role")),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR (confirmed_by <> person_id AND confirmed_by <> granted_by)", name=op.f("ck_role_grant_second_person")
        ),
        sa.CheckConstraint("granted_by IS NULL OR granted_by <> person_id", name=op.f("ck_role_grant_not_to_oneself")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_role_grant_confirmed_by_person")),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_role_grant_granted_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_role_grant_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(
        "uq_role_grant_held",
        "role_grant",
        ["person_id", "role", sa.text("coalesce(team_id, 0)")],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
