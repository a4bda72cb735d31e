"""The home page: each sees what concerns them, nothing they may not see, and an empty portal says what to do next."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Config
from portal.db import Database
from portal.library.models import Acknowledgement, Bookmark, Document, ProblemReport, ReadingMark, Revision
from portal.people import service as people
from portal.search import service as search
from tests.cast import CAST
from tests.counting import counted
from tests.roots import document, publish_root, write_root

Enter = Callable[[str], FlaskClient]
NOW = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
EARLY = datetime(2025, 9, 1, 9, 0, tzinfo=UTC)
OLD, NEW = "2025-08-03", "2026-02-16"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is eleven o'clock on 2 March 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


def second(**more: str) -> tuple[str, str]:
    """The second version of the risk standard: major, since two weeks."""
    front = {"change": "Owners must be named people.", "transition": "All projects from the date.", "effective": NEW, **more}
    return document("RSK-STD-01", "Risk management", version="2.0", must_read=["position:TEM"], **front)


def publish(session: Session, config: Config, folder: str, *documents: tuple[str, str], at: datetime = EARLY) -> None:
    publish_root(session, config, write_root(config.home / folder, *documents), at=at)


@pytest.fixture
def shelf(database: Database, config: Config, cast: dict[str, int]) -> dict[str, int]:
    """A risk standard anna must read, whose first version she has read; a policy; a guide for the PMO; a procedure that is new for Rail."""
    with database.writing() as session:
        first = document("RSK-STD-01", "Risk management", effective=OLD, must_read=["position:TEM"])
        policy, guide = document("RSK-POL-01", "Risk policy", effective=OLD, review_months=6), document(
            "RSK-GDE-01", "Sharper risks", effective="2026-02-20", audience=["team:pmo"]
        )  # fmt: skip
        publish(session, config, "first", first, policy, guide)
        procedure = document("RSK-PRC-01", "Points failure", effective="2026-02-23", audience=["team:rail"])
        read = session.scalars(
            select(Revision).join(Document, Document.id == Revision.document_id).where(Document.code == "RSK-STD-01")
        ).one()
        session.add(ReadingMark(person_id=cast["anna"], document_id=read.document_id, revision_id=read.id, at=EARLY + timedelta(days=9)))
        session.add(Bookmark(person_id=cast["anna"], document_id=read.document_id, at=EARLY))
        publish(session, config, "second", second(), procedure, at=datetime(2026, 2, 10, tzinfo=UTC))
    return cast


def home(browser: FlaskClient) -> str:
    answer = browser.get("/")
    assert answer.status_code == 200
    return answer.text[answer.text.index("<main") : answer.text.index("</main>")]


def part(text: str, heading: str) -> str:
    """One section of the page."""
    start = text.index(f'aria-labelledby="{heading}"')
    return text[start : text.index("</section>", start)]


def test_a_member_sees_what_is_due_and_by_when(as_person: Enter, shelf: dict[str, int]) -> None:
    text = home(as_person("anna"))
    due = part(text, "due")
    assert "Good morning, Anna" in text
    assert "1 reading is due for you." in text
    assert "Read and acknowledge RSK-STD-01 Risk management, version 2.0" in due
    assert "Asked of: Team member." in due
    assert "Due today" in due
    assert "You have read version 1.0." in due
    assert "/library/rsk-std-01/differences?from=1.0&amp;to=2.0" in due


def test_a_member_sees_what_changed_what_is_new_and_what_was_kept(as_person: Enter, shelf: dict[str, int]) -> None:
    text = home(as_person("anna"))
    changed, new = part(text, "changed"), part(text, "new")
    for words in ("RSK-STD-01", "1.0 to 2.0", "Major", "Owners must be named people.", "version 1.0 on 10 Sep 2025"):
        assert words in changed
    assert "RSK-PRC-01" in new
    assert "Risk management" in part(text, "bookmarks")
    assert "Risk management" in part(text, "recent")
    for words in ("RSK-STD-01", "Risk policy", "Sharper risks"):
        assert words not in new


@pytest.mark.parametrize("name", CAST)
def test_nobody_sees_documents_that_are_not_for_them(as_person: Enter, shelf: dict[str, int], name: str) -> None:
    text = home(as_person(name))
    assert ("RSK-PRC-01" in text) == (name in {"anna", "boris", "vera", "paul", "otto"})
    assert ("RSK-GDE-01" in text) == (name in {"vera", "paul", "otto"})


PARTS = {
    "anna": set(),
    "boris": {"team"},
    "vera": {"submitted", "reviews", "problems", "misses", "journal"},
    "paul": {"submitted", "reviews", "problems", "misses", "journal"},
    "rita": set(),
    "otto": {"submitted", "reviews", "audit"},
    "adam": {"waiting", "journal"},
    "gina": set(),
}


@pytest.mark.parametrize("name", CAST)
def test_each_role_has_its_own_parts_of_the_page(as_person: Enter, shelf: dict[str, int], name: str) -> None:
    text = home(as_person(name))
    optional = {"team", "submitted", "reviews", "problems", "misses", "waiting", "audit", "journal", "steps"}
    assert {heading for heading in optional if f'aria-labelledby="{heading}"' in text} == PARTS[name]


def test_a_manager_sees_what_the_team_still_has_to_read(as_person: Enter, shelf: dict[str, int], database: Database) -> None:
    boris = as_person("boris")
    team = part(home(boris), "team")
    assert "1 reading is outstanding." in team
    assert "0 of 1 have read it." in team
    with database.writing() as session:
        read = session.scalars(select(Revision).where(Revision.major == 2)).one()
        session.add(Acknowledgement(document_id=read.document_id, major=2, person_id=shelf["anna"], revision_id=read.id, at=NOW))
    assert "Nobody in your team owes a reading." in part(home(boris), "team")


def test_without_a_text_in_review_the_page_leads_to_the_register(as_person: Enter, shelf: dict[str, int]) -> None:
    waiting = part(home(as_person("vera")), "submitted")
    assert "No text waits for approval." in waiting
    assert '<a class="btn btn-secondary btn-sm" href="/register">Open the register</a>' in waiting


def test_the_pmo_sees_reviews_texts_in_review_problems_and_searches_in_vain(
    as_person: Enter, shelf: dict[str, int], database: Database
) -> None:
    with database.writing() as session:
        waiting = session.scalars(select(Revision).where(Revision.title == "Points failure")).one()
        waiting.state, waiting.effective_from = "in_review", None
        policy = session.scalars(select(Revision).where(Revision.title == "Risk policy")).one()
        session.add(
            ProblemReport(
                document_id=policy.document_id, revision_id=policy.id, anchor="r1", text="Which week?", by_id=shelf["anna"], at=NOW
            )
        )
        search.record_miss(session, "Bow tie", NOW.date())
    text = home(as_person("vera"))
    assert "RSK-PRC-01 Points failure, version 1.0" in part(text, "submitted")
    assert "overdue by" in part(text, "reviews")
    assert "RSK-POL-01 Risk policy" in part(text, "reviews")
    assert "Which week?" in part(text, "problems")
    assert "Anna" not in part(text, "problems")
    assert "bow tie" in part(text, "misses")


def test_whoever_holds_a_post_sees_the_documents_it_owns(as_person: Enter, shelf: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        posts = people.ensure_posts(session, ["Risk lead", "Head of PMO"])
        people.assign_post(session, posts["Risk lead"], shelf["gina"], since=EARLY.date(), actor_id=None, at=EARLY)
        people.assign_post(session, posts["Head of PMO"], shelf["rita"], since=EARLY.date(), actor_id=None, at=EARLY)
    assert "RSK-POL-01" in part(home(as_person("gina")), "reviews")
    assert "RSK-POL-01" not in part(home(as_person("rita")), "reviews")


def test_an_administrator_sees_pending_roles_and_unheld_posts(as_person: Enter, shelf: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        people.grant_role(session, shelf["gina"], "auditor", actor_id=None, at=NOW)
    waiting = part(home(as_person("adam")), "waiting")
    assert "1 role waits for a second administrator" in waiting
    assert "2 posts are unheld" in waiting
    assert "Head of PMO, Risk lead" in waiting


def test_a_new_portal_greets_its_administrator_with_the_first_steps(as_person: Enter) -> None:
    steps = part(home(as_person("adam")), "steps")
    assert "portal content publish" in steps
    assert steps.count("Done") == 2
    assert "/people/posts" in steps


@pytest.mark.parametrize(("name", "words"), [("gina", "The PMO has not published the method yet."), ("vera", "portal content publish")])
def test_a_new_portal_says_to_everybody_what_comes_next(as_person: Enter, name: str, words: str) -> None:
    assert words in home(as_person(name))


def test_a_newcomer_is_told_where_to_begin_until_something_was_read(as_person: Enter, shelf: dict[str, int]) -> None:
    begin = part(home(as_person("gina")), "begin")
    for address in ('href="/search"', 'href="/practices"', 'href="/glossary"', 'href="/my-settings"'):
        assert address in begin
    assert 'aria-labelledby="begin"' not in home(as_person("anna"))


@pytest.mark.parametrize(("zone", "greeting"), [("UTC", "morning"), ("Asia/Tokyo", "evening"), ("Asia/Dubai", "afternoon")])
def test_the_greeting_knows_the_reader_s_time_of_day(
    as_person: Enter, cast: dict[str, int], database: Database, zone: str, greeting: str
) -> None:
    with database.writing() as session:
        people.change_settings(session, cast["anna"], zone=zone, language="", mail="weekly", at=NOW)
    assert f"Good {greeting}, Anna" in home(as_person("anna"))


MOST = {"anna": 8, "boris": 9, "vera": 17, "adam": 16, "otto": 10}


@pytest.mark.parametrize("name", MOST)
def test_home_costs_the_same_for_two_documents_and_for_thirty(
    as_person: Enter, shelf: dict[str, int], database: Database, config: Config, name: str
) -> None:
    browser = as_person(name)
    with counted(database) as sent:
        home(browser)
        few = len(sent)
    with database.writing() as session:
        more = [document(f"RSK-STD-{n}", f"Rule {n}", effective="2026-02-20", must_read=["position:TEM"]) for n in range(10, 40)]
        publish(session, config, "more", second(), *more, at=datetime(2026, 2, 19, tzinfo=UTC))
    with counted(database) as sent:
        assert "Rule" in home(browser)
        assert len(sent) == few <= MOST[name]
