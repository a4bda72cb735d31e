"""What a half-typed question may be about, and how a misspelt one may have been meant; from what the reader may see alone."""

import re
from collections import Counter
from collections.abc import Iterable

from whoosh.support.levenshtein import distance

from portal.search.entry import Suggestion
from portal.search.query import Question
from portal.search.snapshot import Snapshot, View
from portal.search.words import WORD, stem_of

MOST_GUESSED = 3
SHORTEST_GUESSED = 4


def suggestions(snapshot: Snapshot, view: View, typed: str, limit: int) -> tuple[Suggestion, ...]:
    """Entries whose code begins like the text, then those whose title does, then those whose title holds all its words or their beginnings."""
    wanted = " ".join(typed[:200].casefold().split())
    if not wanted:
        return ()
    words = tuple(f" {word}" for word in wanted.split())
    found = []
    for document in view.documents:
        card = snapshot.cards[document]
        title = snapshot.title_words[document]
        if card.code.casefold().startswith(wanted):
            found.append((0, card.code, document))
        elif all(word in title for word in words):
            found.append((1 if title.startswith(f" {wanted}") else 2, card.title.casefold(), document))
    cards = (snapshot.cards[document] for _, _, document in sorted(found)[:limit])
    return tuple(Suggestion(card.key, card.code, card.kind, card.title, card.url) for card in cards)


def did_you_mean(snapshot: Snapshot, view: View, question: Question) -> str:
    """The question with each word that nothing visible holds put as the nearest word that something visible does; empty if all are known or none is near."""
    text, changed = question.text, 0
    for word in dict.fromkeys(WORD.findall(question.text)):
        if changed == MOST_GUESSED:
            break
        if len(word) >= SHORTEST_GUESSED and word.isalpha() and _unknown(snapshot, view, word):
            better = _nearest(snapshot, view, word.lower())
            if better:
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better, text)
                changed += 1
    return text if changed else ""


def _unknown(snapshot: Snapshot, view: View, word: str) -> bool:
    stem = stem_of(word)
    return stem is not None and not any(_seen(snapshot, view, field, stem) for field in ("words", "heading"))


def _seen(snapshot: Snapshot, view: View, field: str, stem: str) -> int:
    return sum(map(view.seen.__getitem__, snapshot.postings(field, stem).documents))


def _nearest(snapshot: Snapshot, view: View, word: str) -> str:
    """The visible word nearest to this one; among equally near ones that of most documents. Two edits are too far for short words."""
    stem = stem_of(word) or word
    reach = 1 if len(word) < 6 else 2
    near = {found: distance(stem, found, limit=reach + 1) for found in snapshot.words_like(stem, reach)}
    ranked = sorted(((steps, -seen, found) for found, steps in near.items() if (seen := _seen(snapshot, view, "words", found))))
    for steps, _, found in ranked[:1]:
        if steps <= reach:
            return _as_written(snapshot, view, found, word)
    return ""


def _as_written(snapshot: Snapshot, view: View, stem: str, word: str) -> str:
    """The form in which a visible document writes the stem: the one nearest to what was typed, then the most frequent."""
    postings = snapshot.postings("words", stem)
    most = max((pair for pair in zip(postings.counts, postings.documents, strict=True) if view.seen[pair[1]]), key=lambda pair: pair[0])
    forms = Counter(_forms(snapshot, most[1], stem))
    return min(forms, key=lambda form: (distance(form, word), -forms[form], form), default="")


def _forms(snapshot: Snapshot, document: int, stem: str) -> Iterable[str]:
    texts = [snapshot.cards[document].title, *(part for section in snapshot.sections(document) for part in section[1:])]
    return (word.lower() for text in texts for word in WORD.findall(text) if stem_of(word) == stem)
