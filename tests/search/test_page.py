"""The search page: what is found, how it is narrowed, who may see what, what leads on when nothing is found."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.config import Config
from portal.db import Database
from portal.people.service import posts
from portal.search.models import MissedSearch
from portal.search.queries import missed_searches
from tests.cast import CAST
from tests.counting import counted
from tests.roots import publish_root, write_root
from tests.search.conftest import Enter
from tests.search.site import NOW, fill_more

pytestmark = pytest.mark.usefixtures("site")


def text_of(browser: FlaskClient, address: str) -> str:
    """A page as one line of text, its entities resolved but for those within tags."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def found(page: str) -> list[str]:
    """What stands in the results, in order: the address each title leads to."""
    return re.findall(r'<h3><a href="([^"]+)">', page)


def counts(page: str, name: str) -> dict[str, int]:
    """The choices of one filter and how many hits each would leave."""
    rows = re.findall(rf'name="{name}" value="[^"]*"(?: checked)?><label for="[^"]*">([^<]*)<span class="n">(\d+)', page)
    return {unescape(label): int(number) for label, number in rows}


def misses(database: Database) -> list[tuple[str, int]]:
    """What was kept of searches that found nothing."""
    with database.reading() as session:
        return missed_searches(session, NOW.date())


@pytest.mark.parametrize("name", CAST)
def test_everybody_who_has_signed_in_may_search_and_nobody_else(app: Flask, as_person: Enter, name: str) -> None:
    assert found(text_of(as_person(name), "/search?q=risk"))
    assert app.test_client().get("/search?q=risk").location == "/sign-in?next=/search?q%3Drisk"


