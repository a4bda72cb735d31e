"""The laws of addresses."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.app import MENU
from portal.permissions import Permission
from portal.web.access import PUBLIC, permission_of
from tests.house import routes

pytestmark = pytest.mark.parametrize("config", ["sqlite"], indirect=True)

OUTSIDE_THE_MENU = {
    "a machine asks, not a person": ("health.alive", "health.ready", "assets.asset", "search.suggest", "library.image", "reports.feed"),
    "the page of a draft asks, not a person": ("library.draft_picture", "library.draft_standing"),
    "the door is for those who have not signed in": ("people.sign_in", "people.forgotten", "people.link", "people.set_password"),
    "the box in the header leads there": ("search.index",),
    "the bell in the header leads there": ("notices.index",),
    "the account menu in the header leads there": ("people.my_settings", "people.change_password", "reports.my_journal"),
    "a page about one thing, reached from its list or from a link": (
        "library.briefings",
        "library.comment_on_review",
        "library.copy_document",
        "library.delegation",
        "library.differences",
        "library.document",
        "library.document_readings",
        "library.draft",
        "library.draft_copy",
        "library.evidence",
        "library.exempt",
        "library.problem",
        "library.report_problem",
        "library.periodic_reviews",
        "library.review",
        "library.revision",
        "library.submit_draft",
        "library.three_way",
        "library.withdraw_document",
        "notices.opened",
        "people.deactivate",
        "people.hand_over",
        "people.person",
        "people.post",
        "people.team",
        "reports.practice",
    ),
    "a step from the list of drafts": ("library.new_document",),
    "a list within the board of required reading, which leads there": ("library.overdue_readings",),
    "a step from the list of people": ("people.import_people", "people.invite"),
    "a file, offered on the page that shows the same": (
        "library.document_readings_file",
        "library.drafts_file",
        "library.overdue_readings_file",
        "library.pdf",
        "library.problems_file",
        "library.readings_file",
        "library.register_csv",
        "library.register_xlsx",
        "library.reviews_due_file",
        "library.template_file",
        "people.export",
        "reports.changes_csv",
        "reports.journal_csv",
        "reports.my_journal_csv",
        "search.misses_csv",
    ),
}


def test_every_route_asks_for_a_permission_or_is_public(app: Flask) -> None:
    assert routes.without_permission(app) == []


def test_every_part_of_an_address_that_varies_has_a_type(app: Flask) -> None:
    assert routes.untyped(app) == []


def test_addresses_are_in_kebab_case(app: Flask) -> None:
    assert routes.not_kebab_case(app) == []


def test_every_page_is_in_the_menu_or_outside_it_for_a_reason(app: Flask) -> None:
    assert routes.lost(app, MENU, OUTSIDE_THE_MENU) == []


def test_what_is_public_is_the_door_the_probes_the_static_files_and_feeds_at_private_addresses(app: Flask) -> None:
    public = {rule.endpoint for rule in routes.rules(app) if permission_of(app, rule.endpoint) is PUBLIC}
    door = {"people.sign_in", "people.sign_out", "people.forgotten", "people.link", "people.set_password"}
    assert public == door | {"health.alive", "health.ready", "assets.asset", "reports.feed"}


def test_every_permission_an_endpoint_asks_for_is_held_by_one_of_the_cast(app: Flask, held: dict[str, frozenset[Permission]]) -> None:
    asked = {permission_of(app, rule.endpoint) for rule in routes.rules(app)} - {PUBLIC}
    assert asked - frozenset().union(*held.values()) == set()


def test_the_menu_shows_each_person_what_that_person_may_open(
    app: Flask, as_person: Callable[[str], FlaskClient], held: dict[str, frozenset[Permission]]
) -> None:
    with app.test_request_context():
        addresses = {item.endpoint: app.url_for(item.endpoint) for item in MENU}
    for name in ("gina", "boris", "vera", "adam"):
        text = as_person(name).get("/my-settings").get_data(as_text=True)
        shown = re.findall(r'href="([^"]*)"', text.partition('id="site-nav"')[2].partition("</nav>")[0])
        assert shown == [addresses[item.endpoint] for item in MENU if permission_of(app, item.endpoint) in held[name]]


def test_no_two_entries_of_the_menu_share_a_key(app: Flask) -> None:
    keys = [item.key for item in MENU if item.key]
    assert sorted(keys) == sorted(set(keys))
