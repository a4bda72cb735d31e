"""Feeds at private addresses: valid Atom, of what their owner may read now, and of nobody who has left."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from flask import Flask
from flask.testing import FlaskClient

from portal.config import Config
from portal.db import Database
from portal.notices import service
from portal.people import service as people
from portal.reports.feed import Channel, atom
from portal.reports.queries.publications import Publication
from tests.counting import counted
from tests.logged import logged
from tests.reports.publications import NOW, publish_method
from tests.roots import document, publish_root, write_root

ATOM = "{http://www.w3.org/2005/Atom}"
Cast = dict[str, int]


@pytest.fixture(autouse=True)
def may() -> Iterator[time_machine.Traveller]:
    """It is 20 May 2026."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def method(database: Database, config: Config, cast: Cast) -> None:
    """The method with its past is published."""
    with database.writing() as session:
        publish_method(session, config)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A feed reader: it has not signed in."""
    return app.test_client()


def address(database: Database, person_id: int) -> str:
    """A new private address of this person's feed."""
    with database.writing() as session:
        return f"/feeds/{service.make_feed_address(session, person_id, at=NOW)}.atom"


def entries(browser: FlaskClient, at: str) -> list[Element]:
    """The entries of the feed there."""
    answer = browser.get(at)
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    return fromstring(answer.get_data()).findall(f"{ATOM}entry")


def titles(browser: FlaskClient, at: str) -> list[str]:
    return [entry.findtext(f"{ATOM}title", "") for entry in entries(browser, at)]


def said(element: Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}", "")


def test_the_feed_is_valid_atom(stranger: FlaskClient, database: Database, config: Config, cast: Cast, method: None) -> None:
    where = address(database, cast["gina"])
    answer = stranger.get(where)
    feed = fromstring(answer.get_data())
    assert answer.get_data().startswith(b"<?xml")
    assert (feed.tag, answer.headers["X-Robots-Tag"]) == (f"{ATOM}feed", "noindex")
    host = config.public_url.partition("://")[2].partition(":")[0]
    assert said(feed, "id") == f"tag:{host},2026:publications"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": config.public_url + where, "alternate": f"{config.public_url}/changes"}
    every = feed.findall(f"{ATOM}entry")
    for element in (feed, *every):
        assert all(len(element.findall(f"{ATOM}{name}")) == 1 for name in ("id", "title", "updated"))
        assert datetime.fromisoformat(said(element, "updated")).tzinfo is not None
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    assert len({said(entry, "id") for entry in every}) == len(every) == 5
    assert said(feed, "updated") == max(said(entry, "updated") for entry in every) == "2026-05-04T09:00:00+00:00"


def test_an_entry_says_what_changed_and_leads_to_the_document(
    stranger: FlaskClient, database: Database, config: Config, cast: Cast, method: None
) -> None:
    newest, major, *_ = entries(stranger, address(database, cast["gina"]))
    assert said(newest, "title") == "RSK-STD-01 Risk management 2.1"
    assert said(newest, "summary") == "A clearer example."
    assert said(newest, "id").endswith(",2026:RSK-STD-01/2.1")
    assert newest.find(f"{ATOM}link").get("href") == f"{config.public_url}/library/rsk-std-01"  # type: ignore[union-attr]
    assert said(major, "summary") == "R1: weekly, not each fortnight. Running projects: From the next gate on."
    assert said(major, "published") == said(major, "updated") == "2026-04-07T09:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "seen"),
    [("anna", {"RSK-GDE-01"}), ("boris", {"RSK-GDE-01"}), ("vera", {"RSK-GDE-01", "RSK-GDE-02"}), ("rita", set()), ("gina", set())],
)
@pytest.mark.usefixtures("method")
def test_a_feed_holds_what_its_owner_may_read(stranger: FlaskClient, database: Database, cast: Cast, name: str, seen: set[str]) -> None:
    codes = {title.split()[0] for title in titles(stranger, address(database, cast[name]))}
    assert codes & {"RSK-GDE-01", "RSK-GDE-02"} == seen
    assert {"RSK-STD-01", "MET-POL-01", "PLM-STD-01"} <= codes
    assert "RSK-GDE-09" not in codes, "what has no effect yet is in no feed"


def test_a_right_that_ends_ends_in_the_feed_at_once(stranger: FlaskClient, database: Database, cast: Cast, method: None) -> None:
    where = address(database, cast["anna"])
    assert any("RSK-GDE-01" in title for title in titles(stranger, where))
    with database.writing() as session:
        people.change_details(session, cast["anna"], name="Anna", team_id=None, actor_id=cast["adam"], at=NOW)
    assert not any("RSK-GDE-01" in title for title in titles(stranger, where))


