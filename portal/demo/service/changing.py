"""Changes under way on the day: drafted, submitted, talked about and decided as the portal's own pages do it."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from portal.demo.changes import CHANGES, Change, Remark, Verdict
from portal.demo.days import Days
from portal.demo.organisation import PEOPLE
from portal.demo.service.reading import reader
from portal.demo.service.story import Happening, Stage
from portal.errors import NotFound
from portal.library import paragraphs
from portal.library.queries import drafts
from portal.library.queries.effective import effective_revisions
from portal.library.queries.reviews import Review, find
from portal.library.queries.revisions import texts
from portal.library.service import announcing, approving, drafting, reviews, saving, submitting


def happenings(days: Days) -> Iterator[Happening]:
    """Each change from its first word on; what follows comes from within it."""
    for change in CHANGES:
        yield Happening(days.at(change.begun, "10:20"), partial(_draft, change))


def _draft(change: Change, stage: Stage, at: datetime) -> None:
    """Begin and save the draft, unless the text to be changed is not the effective one on that day."""
    found = effective_revisions(stage.session, at, change.code).get(change.code)
    if found is None or change.old not in texts(stage.session, [found.revision_id])[found.revision_id]:
        return
    author = stage.people[change.author]
    draft_id = drafting.begin(stage.session, change.code, actor_id=author, at=at)
    begun = drafts.draft(stage.session, draft_id)
    if begun is None:
        raise NotFound
    before = saving.Typed(begun.front, begun.text)
    front = {**before.front, "level": change.level, "change": change.change, "transition": change.transition}
    after = saving.Typed(front, before.text.replace(change.old, change.new))
    saved = saving.save(stage.session, draft_id, after, based_on=1, base=before, actor_id=author, at=at + timedelta(minutes=25))
    stage.later.append(Happening(stage.days.at(change.submitted, "15:10"), partial(_submit, change, draft_id, saved.seq)))


def _submit(change: Change, draft_id: int, seq: int, stage: Stage, at: datetime) -> None:
    pictures = {hashlib.sha256(content).hexdigest(): content for content in stage.source.images.values()}
    author = stage.people[change.author]
    by = submitting.Submitter(author, at, stage.days.zone, stage.language, pictures.get)
    submitting.submit(stage.session, draft_id, seq=seq, by=by)
    one = _in_review(stage, change.author, draft_id, at)
    invited = [stage.people[name] for name in change.reviewers]
    reviews.invite(stage.session, one.revision_id, invited, actor_id=author, at=at + timedelta(minutes=2))
    for remark in change.remarks:
        stage.later.append(Happening(stage.days.at(remark.ago, "11:45"), partial(_remark, remark, one)))
    if change.verdict:
        stage.later.append(Happening(stage.days.at(change.verdict.ago, "16:05"), partial(_decide, change.verdict, one)))


def _in_review(stage: Stage, author: str, draft_id: int, at: datetime) -> Review:
    """The text as submitted, as its author sees it."""
    draft = drafts.draft(stage.session, draft_id)
    who = next(someone for someone in PEOPLE if someone.name == author)
    shown = find(stage.session, reader(who, stage, at), draft.revision_id) if draft and draft.revision_id else None
    if shown is None:
        raise NotFound
    return shown


def _remark(remark: Remark, one: Review, stage: Stage, at: datetime) -> None:
    place = next(part for part in paragraphs.split(one.text) if remark.at in part.text)
    said = reviews.Said(remark.text, place.text, place.anchor, remark.suggestion)
    reviews.comment(stage.session, one.round.id, said, actor_id=stage.people[remark.who], at=at)
    reviews.done(stage.session, one.round.id, actor_id=stage.people[remark.who], at=at + timedelta(minutes=3))


def _decide(verdict: Verdict, one: Review, stage: Stage, at: datetime) -> None:
    by = approving.Decider(stage.people[verdict.who], at, stage.days.zone, stage.language)
    session, seen, words = stage.session, one.content_hash, verdict.text
    if verdict.begins is None:
        approving.return_(session, one.round.id, content_hash=seen, by=by, comment=words)
        return
    announcing.pass_over(session, at)
    begins = stage.days.day + timedelta(days=verdict.begins)
    approving.approve(session, one.round.id, content_hash=seen, by=by, begins=begins, comment=words)
