"""Posts that documents are owned and approved by, and who holds them from which day. One holder at a time; nobody is allowed too."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.content.wording import post_slug
from portal.errors import N_, Refused
from portal.journal import service as journal
from portal.people.models import Post, PostHolder
from portal.people.service.accounts import open_account
from portal.people.service.refusals import NoSuchPost


def ensure_posts(session: Session, titles: Iterable[str], *, at: datetime | None = None, actor_id: int | None = None) -> dict[str, int]:
    """The id of the post of each title, made where it is missing. Titles that differ in case or spaces only are one post.

    With `at` each new post gets a journal row; without it the caller's own row (a publication) tells of it.
    """
    known = {_same(post.title): post.id for post in session.scalars(select(Post))}
    taken = set(session.scalars(select(Post.slug)))
    found: dict[str, int] = {}
    for title in sorted(set(titles)):
        if _same(title) not in known:
            post = Post(slug=_free_slug(title, taken), title=" ".join(title.split()))
            session.add(post)
            session.flush()
            known[_same(title)] = post.id
            taken.add(post.slug)
            if at is not None:
                journal.record(session, at, actor_id, "post created", "post", post.id, None, {"slug": post.slug})
        found[title] = known[_same(title)]
    return found


def assign(session: Session, post_id: int, person_id: int | None, *, since: date, actor_id: int | None, at: datetime) -> None:
    """Let `person_id` hold the post from the day `since`, and the present holder until the day before; None leaves it unheld.

    Refused when the present holder began only later, for then the past would be rewritten.
    """
    if session.scalar(select(Post.id).where(Post.id == post_id).with_for_update()) is None:
        raise NoSuchPost
    if person_id is not None:
        open_account(session, person_id)
    present = session.scalar(select(PostHolder).where(PostHolder.post_id == post_id, PostHolder.until.is_(None)))
    if (present.person_id if present else None) == person_id:
        return
    if present and present.since > since:
        raise Refused(N_("The present holder began later than that day. Choose a later first day."))
    before = {"person": present.person_id if present else None}
    if present:
        present.until = since
        session.flush()
    if person_id is not None:
        session.add(PostHolder(post_id=post_id, person_id=person_id, since=since))
    journal.record(session, at, actor_id, "post assigned", "post", post_id, before, {"person": person_id, "since": since.isoformat()})


def hand_over(session: Session, person_id: int, to: Mapping[int, int | None], *, since: date, actor_id: int | None, at: datetime) -> None:
    """Give posts of a leaver (by post id) to others from the day `since`; None leaves one unheld. Posts of anybody else are left alone."""
    held = set(session.scalars(select(PostHolder.post_id).where(PostHolder.person_id == person_id, PostHolder.until.is_(None))))
    for post_id in sorted(held & to.keys()):
        assign(session, post_id, to[post_id], since=since, actor_id=actor_id, at=at)


def _same(title: str) -> str:
    return " ".join(title.split()).casefold()


def _free_slug(title: str, taken: set[str]) -> str:
    wished = post_slug(title)
    number, free = 2, wished
    while free in taken:
        free, number = f"{wished}-{number}", number + 1
    return free