def test_a_feed_of_an_area_or_of_a_position_holds_only_that(stranger: FlaskClient, database: Database, cast: Cast, method: None) -> None:
    where = address(database, cast["gina"])
    codes = {query: {title.split()[0] for title in titles(stranger, where + query)} for query in
             ("?area=PLM", "?area=rsk", "?position=TEM", "?position=PRM", "?area=PLM&position=TEM")}  # fmt: skip
    assert codes == {
        "?area=PLM": {"PLM-STD-01"},
        "?area=rsk": {"PLM-STD-01", "RSK-STD-01", "MET-POL-01"},
        "?position=TEM": {"RSK-STD-01"},
        "?position=PRM": set(),
        "?area=PLM&position=TEM": set(),
    }
    feed = fromstring(stranger.get(f"{where}?position=PRM").get_data())
    assert said(feed, "id").endswith("publications?position=PRM")
    assert said(feed, "updated") == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize("query", ["?area=XYZ", "?position=Boss", "?area=RSK'--"])
def test_a_feed_of_nothing_that_exists_is_not_found(
    stranger: FlaskClient, database: Database, cast: Cast, method: None, query: str
) -> None:
    assert stranger.get(address(database, cast["gina"]) + query).status_code == 404


def test_an_address_that_was_replaced_ended_or_never_given_is_not_found(stranger: FlaskClient, database: Database, cast: Cast) -> None:
    old, new = address(database, cast["anna"]), address(database, cast["anna"])
    assert [stranger.get(where).status_code for where in (old, new, "/feeds/x.atom", "/feeds/.atom")] == [404, 200, 404, 404]
    with database.writing() as session:
        service.end_feed_address(session, cast["anna"], at=NOW)
    assert stranger.get(new).status_code == 404


def test_the_feed_of_somebody_who_has_left_is_not_found(stranger: FlaskClient, database: Database, cast: Cast) -> None:
    where = address(database, cast["anna"])
    with database.writing() as session:
        people.deactivate(session, cast["anna"], actor_id=cast["adam"], at=NOW)
    assert stranger.get(where).status_code == 404


@pytest.mark.usefixtures("method")
def test_a_feed_that_has_not_changed_is_not_sent_again(
    stranger: FlaskClient, database: Database, config: Config, cast: Cast, may: time_machine.Traveller
) -> None:
    where = address(database, cast["gina"])
    held = {"If-None-Match": stranger.get(where).headers["ETag"]}
    may.shift(timedelta(hours=3))
    answer = stranger.get(where, headers=held)
    assert (answer.status_code, answer.get_data()) == (304, b"")
    with database.writing() as session:
        root = write_root(config.home / "more", document("RSK-GDE-07", "Newest", effective="2026-05-20"))
        publish_root(session, config, root, at=NOW + timedelta(hours=3))
    assert stranger.get(where, headers=held).status_code == 200
    assert titles(stranger, where)[0] == "RSK-GDE-07 Newest 1.0"


def test_a_text_that_xml_cannot_carry_or_would_read_as_markup_is_text() -> None:
    one = Publication(
        code="RSK-STD-01", kind="standard", title="Odd <b>& \ufffe\x0btitle", version="1.0", before="", since=NOW, until=None, summary="]]> \ud800",
        change="", transition="", area="RSK", must_read=(), withdrawn_at=None, withdrawn_reason="", successor="",
    )  # fmt: skip
    channel = Channel(
        "Brand & Söhne", "https://portal.example.org:8443/base", "https://portal.example.org:8443/base/feeds/x.atom", "", "de"
    )
    feed = fromstring(atom(channel, [one], lambda code: f"/library/{code.lower()}"))
    entry = feed.find(f"{ATOM}entry")
    assert (said(entry, "title"), said(entry, "summary")) == ("RSK-STD-01 Odd <b>& title 1.0", "]]> ")
    assert said(entry, "id") == "tag:portal.example.org,2026:RSK-STD-01/1.0"
    assert "Brand & Söhne" in said(feed, "title")


def test_a_feed_costs_three_queries_and_holds_the_last_fifty(stranger: FlaskClient, database: Database, config: Config, cast: Cast) -> None:
    many = [document(f"RSK-GDE-{n}", f"Guide {n}") for n in range(10, 70)]
    where = address(database, cast["gina"])
    for documents, number in ((many[:2], 2), (many, 50)):
        with database.writing() as session:
            publish_root(session, config, write_root(config.home / f"root-{number}", *documents), at=NOW)
        with counted(database) as sent:
            assert len(entries(stranger, where)) == number
            assert len(sent) == 3


def test_the_log_never_shows_a_private_address(stranger: FlaskClient, database: Database, cast: Cast) -> None:
    where = address(database, cast["anna"])
    with logged() as lines:
        stranger.get(where)
    assert [line["path"] for line in lines.of("request")] == ["/feeds/<string:key>.atom"]
    assert where.split("/")[2].removesuffix(".atom") not in "".join(lines.texts)
