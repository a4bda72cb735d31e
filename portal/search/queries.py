"""Asking: one page of hits, suggestions, what was looked for in vain. Reads; what may be seen is settled inside the query, before anything is counted."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nlargest

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.people.queries import held_posts
from portal.search.entry import Count, Facet, Hit, Page, Suggestion, slug
from portal.search.guesses import did_you_mean, suggestions
from portal.search.index import SearchIndex
from portal.search.models import MissedSearch
from portal.search.passages import Finder, best_section, passage
from portal.search.query import NO_SYNONYMS, Question, Synonyms, parse
from portal.search.ranking import Ranking, filtered, passing_all, rank
from portal.search.schema import FILTERS, microseconds, moment_of
from portal.search.snapshot import Snapshot, View

FORMER_MUST_EXCEED = 1.25
"""How much better a superseded version must fit to be shown in place of the one that is effective."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked besides the text: which page of what size, how many of its hits are highlighted, when, whether another spelling is
    sought and facets are counted."""

    number: int
    size: int
    highlighted: int
    at: int
    guess: bool
    counted: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post."""

    name: str
    email: str


def search(
    index: SearchIndex,
    text: str,
    reader_audience: Collection[str],
    at: datetime,
    *,
    filters: Mapping[str, Collection[str]] | None = None,
    page: int = 1,
    size: int = 10,
    with_superseded: bool = False,
    synonyms: Synonyms = NO_SYNONYMS,
    highlighted: int | None = None,
    guess: bool = True,
    counted: bool = True,
) -> Page:
    """One page of what this reader may see at the moment `at`, best first; one hit per code, at its best section.

    `filters`: for `kind, practice, phase, owner, area` the values of which one must hold; they join those typed as `kind:standard`. A text of
    filters alone lists all that pass, by title. `highlighted`: how many hits of the page get section and passage (all unless said).
    `guess=False` spares looking for another spelling, `counted=False` the facets. Any text is allowed.
    """
    question = parse(text, filters)
    wish = Wish(max(1, page), max(1, size), size if highlighted is None else highlighted, microseconds(at), guess, counted)

    def ask(snapshot: Snapshot) -> Page:
        view = snapshot.view(frozenset(reader_audience), wish.at, with_superseded)
        return _page(snapshot, view, question, synonyms, wish)

    return index.read(ask)


