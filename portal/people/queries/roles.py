"""Who holds a role: asked by rooms whose law names one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.people.models import Person, RoleGrant


def with_role(session: Session, role: str) -> dict[int, str]:
    """The names of active people who hold this role, confirmed and not ended, by id."""
    query = select(Person.id, Person.name).join(RoleGrant, RoleGrant.person_id == Person.id)
    held = RoleGrant.confirmed_at.is_not(None), RoleGrant.ended_at.is_(None)
    query = query.where(RoleGrant.role == role, Person.state == "active", *held).order_by(Person.name, Person.id)
    return {row.id: row.name for row in session.execute(query)}
