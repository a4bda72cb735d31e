"""The tree of teams. A team's slug is fixed when it is made, and so is its place; its name may change."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.wording import SLUG, slug
from portal.errors import N_, Refused
from portal.journal import service as journal
from portal.people.models import Team
from portal.people.service.refusals import NoSuchTeam, SlugTaken


def create(session: Session, name: str, *, at: datetime, actor_id: int | None = None, parent_id: int | None = None, short: str = "") -> int:
    """Make a team below `parent_id`, or at the top; return its id. `short` is its slug, made from the name when empty."""
    made = short.strip() or slug(name)
    if not SLUG.fullmatch(made) or len(made) > 60:
        raise Refused(N_("A short name is small letters, figures and hyphens, such as signalling-north."))
    if session.scalar(select(Team.id).where(Team.slug == made)) is not None:
        raise SlugTaken(slug=made)
    above = _team(session, parent_id).path if parent_id is not None else "/"
    path = f"{above}{made}/"
    if len(path) > 600:
        raise Refused(N_("The tree of teams is too deep here."))
    team = Team(slug=made, name=" ".join(name.split()), parent_id=parent_id, path=path)
    session.add(team)
    session.flush()
    journal.record(session, at, actor_id, "team created", "team", team.id, None, {"slug": made, "parent": parent_id})
    return team.id


def rename(session: Session, team_id: int, name: str, *, at: datetime, actor_id: int | None) -> None:
    """Give a team another name; slug and path stay, so that nothing that names them breaks."""
    team = _team(session, team_id)
    spelled = " ".join(name.split())
    if spelled != team.name:
        team.name = spelled
        journal.record(session, at, actor_id, "team renamed", "team", team_id, None, {"slug": team.slug})


def _team(session: Session, team_id: int) -> Team:
    team = session.get(Team, team_id)
    if team is None:
        raise NoSuchTeam
    return team
