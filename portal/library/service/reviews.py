"""Talking about a text in review: who is invited, comments on paragraphs, suggested words, and what becomes of them. Nothing here commits.

Comments are made while the text is in review. They are answered and settled until it is approved; then they are kept as they are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.errors import N_, Conflict, NotFound, Refused
from portal.journal import service as journal
from portal.library import paragraphs
from portal.library.models import Comment, Document, Reviewer, Revision, Round
from portal.library.service import cases, locks, rounds, submitting
from portal.library.service.rounds import Matter
from portal.library.service.saving import note_writer
from portal.notices.service import settled, tell
from portal.people import queries as people

LONGEST = 8000


class NotActive(Refused):
    """Only people with an open account review."""

    sentence = N_("One of the people you chose has no open account any more. Nobody was invited; choose again.")


class NothingSaid(Refused):
    """A comment has words."""

    sentence = N_("Write a comment or a suggestion first.")


class TooLong(Refused):
    """A comment is no document."""

    sentence = N_("A comment has up to 8,000 characters. What you typed was not saved: shorten it, or change the draft itself.")


class NoSuchParagraph(Conflict):
    """The text was submitted anew."""

    sentence = N_("The paragraph is not in the text that is in review now. Nothing was saved; look at the text as it stands.")


class Settled(Conflict):
    """Somebody settled it meanwhile."""

    sentence = N_("This comment was settled meanwhile, or its text was approved. Nothing was changed.")


class NoLongerThere(Refused):
    """A suggestion replaces the paragraph it was made for, word for word."""

    sentence = N_("The paragraph has been changed since, or is gone. Take the words over by hand, and resolve the comment.")


class FromAFile(Refused):
    """The text has no draft."""

    sentence = N_("This text came from a file and has no draft here. Change the file, and resolve the comment.")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says: about the paragraph `quote` under `anchor`, or about the whole (both empty); `suggestion` is to stand instead."""

    text: str = ""
    quote: str = ""
    anchor: str = ""
    suggestion: str | None = None


def invite(session: Session, revision_id: int, person_ids: Collection[int], *, actor_id: int, at: datetime) -> int:
    """Ask people to review a text that is not approved yet; how many were not asked before. Raises NotActive."""
    revision, document = _unapproved(session, revision_id)
    wanted = set(person_ids)
    active = people.active_people()
    if wanted - set(session.scalars(select(active.c.person_id).where(active.c.person_id.in_(wanted)))):
        raise NotActive
    new = wanted - set(session.scalars(select(Reviewer.person_id).where(Reviewer.revision_id == revision_id)))
    session.add_all(Reviewer(revision_id=revision_id, person_id=one, invited_by=actor_id, invited_at=at) for one in sorted(new))
    session.flush()
    if new:
        journal.record(session, at, actor_id, "reviewer invited", "document", document.code, after={"reviewers": sorted(new)})
        tell(session, new, "review_asked", at=at, by=actor_id, **_where(revision, document))
    return len(new)


def comment(session: Session, round_id: int, said: Said, *, actor_id: int, at: datetime) -> int:
    """Keep a comment on a paragraph, or on the whole; its number. Those who wrote the text are told.

    Raises NotInReview, NothingSaid, NoSuchParagraph. The caller has asked whether the actor may see the text.
    """
    one, revision, document = locks.round_of(session, round_id)
    if one.ended_at is not None:
        raise rounds.NotInReview
    anchor, quote = _place(one, said) if said.quote.strip() else ("", "")
    suggestion = said.suggestion if quote and said.suggestion is not None and said.suggestion.strip() != quote.strip() else None
    text = _words(said.text, suggestion)
    made = Comment(revision_id=revision.id, round_id=one.id, by_id=actor_id, at=at, anchor=anchor, quote=quote, text=text,
                   suggestion=suggestion)  # fmt: skip
    session.add(made)
    session.flush()
    _note(session, made, Matter(one, revision, document), made)
    return made.id


def reply(session: Session, comment_id: int, text: str, *, actor_id: int, at: datetime) -> int:
    """Answer a comment; the number of the answer. Its author and those who wrote the text are told."""
    first, revision, document = _comment(session, comment_id)
    words = _words(text, None)
    parent = first.parent_id or first.id
    made = Comment(revision_id=revision.id, round_id=first.round_id, parent_id=parent, by_id=actor_id, at=at, text=words)
    session.add(made)
    session.flush()
    _note(session, made, Matter(session.get_one(Round, first.round_id), revision, document), first)
    return made.id


