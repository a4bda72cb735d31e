"""The page of differences: any two versions a reader may open, what the authors said, and a clear word where there is nothing to compare."""

import pytest
import time_machine

from portal.db import Database
from tests.counting import counted
from tests.library.conftest import Enter, Publish
from tests.library.reading_pages import SUMMER, second, text_of
from tests.library.shelf import NOON
from tests.roots import document

ADDRESS = "/library/rsk-std-01/differences"


@pytest.fixture(autouse=True)
def two_versions(publish: Publish, noon: time_machine.Traveller) -> None:
    """The standard has a second version, and it is effective."""
    publish(second(), at=NOON)
    noon.move_to(SUMMER)


def test_it_shows_word_for_word_what_changed_between_the_last_two_versions(as_person: Enter) -> None:
    page = text_of(as_person("anna"), ADDRESS)
    assert "<h1>RSK-STD-01 Risk management: what changed</h1>" in page
    assert "From version 1.0 to version 2.0" in page
    assert "looks at every risk each <del>fortnight</del><ins>week</ins>." in page
    assert "R1 changed: weekly, not fortnightly.<span" in page


@pytest.mark.parametrize(("view", "current"), [("inline", "In one text"), ("side", "Side by side"), ("nonsense", "In one text")])
def test_it_can_be_read_in_one_text_or_side_by_side(as_person: Enter, view: str, current: str) -> None:
    page = text_of(as_person("anna"), f"{ADDRESS}?from=1.0&to=2.0&view={view}")
    assert f'aria-current="true">{current}</a>' in page
    assert ("1.0, Superseded</span><span>2.0, Effective" in page) == (view == "side")


def test_what_did_not_change_is_folded_and_opens_without_a_script(as_person: Enter) -> None:
    page = text_of(as_person("anna"), ADDRESS)
    assert '<details class="diff-fold" id="s1"><summary>Purpose is unchanged (1 paragraph)</summary>' in page


@pytest.mark.parametrize("asked", ["from=9.0&to=2.0", "from=1.0&to=two", "from=1&to=2.0", "to=2.1"])
def test_a_version_that_is_not_there_is_named_and_the_lists_stay(as_person: Enter, asked: str) -> None:
    page = text_of(as_person("anna"), f"{ADDRESS}?{asked}", 422)
    assert "There is no version" in page
    assert "of RSK-STD-01 that you may read. Choose two from the lists." in page
    assert '<option value="1.0"' in page


def test_a_version_that_is_not_effective_yet_is_compared_only_by_those_who_control_texts(publish: Publish, as_person: Enter) -> None:
    publish(second(version="3.0", effective="2027-01-04"), at=SUMMER)
    assert "There is no version 3.0" in text_of(as_person("anna"), f"{ADDRESS}?to=3.0", 422)
    assert "From version 2.0 to version 3.0" in text_of(as_person("vera"), f"{ADDRESS}?to=3.0")


def test_an_older_version_of_another_audience_is_not_shown(publish: Publish, as_person: Enter) -> None:
    publish(document("RSK-STD-03", "Bidding limits", version="1.1", effective="2026-06-01"), at=SUMMER)
    assert "RSK-STD-03 has only one version that you may read." in text_of(as_person("anna"), "/library/rsk-std-03/differences")
    assert as_person("anna").get("/library/rsk-std-03/versions/1.0").status_code == 404
    assert "From version 1.0 to version 1.1" in text_of(as_person("vera"), "/library/rsk-std-03/differences")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (f"{ADDRESS}?from=2.0&to=2.0", "The same version twice"),
        (f"{ADDRESS}?to=1.0", "This is the first version"),
        ("/library/rsk-gde-01/differences", "RSK-GDE-01 has only one version that you may read."),
    ],
)
def test_where_nothing_can_be_compared_the_page_says_why(as_person: Enter, address: str, said: str) -> None:
    assert said in text_of(as_person("anna"), address)


def test_it_costs_two_queries_and_one_when_the_browser_holds_it(database: Database, as_person: Enter) -> None:
    browser = as_person("anna")
    held = {"If-None-Match": browser.get(ADDRESS).headers["ETag"]}
    with counted(database) as sent:
        browser.get(ADDRESS)
        assert len(sent) == 3
    with counted(database) as sent:
        assert browser.get(ADDRESS, headers=held).status_code == 304
        assert len(sent) == 2
