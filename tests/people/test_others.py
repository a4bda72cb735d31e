"""What other rooms ask about people."""

from datetime import UTC, date, datetime

from portal.db import Database
from portal.people import queries, service
from tests.cast import ENROLLED, SINCE
from tests.counting import counted

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_names_answer_for_those_who_left_too(cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        service.deactivate(session, cast["gina"], actor_id=cast["adam"], at=AT)
        assert queries.names(session, [cast["anna"], cast["gina"], 999]) == {cast["anna"]: "Anna", cast["gina"]: "Gina"}
        assert queries.names(session, []) == {}


def test_holders_name_every_post_asked_for_held_or_not(cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        posts = service.ensure_posts(session, ["Risk lead", "Head of PMO"])
        risk, head = posts["Risk lead"], posts["Head of PMO"]
        service.assign_post(session, risk, cast["vera"], since=SINCE, actor_id=None, at=ENROLLED)
        service.assign_post(session, risk, cast["paul"], since=date(2026, 4, 1), actor_id=None, at=AT)
        assert queries.holders(session, [risk, head], DAY) == {risk: queries.PostHolderRow(risk, cast["vera"], "Vera", SINCE), head: None}
        later = queries.holders(session, [risk], date(2026, 4, 1))[risk]
        assert later is not None
        assert later.name == "Paul"
        assert queries.holders(session, [], DAY) == {}
        listed = {row.title: row for row in queries.post_list(session, DAY)}
        assert (listed["Head of PMO"].holder, getattr(listed["Risk lead"].following, "name", "")) == (None, "Paul")


def test_members_of_a_team_include_those_below_it(cast: dict[str, int], database: Database) -> None:
    with database.reading() as session:
        assert [member.name for member in queries.team_members(session, "/rail/")] == ["Anna", "Boris"]
        assert [member.name for member in queries.team_members(session, "/rail/signalling/")] == ["Anna"]


def test_tokens_mean_people_from_the_day_the_duty_began(cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        service.change_details(session, cast["gina"], name="Gina", team_id=2, actor_id=cast["adam"], at=AT)
        service.take_position(session, cast["gina"], "TEM", since=date(2026, 4, 1), actor_id=cast["adam"], at=AT)
        session.flush()
        meant = queries.people_with_tokens(session, ["team:rail", "position:TEM", "position:PMO"], DAY)
        assert [(who.name, who.team_path, who.since) for who in meant] == [
            ("Anna", "/rail/signalling/", SINCE),
            ("Boris", "/rail/", SINCE),
            ("Gina", "/rail/signalling/", DAY),
            ("Vera", "/pmo/", SINCE),
        ]
        assert queries.people_with_tokens(session, [], DAY) == ()


def test_tokens_forget_positions_that_ended_and_people_who_left_or_never_came(cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        service.enrol(session, email="ivan@example.org", name="Ivan", at=ENROLLED, team_id=2)
        service.deactivate(session, cast["anna"], actor_id=cast["adam"], at=AT)
        session.flush()
        assert [who.name for who in queries.people_with_tokens(session, ["team:rail", "position:TEM"], DAY)] == ["Boris"]


def test_tokens_cost_two_queries_however_many_they_are(cast: dict[str, int], database: Database) -> None:
    with database.reading() as session, counted(database) as sent:
        queries.people_with_tokens(session, ["team:rail", "team:pmo", "position:TEM", "position:PRM"], DAY)
        assert len(sent) == 2


def test_a_position_before_the_account_counts_from_the_account(cast: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        service.take_position(session, cast["gina"], "PRM", since=date(2019, 1, 1), actor_id=None, at=AT)
        assert [who.since for who in queries.people_with_tokens(session, ["position:PRM"], DAY)] == [ENROLLED.date()]
