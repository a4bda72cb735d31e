"""What search is told of documents, practices and words: after each publication the index is what it would be if built now."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal import reactions
from portal.config import Config
from portal.db import Database
from portal.permissions import CONTROL, EVERYONE
from portal.search import service
from portal.search.entry import Hit
from portal.search.index import SearchIndex
from portal.search.queries import search
from tests.counting import counted
from tests.roots import document, publish_root, write_root

ALL = frozenset({EVERYONE})
SPRING = datetime(2026, 4, 1, 9, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 9, tzinfo=UTC)
Publish = Callable[..., SearchIndex]
RULES = "# Rules\n\nR1. The {word} is filed each Friday. {{#r1}}\n"


@pytest.fixture
def publish(config: Config, database: Database, tmp_path: Path) -> Publish:
    """Publish documents as the command does; the index follows the commit and is equal to the truth."""
    index = reactions.install(config, database)

    def carry_out(*documents: tuple[str, str], at: datetime = SPRING, **more: dict[str, str]) -> SearchIndex:
        with database.writing() as session:
            publish_root(session, config, write_root(tmp_path / "root", *documents, **more), at=at)
        assert service.verify(database, index, reactions.SOURCES) == []
        return index

    return carry_out


def found(index: SearchIndex, text: str, at: datetime = SPRING, audience: frozenset[str] = ALL, **more: bool) -> list[Hit]:
    return list(search(index, text, audience, at, **more).hits)


def test_a_published_document_is_found_at_its_section_with_all_that_facets_need(publish: Publish) -> None:
    index = publish(document("RSK-STD-01", "Risk management", body=RULES.format(word="kestrel"), practices=["RSK.2", "RSK.1"]))
    page = search(index, "kestrels", ALL, SPRING)
    hit = page.hits[0]
    assert (hit.key, hit.kind, hit.title, hit.owner) == ("document:RSK-STD-01@1.0", "standard", "Risk management", "Risk lead")
    assert (hit.url, hit.address, hit.section) == ("/library/rsk-std-01#rules", "/library/rsk-std-01", "Rules")
    assert (hit.practices, hit.version, hit.since) == (("RSK.2", "RSK.1"), "1.0", datetime(2026, 1, 5, tzinfo=UTC))
    assert [run.text for run in hit.passage if run.marked] == ["kestrel"]
    facets = {facet.name: [count.value for count in facet.counts] for facet in page.facets}
    assert facets == {
        "kind": ["standard"],
        "practice": ["RSK.1", "RSK.2"],
        "phase": ["execute", "plan"],
        "owner": ["Risk lead"],
        "area": ["RSK"],
    }


def test_practices_and_words_of_the_glossary_are_found(publish: Publish) -> None:
    index = publish(document("TPL-01", "Project request"))
    assert [(hit.key, hit.url) for hit in found(index, "rsk.2")] == [("practice:RSK.2", "/practices/rsk.2")]
    assert found(index, "RSK.2")[0].exact
    hit = found(index, "wbs")[0]
    assert (hit.key, hit.url) == ("term:work-breakdown-structure", "/glossary#work-breakdown-structure")
    assert not found(index, "risk kind:term")[0].exact, "a word is not a code"
    assert found(index, "project request")[0].key == "document:TPL-01@1.0"


def test_a_second_version_takes_the_place_of_the_first_which_is_found_on_request(publish: Publish) -> None:
    publish(document("RSK-STD-01", "Risk management", body=RULES.format(word="kestrel")))
    second = document("RSK-STD-01", "Risk management", body=RULES.format(word="plover"), version="1.1", effective="2026-06-01")
    index = publish(second)
    assert [hit.version for hit in found(index, "plover")] == [], "it is not effective yet"
    assert [hit.version for hit in found(index, "kestrel")] == ["1.0"]
    assert [hit.version for hit in found(index, "plover", SUMMER)] == ["1.1"]
    assert found(index, "kestrel", SUMMER) == []
    (old,) = found(index, "kestrel", SUMMER, with_superseded=True)
    assert (old.url, old.superseded) == ("/library/rsk-std-01/versions/1.0#rules", True)
    assert old.until == datetime(2026, 6, 1, tzinfo=UTC)
    (both,) = found(index, "filed friday", SUMMER, with_superseded=True)
    assert both.version == "1.1", "of versions that fit alike the effective one is shown"


def test_versions_of_the_history_are_superseded_from_the_start(publish: Publish) -> None:
    _, old = document("RSK-STD-01", "Risk management", body=RULES.format(word="kestrel"), effective="2025-01-01")
    new = document("RSK-STD-01", "Risk management", version="1.1")
    index = publish(new, history={"RSK-STD-01/1.0": old})
    assert found(index, "kestrel") == []
    assert [hit.key for hit in found(index, "kestrel", with_superseded=True)] == ["document:RSK-STD-01@1.0"]


def test_a_withdrawn_document_is_found_on_request_only(publish: Publish) -> None:
    publish(document("RSK-STD-01", "Risk management", body=RULES.format(word="kestrel")), document("RSK-STD-02", "Issues"))
    withdrawn = {"on": "2026-05-01", "reason": "Merged.", "successor": "RSK-STD-02"}
    leaving = {"version": "1.1", "effective": "2026-04-10", "withdrawn": withdrawn}
    index = publish(document("RSK-STD-01", "Risk management", body=RULES.format(word="kestrel"), **leaving))
    assert [hit.code for hit in found(index, "kestrel")] == ["RSK-STD-01"]
    assert found(index, "kestrel", SUMMER) == []
    assert [hit.superseded for hit in found(index, "kestrel", SUMMER, with_superseded=True)] == [True]


def test_a_restricted_document_is_found_by_its_audience_owner_and_control_alone(publish: Publish) -> None:
    index = publish(document("RSK-STD-01", "Risk management", body=RULES.format(word="kestrel"), audience=["team:rail"]))
    assert found(index, "kestrel") == []
    for token in ("team:rail", CONTROL, "post:risk-lead", "post:head-of-pmo"):
        assert len(found(index, "kestrel", audience=ALL | {token})) == 1, token


def test_a_word_that_changes_is_found_anew(publish: Publish, database: Database, config: Config, tmp_path: Path) -> None:
    index = publish(document("TPL-01", "Project request"))
    root = tmp_path / "root"
    for name in ("glossary.yaml", "practices.yaml"):
        path = root / name
        path.write_text(path.read_text("utf8").replace("handed over", "ferried").replace("Risks and problems", "Hazards"), "utf8")
    with database.writing() as session:
        publish_root(session, config, root, at=SPRING)
    assert service.verify(database, index, reactions.SOURCES) == []
    assert [hit.key for hit in found(index, "ferried")] == ["term:work-breakdown-structure"]
    assert {hit.code for hit in found(index, "hazards")} == {"RSK.1", "RSK.2"}


def test_a_text_in_review_is_not_found_by_anybody(database: Database, config: Config, tmp_path: Path) -> None:
    index = reactions.install(config, database)
    root = write_root(tmp_path / "root", document("RSK-STD-01", "Risk management", body=RULES.format(word="kestrel")))
    with database.writing() as session:
        publish_root(session, config, root, at=SPRING, take_effect="never")
    assert service.verify(database, index, reactions.SOURCES) == []
    assert found(index, "kestrel", audience=ALL | {CONTROL}, with_superseded=True) == []


def test_the_entries_of_many_documents_cost_no_more_queries_than_of_few(publish: Publish, database: Database) -> None:
    index = publish(*(document(f"RSK-STD-{number:02}", f"Text {number}") for number in range(1, 31)))
    assert search(index, "fortnight", ALL, SPRING).total == 30
    numbers = []
    for many in (2, 30):
        with database.reading() as session, counted(database) as sent:
            entries = list(reactions.SOURCES.entries(session, [f"document:RSK-STD-{number:02}@1.0" for number in range(1, many + 1)]))
            assert len(entries) == many
            numbers.append(len(sent))
    assert numbers[0] == numbers[1] <= 5


def test_a_date_in_the_future_is_kept_exactly(publish: Publish) -> None:
    index = publish(document("RSK-STD-01", "Risk management", body=RULES.format(word="kestrel"), effective="2026-06-01"))
    begins = datetime(2026, 6, 1, tzinfo=UTC)
    assert found(index, "kestrel", begins - timedelta(microseconds=1)) == []
    assert len(found(index, "kestrel", begins)) == 1
