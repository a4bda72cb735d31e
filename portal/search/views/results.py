"""The search page: what was found, what to do when nothing was, and where to begin."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Response, request

from portal import clock
from portal.db import Session
from portal.permissions import Permission
from portal.search import queries, service
from portal.search.entry import Hit, Page, area_of, is_code
from portal.search.views.facets import Group, groups, label
from portal.search.views.room import blueprint, search_index, vocabulary
from portal.search.views.sought import Sought, asked
from portal.search.views.words import kind_word
from portal.search.vocabulary import Vocabulary
from portal.web import after_response, allows, config, page, reader, reading

SIZE = 10
PMO_POST = "pmo-office"
"""Who hears of what is missing: whoever holds the post `PMO office` of the method."""


@dataclass(frozen=True, slots=True)
class StartPage:
    """Where to begin: practices (code, title) by area (title)."""

    sought: Sought
    areas: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """One page of hits: those whose code was asked for, then the others; and how to narrow them."""

    sought: Sought
    found: Page
    exact: tuple[Hit, ...]
    others: tuple[Hit, ...]
    groups: tuple[Group, ...]

    @staticmethod
    def kind(hit: Hit) -> str:
        """What kind of thing a hit is."""
        return kind_word(hit.kind)

    @staticmethod
    def code(hit: Hit) -> str:
        """The code of a hit that people know by one, else nothing."""
        return hit.code if is_code(hit.code) else ""


@dataclass(frozen=True, slots=True)
class NothingPage:
    """Nothing was found. `better`: another spelling and how much that finds; then how much is found without filters, and in versions that have
    ended; `filters`: name, value and label of each that is on."""

    sought: Sought
    better: str
    better_total: int
    unfiltered_total: int
    former_total: int
    filters: tuple[tuple[str, str, str], ...]
    pmo: queries.Holder | None


@blueprint.get("/search")
@allows(Permission.SEARCH)
def index() -> Response:
    """What a reader finds for a text and filters; without either, how to search and where to begin."""
    sought, at, words = asked(), clock.now(), vocabulary()
    if not sought.words and not sought.filters:
        return page("search/start.html", StartPage(sought, _areas(words.titles)))
    found = _find(sought, at, words)
    if not found.total:
        return page("search/nothing.html", _nothing(sought, found.did_you_mean, at, words))
    if not found.hits:
        found = _find(replace(sought, number=found.pages), at, words)
    exact, others = (tuple(hit for hit in found.hits if hit.exact is named) for named in (True, False))
    shown = ResultsPage(sought, found, exact, others, groups(found.facets, sought.filters, words.titles))
    return page("search/index.html", shown)


def _find(sought: Sought, at: datetime, words: Vocabulary) -> Page:
    return queries.search(
        search_index(), sought.words, reader().audience, at,
        filters=sought.filters, page=sought.number, size=SIZE, with_superseded=sought.former, synonyms=words.synonyms,
    )  # fmt: skip


def _total(sought: Sought, at: datetime, words: Vocabulary) -> int:
    """How much a question finds; neither highlighted nor counted by facets."""
    return queries.search(
        search_index(), sought.words, reader().audience, at,
        filters=sought.filters, size=1, highlighted=0, with_superseded=sought.former, synonyms=words.synonyms, guess=False, counted=False,
    ).total  # fmt: skip


def _nothing(sought: Sought, better: str, at: datetime, words: Vocabulary) -> NothingPage:
    """What leads on from a question that found nothing. Kept for the PMO unless filters alone are to blame, or the PMO looks `again` whether its list is still
    true."""
    unfiltered = _total(replace(sought, filters={}), at, words) if sought.filters and sought.words else 0
    day = clock.day_in(at, config().zone)
    if sought.words and not unfiltered and sought.number == 1 and "again" not in request.args:
        _keep_miss(sought.words, at)
    return NothingPage(
        sought=sought,
        better=better,
        better_total=_total(replace(sought, words=better), at, words) if better else 0,
        unfiltered_total=unfiltered,
        former_total=0 if sought.former else _total(replace(sought, former=True), at, words),
        filters=tuple((name, value, label(name, value, words.titles)) for name, values in sought.filters.items() for value in values),
        pmo=queries.holder(reading(), PMO_POST, day),
    )


def _keep_miss(words: str, at: datetime) -> None:
    day = clock.day_in(at, config().zone)

    def keep(session: Session) -> None:
        service.record_miss(session, words, day)

    after_response(keep)


def _areas(titles: Mapping[str, str]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    practices: dict[str, list[tuple[str, str]]] = {}
    for code, title in titles.items():
        if area_of(code) != code:
            practices.setdefault(titles.get(area_of(code), area_of(code)), []).append((code, title))
    return tuple((area, tuple(found)) for area, found in practices.items())
