"""What a half-typed question may be about, and how a misspelt one may have been meant; from what the reader may see alone."""

import re
from heapq import nlargest, nsmallest
from itertools import islice

from whoosh.support.levenshtein import distance

from portal.search.entry import Suggestion, is_code
from portal.search.passages import Finder
from portal.search.query import Question
from portal.search.snapshot import Snapshot, View
from portal.search.words import WORD, stem_of

MOST_GUESSED = 3
LONGEST_GUESSED = 30
MOST_STEMS = 8
MOST_READ = 4
SHORTEST_GUESSED = 4


def suggestions(snapshot: Snapshot, view: View, typed: str, limit: int) -> tuple[Suggestion, ...]:
    """Entries whose code begins like the text, then those whose title does, then those whose title holds all its words or their beginnings;
    of these the texts first."""
    wanted = " ".join(typed[:200].casefold().split())
    if not wanted:
        return ()
    words = tuple(f" {word}" for word in wanted.split())
    found = []
    for document in view.documents:
        card = snapshot.cards[document]
        title = snapshot.title_words[document]
        if is_code(card.code) and card.code.casefold().startswith(wanted):
            found.append((0, 0.0, card.code, document))
        elif all(word in title for word in words):
            found.append((1 if title.startswith(f" {wanted}") else 2, -card.weight, card.title.casefold(), document))
    cards = (snapshot.cards[document] for *_, document in sorted(found)[:limit])
    return tuple(Suggestion(card.key, card.code, card.kind, card.title, card.url) for card in cards)


def did_you_mean(snapshot: Snapshot, view: View, question: Question) -> str:
    """The question with each word that nothing visible holds put as the nearest word that something visible does; empty if all are known or none is near."""
    text = question.text
    candidates = (word for word in dict.fromkeys(WORD.findall(text)) if SHORTEST_GUESSED <= len(word) <= LONGEST_GUESSED and word.isalpha())
    for word in islice((word for word in candidates if _unknown(snapshot, view, word)), MOST_GUESSED):
        better = _nearest(snapshot, view, word.lower())
        if better:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better, text)
    return text if text != question.text else ""


def _unknown(snapshot: Snapshot, view: View, word: str) -> bool:
    stem = stem_of(word)
    return stem is not None and not any(_seen(snapshot, view, field, stem) for field in ("words", "heading"))


def _seen(snapshot: Snapshot, view: View, field: str, stem: str) -> int:
    return sum(map(view.seen.__getitem__, snapshot.postings(field, stem).documents))


def _nearest(snapshot: Snapshot, view: View, word: str) -> str:
    """The visible word nearest to this one; among equally near ones that of most documents. Two edits are too far for short words.

    Sought among the words whose stem is near this one's, and, as a slip in the ending hides the stem, those whose stem begins this word."""
    reach = 1 if len(word) < 6 else 2
    stems = {*snapshot.words_like(stem_of(word) or word, 2), *(word[:end] for end in range(SHORTEST_GUESSED, len(word)))}
    seen = {stem: number for stem in stems if (number := _seen(snapshot, view, "words", stem))}
    likely = nsmallest(MOST_STEMS, seen, key=lambda stem: (distance(stem, word[: len(stem)]), -seen[stem], stem))
    forms = [(distance(form, word), -seen[stem], form) for stem in likely for form in _forms(snapshot, view, stem)]
    return min(((steps, number, form) for steps, number, form in forms if steps <= reach), default=(0, 0, ""))[2]


def _forms(snapshot: Snapshot, view: View, stem: str) -> set[str]:
    """The forms in which some visible documents write the stem, those first that write it most."""
    postings = snapshot.postings("words", stem)
    pairs = (pair for pair in zip(postings.counts, postings.documents, strict=True) if view.seen[pair[1]])
    finder = Finder({stem: 1.0})
    documents = [document for _, document in nlargest(MOST_READ, pairs)]
    texts = (
        text for document in documents for text in (snapshot.cards[document].title, *(part[2] for part in snapshot.sections(document)))
    )
    return {text[start:end].lower() for text in texts for start, end, _ in finder.places(text)}