def suggest(index: SearchIndex, text: str, reader_audience: Collection[str], at: datetime, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """Up to `limit` entries a half-typed text may mean, among those the reader may see."""
    audience, moment = frozenset(reader_audience), microseconds(at)
    return index.read(lambda snapshot: suggestions(snapshot, snapshot.view(audience, moment, False), text, limit))


def missed_searches(session: Session, since: date, *, limit: int = 100) -> list[tuple[str, int]]:
    """What was looked for in vain since a day, most often first: words and how often."""
    times = func.sum(MissedSearch.times)
    rows = select(MissedSearch.words, times).where(MissedSearch.day >= since).group_by(MissedSearch.words)
    return [(words, int(count)) for words, count in session.execute(rows.order_by(times.desc(), MissedSearch.words).limit(limit))]


def holder(session: Session, post: str, day: date) -> Holder | None:
    """Who holds the post of that slug on a day; None when nobody does."""
    held = held_posts(day, "held")
    rows = select(held.c.holder_name, held.c.holder_email).where(held.c.slug == post, held.c.holder_email.is_not(None))
    row = session.execute(rows).first()
    return Holder(*row) if row else None


def _page(snapshot: Snapshot, view: View, question: Question, synonyms: Synonyms, wish: Wish) -> Page:
    ranking = rank(snapshot, view, question, synonyms)
    found: Collection[int] = ranking.scores
    if not ranking.scores:
        found = _without_words(snapshot, view, question)
    passing = filtered(snapshot, question)
    hits = _one_per_code(snapshot, passing_all(found, tuple(passing.values())), ranking, wish.at)
    shown = _best(snapshot, hits, ranking.scores, wish.number * wish.size)[(wish.number - 1) * wish.size :]
    return Page(
        hits=_hits(snapshot, shown, ranking, question, wish),
        total=len(hits),
        number=wish.number,
        size=wish.size,
        facets=tuple(_facet(snapshot, name, found, passing, question) for name in (FILTERS if wish.counted else ())),
        did_you_mean=did_you_mean(snapshot, view, question) if wish.guess else "",
    )


def _hits(snapshot: Snapshot, shown: list[int], ranking: Ranking, question: Question, wish: Wish) -> tuple[Hit, ...]:
    """The documents shown, the first ones with section and passage; in one whose own code was asked for, the code is not looked for."""
    finder = Finder(ranking.weights, question.phrases, ranking.codes)
    own = Finder(ranking.weights, question.phrases)
    finders = [None if place >= wish.highlighted else own if document in ranking.named else finder for place, document in enumerate(shown)]
    return tuple(_hit(snapshot, *pair, ranking, wish) for pair in zip(shown, finders, strict=True))


def _best(snapshot: Snapshot, hits: list[int], scores: Mapping[int, float], number: int) -> list[int]:
    """The first hits: by score, equals by title. Titles are looked at only of those that may be among them."""
    if len(hits) > number:
        floor = nlargest(number, (scores.get(document, 0.0) for document in hits))[-1]
        hits = [document for document in hits if scores.get(document, 0.0) >= floor]

    def order(document: int) -> tuple[float, str, str]:
        card = snapshot.cards[document]
        return -scores.get(document, 0.0), card.title.casefold(), card.key

    return sorted(hits, key=order)[:number]


def _without_words(snapshot: Snapshot, view: View, question: Question) -> Collection[int]:
    """Filters alone list all that is seen; a question of stop words alone is looked for in titles."""
    if not question.text:
        return view.documents if question.filters else ()
    if question.words:
        return ()
    return [snapshot.documents[found.key] for found in suggestions(snapshot, view, question.text, len(view.documents))]


def _one_per_code(snapshot: Snapshot, documents: list[int], ranking: Ranking, at: int) -> list[int]:
    """The best version of each code; one that has ended only when it is a good deal better. Of equals the one that lasts longest."""
    if not snapshot.has_versions:
        return documents
    cards, best = snapshot.cards, dict[str, int]()

    def goodness(document: int) -> tuple[float, int]:
        score, until = ranking.scores.get(document, 0.0), cards[document].effective_until
        return score / FORMER_MUST_EXCEED if until <= at else score, until

    for document in sorted(documents, key=goodness):
        best[cards[document].group] = document
    return list(best.values())


def _hit(snapshot: Snapshot, document: int, finder: Finder | None, ranking: Ranking, wish: Wish) -> Hit:
    card = snapshot.cards[document]
    superseded = card.effective_until <= wish.at
    address = (superseded and card.former_url) or card.url
    sections = snapshot.sections(document) if finder else []
    section = best_section(sections, finder) if finder else None
    text = section.text if section else next((text for _, _, text in sections if text.strip()), "")
    return Hit(
        key=card.key,
        code=card.code,
        kind=card.kind,
        title=card.title,
        url=f"{address}#{section.anchor}" if section and section.anchor else address,
        score=ranking.scores.get(document, 0.0),
        owner=card.owner,
        practices=card.practices,
        updated=card.updated_at,
        superseded=superseded,
        section=section.title if section else "",
        passage=passage(text, finder) if finder else (),
        address=address,
        exact=document in ranking.named,
        since=moment_of(card.effective_from),
        until=moment_of(card.effective_until),
    )


def _facet(snapshot: Snapshot, name: str, found: Iterable[int], passing: Mapping[str, frozenset[int]], question: Question) -> Facet:
    others = tuple(documents for filter_name, documents in passing.items() if filter_name != name)
    combinations = Counter(map(snapshot.values(name).__getitem__, passing_all(found, others)))
    hits: Counter[str] = Counter()
    for values, number in combinations.items():
        for value in values:
            hits[value] += number
    chosen = question.filters.get(name, frozenset())
    counts = (Count(value, number, slug(value) in chosen) for value, number in hits.items())
    return Facet(name, tuple(sorted(counts, key=lambda count: (-count.hits, count.value))))
