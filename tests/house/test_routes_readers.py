"""Each reader of addresses, shown a breach of its law, and its like that is none."""

import pytest
from flask import Flask

from portal.web.access import PUBLIC, allows
from portal.web.pages import MenuItem
from tests.house import routes

MENU = [MenuItem("Room", "List", "room.index", "x")]
OUTSIDE = {"a page about one thing": ["room.thing"], "Flask's own": ["static"]}


@pytest.fixture
def small() -> Flask:
    """An application of two pages that keep every law."""
    app = Flask("small")
    app.view_functions["static"].permission = PUBLIC  # type: ignore[attr-defined]
    add(app, "/things", "room.index")
    add(app, "/things/<int:thing_id>/old-ones.<any(csv, xlsx):ending>", "room.thing")
    return app


def add(app: Flask, address: str, endpoint: str, *, allowed: bool = True) -> None:
    def view(**_: object) -> str:
        return ""

    app.add_url_rule(address, endpoint, allows(PUBLIC)(view) if allowed else view)


def test_the_readers_find_nothing_where_nothing_is_wrong(small: Flask) -> None:
    assert routes.without_permission(small) == []
    assert routes.untyped(small) == []
    assert routes.not_kebab_case(small) == []
    assert routes.lost(small, MENU, OUTSIDE) == []


def test_a_route_without_a_permission_is_found(small: Flask) -> None:
    add(small, "/open", "room.open", allowed=False)
    assert routes.without_permission(small) == ["room.open"]


def test_a_part_without_a_type_is_found(small: Flask) -> None:
    add(small, "/named/<name>", "room.named")
    assert routes.untyped(small) == ["/named/<name>"]


@pytest.mark.parametrize("bad", ["/camelCase", "/snake_case", "/two--hyphens", "/x.tar.gz", "/Things/<int:thing_id>", "/things/-x"])
def test_what_is_not_kebab_case_is_found(small: Flask, bad: str) -> None:
    add(small, bad, "room.bad")
    assert routes.not_kebab_case(small) == [bad]


def test_a_page_nobody_is_led_to_is_found(small: Flask) -> None:
    add(small, "/lost", "room.lost")
    assert routes.lost(small, MENU, OUTSIDE) == ["room.lost is neither in the menu nor outside it for a reason"]


def test_lists_that_are_stale_or_name_a_page_twice_are_found(small: Flask) -> None:
    menu = [*MENU, MenuItem("Room", "Old", "room.old", "x"), MenuItem("Room", "Thing", "room.thing", "x")]
    assert routes.lost(small, menu, {**OUTSIDE, "once more": ["room.thing"]}) == [
        "room.thing is in the menu and outside it",
        "room.old does not exist",
        "room.thing is outside for two reasons",
    ]


def test_every_kind_of_address_is_filled_in(small: Flask) -> None:
    filled = [routes.address(rule) for rule in routes.rules(small)]
    assert filled == ["/static/css/portal.css", "/things", "/things/1/old-ones.csv"]
