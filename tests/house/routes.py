"""Readers of the application's addresses: each takes the routes and names every breach of one law."""

import re
from collections.abc import Iterator, Mapping, Sequence

from flask import Flask
from werkzeug.routing import Rule

from portal.permissions import Permission
from portal.web.access import permission_of
from portal.web.pages import MenuItem

PLACE = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<choices>[^)]*)\))?:)?(?P<name>\w+)>")
SEGMENT = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?(?:\.[a-z]*)?")
SAMPLES = {"int": "1", "string": "sample", "path": "css/portal.css", "code": "rsk-std-01", "version": "1.0"}


def rules(app: Flask) -> list[Rule]:
    """All routes, by address."""
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def without_permission(app: Flask) -> list[str]:
    """Every endpoint names a permission of the one list, or is PUBLIC."""
    return [rule.endpoint for rule in rules(app) if not isinstance(permission_of(app, rule.endpoint), Permission)]


def untyped(app: Flask) -> list[str]:
    """Every part of an address that varies says of which type it is."""
    return [rule.rule for rule in rules(app) if any(not place["kind"] for place in PLACE.finditer(rule.rule))]


def not_kebab_case(app: Flask) -> list[str]:
    """The fixed parts of an address are small letters, figures and single hyphens, with at most one ending."""
    return [rule.rule for rule in rules(app) if not all(map(SEGMENT.fullmatch, PLACE.sub("", rule.rule).strip("/").split("/")))]


def lost(app: Flask, menu: Sequence[MenuItem], outside: Mapping[str, Sequence[str]]) -> list[str]:
    """Every endpoint that answers GET is in the menu, or outside it for a reason that is given; no list names one that is not there."""
    answering = {rule.endpoint for rule in rules(app) if "GET" in (rule.methods or ())}
    shown = {item.endpoint for item in menu}
    excused = [endpoint for endpoints in outside.values() for endpoint in endpoints]
    found = [f"{endpoint} is neither in the menu nor outside it for a reason" for endpoint in sorted(answering - shown - set(excused))]
    found += [f"{endpoint} is in the menu and outside it" for endpoint in sorted(shown & set(excused))]
    found += [f"{endpoint} does not exist" for endpoint in sorted((shown | set(excused)) - answering)]
    return found + [f"{endpoint} is outside for two reasons" for endpoint in sorted({e for e in excused if excused.count(e) > 1})]


def address(rule: Rule) -> str:
    """An address that this route takes, whatever stands behind it."""
    return PLACE.sub(lambda place: (place["choices"] or "").split(",")[0] or SAMPLES[place["kind"] or "string"], rule.rule)


def posting(app: Flask) -> Iterator[Rule]:
    """The routes that change something."""
    return (rule for rule in rules(app) if set(rule.methods or ()) & {"POST", "PUT", "PATCH", "DELETE"})