def test_a_code_is_found_first_and_shown_as_the_exact_match(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/search?q=rsk-std-01+escalated")
    assert found(page)[0] == "/library/rsk-std-01"
    exact = page.partition('<article class="result-exact">')[2].partition("</article>")[0]
    assert "Exact code match" in exact
    assert "Version 2.0 since 1 Jun 2026" in exact
    assert '<span class="code">RSK-STD-01</span> Risk management</a>' in exact
    assert "is <mark>escalated</mark> to" in exact
    assert '<a class="meta" href="/library/rsk-std-01#escalation">Go to “Escalation”' in exact
    assert page.count("result-exact") == 1


def test_what_was_typed_stays_in_the_box_and_narrows(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/search?q=risk+kind%3Aguide+owner%3A%22method+owner%22")
    assert found(page) == ["/library/rsk-gde-01"]
    assert 'value="risk kind:guide owner:&#34;method owner&#34;"' in page
    assert '<input type="hidden" name="q" value="risk">' in page
    assert 'name="kind" value="guide" checked' in page
    assert 'name="owner" value="method-owner" checked' in page
    assert 'href="/search?q=risk">Clear 2 filters</a>' in page


def test_filters_count_what_each_choice_would_leave_and_carry_titles(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/search?q=risk+baseline&kind=standard")
    assert counts(page, "kind") == {"Standards": 2, "Glossary words": 1, "Guides": 1, "Practices": 3}
    assert counts(page, "practice") == {
        "PLM.1 Scheduling": 1,
        "RSK.1 Risk identification and scoring": 1,
        "RSK.2 Risk response and reserves": 1,
    }
    assert counts(page, "area") == {"Planning and monitoring": 1, "Risks and problems": 1}
    assert list(counts(page, "phase")) == ["Plan", "Execute"]
    assert counts(text_of(as_person("anna"), "/search?q=risk&practice=RSK.2"), "owner") == {"Risk lead": 1}


def test_filters_alone_list_all_that_passes_by_title(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/search?practice=rsk.2&kind=standard&kind=practice")
    assert found(page) == ["/library/rsk-std-01", "/practices/rsk.2"]


def test_what_few_may_read_is_neither_found_nor_counted_nor_guessed_by_others(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/search?q=RSK-STD-03+risk+every")
    assert "RSK-STD-03</span>" not in page
    assert "Bid" not in page
    assert counts(page, "owner") == {"Risk lead": 1, "Method owner": 1}
    assert "Close" not in counts(page, "phase")
    assert "Did you mean" not in text_of(as_person("anna"), "/search?q=xylofones")
    author = text_of(as_person("vera"), "/search?q=RSK-STD-03+risk+every")
    assert found(author)[0] == "/library/rsk-std-03"
    assert counts(author, "owner")["Bid lead"] == 1
    assert ">xylophones</a>?" in text_of(as_person("vera"), "/search?q=xylofones")


def test_pages_of_ten_keep_the_question_and_an_impossible_one_is_the_last(
    as_person: Enter, database: Database, config: Config, tmp_path: Path
) -> None:
    with database.writing() as session:
        fill_more(session, config, tmp_path, 12)
    browser = as_person("anna")
    first = text_of(browser, "/search?q=risk+kind%3Aguide&former=1")
    assert len(found(first)) == 10
    assert first.count("<mark>") >= 10
    onward = unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    assert onward == "/search?q=risk&kind=guide&former=1&page=2"
    second = found(text_of(browser, onward))
    assert len(second) == 3
    assert len({*found(first), *second}) == 13
    assert found(text_of(browser, "/search?q=risk&kind=guide&page=99")) == second


def test_a_search_costs_the_one_query_for_session_person_and_rights(
    as_person: Enter, database: Database, config: Config, tmp_path: Path
) -> None:
    browser = as_person("anna")
    for more in (0, 30):
        with database.writing() as session:
            fill_more(session, config, tmp_path, more)
        browser.get("/search?q=risk")
        with counted(database) as sent:
            browser.get("/search?q=risk")
            browser.get("/search")
            assert len(sent) == 2
            assert all("FROM auth_session" in statement for statement in sent)


@pytest.mark.parametrize(
    "hostile", ['"><script>alert(1)</script>', "{{7*7}}", "%s%(num)s", "a'b\"c<d>&amp;", "*:* OR (", "kind:", "\x00\ud800"]
)
def test_nothing_that_is_typed_is_anything_but_text(as_person: Enter, hostile: str) -> None:
    browser = as_person("anna")
    for query in ({"q": hostile}, {"q": f"risk {hostile}"}, {"q": "risk", "kind": hostile, "owner": hostile, "practice": hostile}):
        answer = browser.get("/search", query_string={name: value.encode("utf-8", "surrogatepass") for name, value in query.items()})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.get_data(as_text=True)
        assert ">49<" not in answer.get_data(as_text=True)


def test_a_misspelt_word_leads_to_the_right_one_with_the_filters(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/search?q=baselinne+risk&kind=standard")
    assert 'Did you mean <a href="/search?q=baseline+risk&amp;kind=standard"><strong>baseline risk</strong></a>?' in page
    alone = text_of(as_person("anna"), "/search?q=baselinne")
    assert 'Did you mean <a href="/search?q=baseline">baseline</a>?' in alone
    assert "That finds 2 results." in alone


def test_superseded_versions_are_found_on_request_and_lead_to_their_own_address(as_person: Enter) -> None:
    browser = as_person("anna")
    missed = text_of(browser, "/search?q=moratorium")
    assert 'href="/search?q=moratorium&amp;former=1">Look in superseded versions too</a>: 1 result' in missed
    page = text_of(browser, "/search?q=moratorium&former=1")
    assert found(page) == ["/library/rsk-std-01/versions/1.0"]
    assert "No longer effective</span>" in page
    assert "Version 1.0, 5 Jan 2026 to 1 Jun 2026" in page
    assert 'name="former" value="1" checked' in page


def test_other_names_of_the_glossary_find_each_other_as_soon_as_it_says_so(
    as_person: Enter, database: Database, config: Config, tmp_path: Path
) -> None:
    assert "/glossary#work-breakdown-structure" in found(text_of(as_person("anna"), "/search?q=wbs"))
    browser = as_person("anna")
    assert found(text_of(browser, "/search?q=quandary")) == []
    teach(database, config, tmp_path)
    assert "/library/rsk-std-01" in found(text_of(browser, "/search?q=quandary"))


def teach(database: Database, config: Config, folder: Path) -> None:
    """Publish a glossary in which a quandary is a risk."""
    root = write_root(folder / "taught")
    glossary = root / "glossary.yaml"
    glossary.write_text(glossary.read_text("utf8").replace("also: []", "also: [Quandary]"), "utf8")
    with database.writing() as session:
        publish_root(session, config, root, at=NOW)


def test_nothing_found_leads_on_and_names_whom_to_ask(as_person: Enter, database: Database, cast: dict[str, int]) -> None:
    page = text_of(as_person("anna"), "/search?q=risk+xyzzy&kind=template&practice=RSK.1")
    assert "Nothing that you may read matches “risk xyzzy”." in page
    assert 'href="/search?q=risk+xyzzy&amp;practice=rsk.1">Without “Templates”</a>' in page
    assert re.search(r'href="/search\?q=risk\+xyzzy">Without any filter</a>: \d+ results', page)
    assert 'href="/practices">Browse by practice</a>' in page
    assert "mailto:" not in page
    with database.writing() as session:
        post_id = posts.ensure_posts(session, ["PMO office"])["PMO office"]
        posts.assign(session, post_id, cast["vera"], since=NOW.date(), actor_id=None, at=NOW)
    asked = text_of(as_person("anna"), "/search?q=xyzzy+%26+plugh")
    assert 'href="mailto:vera@example.org?subject=Not%20found%3A%20xyzzy%20%26%20plugh">' in asked


def test_a_search_without_words_says_how_to_ask_and_offers_the_practices(as_person: Enter) -> None:
    page = text_of(as_person("anna"), "/search?q=+++")
    assert "How to ask" in page
    assert 'href="/search?q=RSK-STD-01"><code>RSK-STD-01</code></a>' in page
    assert "<dt>Risks and problems</dt>" in page
    assert 'href="/practices/rsk.2"><span class="code">RSK.2</span>Risk response and reserves</a>' in page


def test_what_found_nothing_is_kept_by_its_words_alone(as_person: Enter, database: Database) -> None:
    as_person("anna").get("/search?q=Earned++XYZZY")
    as_person("boris").get("/search?q=earned+xyzzy+kind%3Atemplate")
    assert misses(database) == [("earned xyzzy", 2)]
    assert set(MissedSearch.__table__.columns.keys()) == {"day", "words", "times"}


@pytest.mark.parametrize("address", [
    "/search", "/search?q=risk", "/search?q=xyzzy&page=2", "/search?kind=nonsense", "/search?q=risk&kind=nonsense", "/search?q=xyzzy&again=1",
])  # fmt: skip
def test_what_found_something_or_lacks_words_is_not_kept(as_person: Enter, database: Database, address: str) -> None:
    assert as_person("anna").get(address).status_code == 200
    assert misses(database) == []


def test_neither_a_question_for_the_head_nor_a_prefetch_is_kept(as_person: Enter, database: Database) -> None:
    browser = as_person("anna")
    browser.head("/search?q=xyzzy")
    browser.get("/search?q=xyzzy", headers={"Sec-Purpose": "prefetch"})
    assert misses(database) == []
