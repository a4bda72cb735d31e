"""Posts: made at publication, held by one person from a day on, handed over by a leaver."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db import Database
from portal.errors import Refused
from portal.people import service
from portal.people.models import Post, PostHolder
from tests.cast import make_cast

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


def holdings(session: Session, post_id: int) -> list[tuple[int, date, date | None]]:
    rows = session.scalars(select(PostHolder).where(PostHolder.post_id == post_id).order_by(PostHolder.id))
    return [(row.person_id, row.since, row.until) for row in rows]


def test_ensuring_posts_twice_makes_them_once(database: Database) -> None:
    with database.writing() as session:
        first = service.ensure_posts(session, ["Risk lead", "Head of PMO"])
        second = service.ensure_posts(session, ["risk  lead", "Head of PMO"])
        assert first["Risk lead"] == second["risk  lead"]
        assert sorted(session.scalars(select(Post.slug))) == ["head-of-pmo", "risk-lead"]


def test_long_titles_that_begin_alike_are_two_posts(database: Database) -> None:
    beginning = "Lead of the governance of all programmes and "
    with database.writing() as session:
        found = service.ensure_posts(session, [beginning + "rail", beginning + "road"])
        assert len(set(found.values())) == 2


def test_titles_in_other_letters_are_posts_of_their_own(database: Database) -> None:
    with database.writing() as session:
        found = service.ensure_posts(session, ["Руководитель рисков", "Директор PMO", "PMO"])
        assert len(set(found.values())) == 3
        assert sorted(session.scalars(select(Post.slug))) == ["pmo", "директор-pmo", "руководитель-рисков"]


def test_a_new_holder_ends_the_old_ones_time_the_same_day(database: Database) -> None:
    with database.writing() as session:
        cast = make_cast(session)
        post = service.ensure_posts(session, ["Risk lead"])["Risk lead"]
        service.assign_post(session, post, cast["vera"], since=MONDAY, actor_id=cast["adam"], at=NOON)
        service.assign_post(session, post, cast["paul"], since=TUESDAY, actor_id=cast["adam"], at=NOON)
        assert holdings(session, post) == [(cast["vera"], MONDAY, TUESDAY), (cast["paul"], TUESDAY, None)]
        with pytest.raises(Refused):
            service.assign_post(session, post, cast["anna"], since=MONDAY, actor_id=cast["adam"], at=NOON)


def test_handing_over_leaves_the_posts_of_others_alone(database: Database) -> None:
    with database.writing() as session:
        cast = make_cast(session)
        posts = service.ensure_posts(session, ["Risk lead", "Head of PMO"])
        risk, head = posts["Risk lead"], posts["Head of PMO"]
        service.assign_post(session, risk, cast["vera"], since=MONDAY, actor_id=None, at=NOON)
        service.assign_post(session, head, cast["paul"], since=MONDAY, actor_id=None, at=NOON)
        service.hand_over(session, cast["vera"], {risk: cast["anna"], head: cast["anna"]}, since=TUESDAY, actor_id=cast["adam"], at=NOON)
        assert holdings(session, risk)[-1] == (cast["anna"], TUESDAY, None)
        assert holdings(session, head) == [(cast["paul"], MONDAY, None)]
