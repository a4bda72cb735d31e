"""The pages of a review: who sees what, and what each button does."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.db import Database
from portal.library.models import Comment, Decision, Delegation, Draft, Round
from portal.library.service import approving, reviews
from tests.cast import token
from tests.counting import counted
from tests.library.review_desk import approver, decider, drafted, hold, state, submitted
from tests.library.shelf import NOON

Enter = Callable[[str], FlaskClient]
CODE = "RSK-STD-01"
RULE = "R1. The project manager looks at every risk each week. {#r1}"


@pytest.fixture
def desk(shelf: None, database: Database, cast: dict[str, int]) -> dict[str, int]:
    """The shelf is published and paul holds the post that approves it; the cast by name."""
    with database.writing() as session:
        hold(session, "Head of PMO", cast["paul"])
    return cast


@pytest.fixture
def in_review(desk: dict[str, int], database: Database) -> Round:
    """The standard of the shelf, changed by vera, is in review, and anna is invited."""
    with database.writing() as session:
        one = submitted(session, CODE, desk["vera"])
        reviews.invite(session, one.revision_id, [desk["anna"]], actor_id=desk["vera"], at=NOON)
    return one


def text(answer: object) -> str:
    """The words of a page, without its tags."""
    html = answer.get_data(as_text=True)  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def send(browser: FlaskClient, url: str, page: str, **fields: object) -> object:
    """Send a form of a page."""
    return browser.post(url, data={**token(browser.get(page)), **fields})


def test_the_list_says_to_each_what_waits_for_them(in_review: Round, as_person: Enter) -> None:
    assert "For you to approve 1 text RSK-STD-01 Risk management, 1.1" in text(as_person("paul").get("/reviews"))
    assert "For you to comment on 1 text" in text(as_person("anna").get("/reviews"))
    assert "With your words in them 1 text" in text(as_person("vera").get("/reviews"))
    assert "Also in review 1 text" in text(as_person("otto").get("/reviews"))
    assert "Nothing waits" in text(as_person("gina").get("/reviews"))


@pytest.mark.parametrize(
    ("name", "status"),
    [("vera", 200), ("paul", 200), ("otto", 200), ("anna", 200), ("boris", 404), ("gina", 404), ("rita", 404), ("adam", 404)],
)
def test_a_review_opens_for_those_who_control_texts_and_for_the_invited(in_review: Round, as_person: Enter, name: str, status: int) -> None:
    browser = as_person(name)
    for url in (f"/reviews/{in_review.revision_id}", f"/reviews/{in_review.revision_id}/comment?paragraph=3"):
        assert browser.get(url).status_code == status


def test_who_may_do_what_with_a_review(in_review: Round, as_person: Enter, desk: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        number = reviews.comment(session, in_review.id, reviews.Said("Hm."), actor_id=desk["anna"], at=NOON)
    key = in_review.revision_id
    acts = {f"/reviews/{key}/decision": {"paul"}, f"/reviews/{key}/call-back": {"vera"}, f"/reviews/{key}/void": {"vera"},
            f"/reviews/{key}/reviewers": {"vera"}, f"/comments/{number}/resolved": {"vera"}, f"/comments/{number}/accept": {"vera"},
            f"/drafts/{in_review.draft_id}/submit": {"vera"}, "/reviews/delegation": {"paul"}}  # fmt: skip
    for name in ("gina", "anna", "boris", "rita", "otto", "adam", "paul", "vera"):
        browser = as_person(name)
        fields = token(browser.get("/reviews/delegation" if name == "paul" else "/settings/me" if name else ""))
        fields = fields or token(browser.get("/me/settings"))
        for url, allowed in acts.items():
            if name not in allowed:
                assert browser.post(url, data=fields).status_code == 403, (name, url)


def test_an_approval_is_confirmed_on_a_page_of_its_own_and_takes_effect(in_review: Round, as_person: Enter, database: Database) -> None:
    browser, page = as_person("paul"), f"/reviews/{in_review.revision_id}"
    fields = {"round": in_review.id, "content_hash": in_review.content_hash, "begins": "now", "comment": "Good.", "do": "approve"}
    asked = send(browser, f"{page}/decision", page, **fields)
    assert "It takes effect at once." in text(asked)
    with database.reading() as session:
        assert state(session)[1][1] == "in_review"
    done = send(browser, f"{page}/decision", page, **fields, sure="yes")
    assert done.status_code == 303  # type: ignore[attr-defined]
    assert "RSK-STD-01 1.1 is effective." in text(browser.get(page))
    assert "each week" in text(browser.get("/library/rsk-std-01"))


def test_a_refusal_stands_above_the_form_and_nothing_is_decided(in_review: Round, as_person: Enter, database: Database) -> None:
    browser, page = as_person("paul"), f"/reviews/{in_review.revision_id}"
    seen = {"round": in_review.id, "content_hash": in_review.content_hash}
    for fields, sentence in (
        ({**seen, "begins": "day", "day": "2026-03-01", "do": "approve", "sure": "yes"}, "That day has passed"),
        ({**seen, "begins": "day", "do": "approve"}, "Choose the day"),
        ({**seen, "begins": "now", "do": "return"}, "Say what is to be changed"),
        ({**seen, "content_hash": "0" * 64, "begins": "now", "do": "approve", "sure": "yes"}, "submitted anew while you read it"),
    ):
        answer = send(browser, f"{page}/decision", page, **fields)
        assert (answer.status_code, sentence in text(answer)) == (422, True), sentence  # type: ignore[attr-defined]
    with database.reading() as session:
        assert session.scalars(select(Decision)).all() == []


def test_a_return_opens_the_draft_and_tells_its_author(in_review: Round, as_person: Enter) -> None:
    browser, page = as_person("paul"), f"/reviews/{in_review.revision_id}"
    fields = {"round": in_review.id, "content_hash": in_review.content_hash, "begins": "now", "comment": "R2 as well.", "do": "return"}
    assert send(browser, f"{page}/decision", page, **fields).status_code == 303  # type: ignore[attr-defined]
    author = as_person("vera")
    assert "Paul returned RSK-STD-01 Risk management to you" in text(author.get("/notices"))
    shown = text(author.get(page))
    assert "R2 as well." in shown
    assert "Open the draft" in shown


def test_an_invited_reader_comments_on_a_paragraph_answers_and_is_through(in_review: Round, as_person: Enter, database: Database) -> None:
    browser, page = as_person("anna"), f"/reviews/{in_review.revision_id}"
    form = f"{page}/comment?paragraph=4"
    assert RULE in text(browser.get(form))
    answer = send(browser, form, form, text="Why weekly?", suggestion=RULE)
    assert answer.status_code == 303, text(answer)  # type: ignore[attr-defined]
    with database.reading() as session:
        made = session.scalars(select(Comment)).one()
        assert (made.quote, made.suggestion) == (RULE, None)
    send(as_person("vera"), f"/comments/{made.id}/answer", page, text="Because of the audit.")
    shown = text(browser.get(page))
    assert "Why weekly?" in shown
    assert "Because of the audit." in shown
    send(browser, f"{page}/through", page)
    assert "For you to comment on" not in text(browser.get("/reviews"))


def test_an_accepted_suggestion_stands_in_the_draft(in_review: Round, as_person: Enter, desk: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        said = reviews.Said(quote=RULE, suggestion="R1. Every Monday. {#r1}")
        number = reviews.comment(session, in_review.id, said, actor_id=desk["anna"], at=NOON)
    browser, page = as_person("vera"), f"/reviews/{in_review.revision_id}"
    assert "Call back and accept" in text(browser.get(page))
    send(browser, f"/comments/{number}/accept", page)
    assert "R1. Every Monday." in text(browser.get(f"/drafts/{in_review.draft_id}"))
    assert "accepted, Vera" in text(browser.get(page))


def test_an_author_sees_whom_it_concerns_and_submits(desk: dict[str, int], as_person: Enter, database: Database) -> None:
    with database.writing() as session:
        draft = drafted(session, CODE, desk["vera"], level="major", transition="All projects.")
    browser, page = as_person("vera"), f"/drafts/{draft.id}/submit"
    shown = text(browser.get(page))
    for words in ("as version 2.0", "1 person must read it again.", "Team member: 1 person"):
        assert words in shown
    answer = send(browser, page, page, seq=draft.seq, people=[desk["gina"]])
    assert answer.status_code == 303, text(answer)  # type: ignore[attr-defined]
    assert "For you to comment on" in text(as_person("gina").get("/reviews"))


def test_problems_of_a_draft_are_listed_where_it_is_submitted(desk: dict[str, int], as_person: Enter, database: Database) -> None:
    with database.writing() as session:
        draft = drafted(session, CODE, desk["vera"], text="# Purpose\n\nIt follows [[XYZ-STD-99]].\n")
    browser, page = as_person("vera"), f"/drafts/{draft.id}/submit"
    answer = send(browser, page, page, seq=draft.seq)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "line 3: [[XYZ-STD-99]] names a document that does not exist" in text(answer)


def test_a_scheduled_text_is_taken_back_on_its_page(in_review: Round, as_person: Enter, desk: dict[str, int], database: Database) -> None:
    with database.writing() as session:
        by = decider(desk["paul"], NOON)
        approving.approve(session, in_review.id, content_hash=in_review.content_hash, by=by, begins=date(2026, 4, 1))
    browser, page = as_person("vera"), f"/reviews/{in_review.revision_id}"
    assert "Take the approval back" in text(browser.get(page))
    assert send(browser, f"{page}/void", page).status_code == 303  # type: ignore[attr-defined]
    with database.reading() as session:
        assert session.scalars(select(Draft.state)).one() == "open"


def test_approvers_arrange_and_end_who_stands_in(desk: dict[str, int], as_person: Enter, database: Database) -> None:
    with database.writing() as session:
        nadia = approver(session, "nadia")
    browser, page = as_person("paul"), "/reviews/delegation"
    send(browser, page, page, person=nadia, since="2026-03-02", until="2026-03-06")
    assert "Nadia stands in for you" in text(browser.get(page))
    with database.reading() as session:
        made = session.scalars(select(Delegation)).one()
    send(browser, f"{page}/{made.id}/end", page)
    assert "ended on" in text(browser.get(page))


def test_somebody_who_left_is_shown_as_left(in_review: Round, as_person: Enter, desk: dict[str, int], database: Database) -> None:
    from portal.people import service as people

    with database.writing() as session:
        people.deactivate(session, desk["anna"], actor_id=desk["adam"], at=NOON)
    assert "Anna has left" in text(as_person("vera").get(f"/reviews/{in_review.revision_id}"))


def test_the_list_costs_the_same_for_one_text_as_for_many(desk: dict[str, int], as_person: Enter, database: Database) -> None:
    browser, costs = as_person("paul"), []
    for codes in ((CODE,), ("RSK-STD-02", "RSK-STD-03")):
        with database.writing() as session:
            for code in codes:
                submitted(session, code, desk["vera"])
        browser.get("/reviews")
        with counted(database) as sent:
            assert browser.get("/reviews").status_code == 200
            costs.append(len(sent))
    assert costs[0] == costs[1]