def settle(session: Session, comment_id: int, verdict: str, *, actor_id: int, at: datetime) -> None:
    """Mark an open comment `resolved`, or a suggestion `declined`. Raises Settled."""
    found, _, document = _comment(session, comment_id)
    action = "suggestion declined" if verdict == "declined" else "comment resolved"
    if found.state != "open" or found.parent_id is not None:
        raise Settled
    found.state, found.settled_by, found.settled_at = verdict, actor_id, at
    journal.record(session, at, actor_id, action, "document", document.code, {"state": "open"}, {"comment": comment_id, "state": verdict})


def accept(session: Session, comment_id: int, *, actor_id: int, at: datetime) -> int:
    """Put suggested words into the draft; its id. A text in review is called back for that. Whoever suggested them has words in it now.

    Raises Settled, FromAFile, NoLongerThere: only the very paragraph commented on is replaced.
    """
    locks.take_turn(session)
    found, revision, document = _comment(session, comment_id)
    if found.state != "open" or found.suggestion is None:
        raise Settled
    last = rounds.newest(session, revision.id)
    if last is None or last.draft_id is None:
        raise FromAFile
    if last.ended_at is None:
        submitting.call_back(session, revision.id, actor_id=actor_id, at=at)
    draft = locks.draft(session, last.draft_id)
    place = paragraphs.find(paragraphs.split(draft.text), found.quote, found.anchor)
    if draft.state != "open":
        raise Settled
    if place is None or not place.exact:
        raise NoLongerThere
    draft.text = paragraphs.replaced(draft.text, place, found.suggestion)
    draft.seq, draft.saved_by, draft.saved_at = draft.seq + 1, actor_id, at
    for writer in (actor_id, found.by_id):
        note_writer(session, draft.id, writer, at)
    found.state, found.settled_by, found.settled_at = "accepted", actor_id, at
    after = {"comment": comment_id, "state": "accepted", "draft": draft.id, "save": draft.seq}
    journal.record(session, at, actor_id, "suggestion accepted", "document", document.code, {"state": "open"}, after)
    return draft.id


def done(session: Session, round_id: int, *, actor_id: int, at: datetime) -> None:
    """An invited reviewer is through with this round. NotFound for anybody else."""
    one, _, document = locks.round_of(session, round_id)
    reviewer = session.get(Reviewer, (one.revision_id, actor_id))
    if reviewer is None:
        raise NotFound
    if one.ended_at is not None:
        raise rounds.NotInReview
    if reviewer.done_round != round_id:
        reviewer.done_at, reviewer.done_round = at, round_id
        after = {"round": one.number, "version": one.version}
        journal.record(session, at, actor_id, "review finished", "document", document.code, None, after)
        settled(session, ("review_asked", "review_waits"), f"/reviews/{one.revision_id}", at=at, person_id=actor_id)


def _unapproved(session: Session, revision_id: int) -> tuple[Revision, Document]:
    revision, document = locks.revision(session, revision_id)
    if revision.state not in {"draft", "in_review"}:
        raise rounds.NotInReview
    return revision, document


def _comment(session: Session, comment_id: int) -> tuple[Comment, Revision, Document]:
    """A comment on a text that is not approved yet, with its text; its row locked after that of its Revision."""
    found = session.get(Comment, comment_id)
    if found is None:
        raise NotFound
    revision, document = locks.revision(session, found.revision_id)
    if revision.state not in {"draft", "in_review"}:
        raise Settled
    return session.get_one(Comment, comment_id, with_for_update=True, populate_existing=True), revision, document


def _place(one: Round, said: Said) -> tuple[str, str]:
    """Anchor and words of the paragraph of the round's text that is meant."""
    found = paragraphs.split(one.text)
    place = paragraphs.find(found, said.quote, said.anchor)
    if place is None or not place.exact:
        raise NoSuchParagraph
    return found[place.index].anchor, found[place.index].text


def _words(text: str, suggestion: str | None) -> str:
    if not text.strip() and suggestion is None:
        raise NothingSaid
    if len(text) > LONGEST or len(suggestion or "") > LONGEST:
        raise TooLong
    return text.strip()


def _note(session: Session, made: Comment, matter: Matter, told: Comment) -> None:
    """Record a comment; tell whoever wrote the text, and in an answered comment whoever made it."""
    one, revision, document = matter.round, matter.revision, matter.document
    after = {"comment": made.id, "round": one.number, "answers": made.parent_id, "suggests": made.suggestion is not None}
    journal.record(session, made.at, made.by_id, "comment made", "document", document.code, None, after)
    those = cases.writers_of(session, one.draft_id, one.submitted_by, revision.made_by) | {told.by_id}
    tell(session, those, "comment", at=made.at, by=made.by_id, **_where(revision, document))


def _where(revision: Revision, document: Document) -> dict[str, Any]:
    return {"code": document.code, "title": revision.title, "url": f"/reviews/{revision.id}"}
