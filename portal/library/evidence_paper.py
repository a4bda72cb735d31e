"""The evidence of one Document for reading: the record as tables, what changed, and every text word for word. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from portal.errors import N_
from portal.library import drafts
from portal.library.differences import Line, differences
from portal.library.evidence import Terms, few
from portal.library.obligation import SMALLEST_GROUP
from portal.library.record import Kept, Record
from portal.library.states import State
from portal.paper.document import Control, PaperDocument, Words

MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~^$&:\"'=@/])")
SPACE = re.compile(r"\s+")
FENCE = re.compile(r"`{3,}")
SHORT = 12
SAID = {
    "approved": N_("approved"),
    "returned": N_("returned"),
    "called_back": N_("called back"),
    "voided": N_("voided"),
    "replaced": N_("replaced by a newer text"),
    "holder": N_("holder"),
    "delegate": N_("delegate"),
    "approver": N_("approver"),
    "open": N_("open"),
    "answered": N_("answered"),
    "accepted": N_("accepted"),
    "settled": N_("settled"),
    "declined": N_("declined"),
}
"""What outcomes, capacities and states are called on paper."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How the paper speaks: its language, its words, what kinds and states are called, and a moment in the organisation's zone."""

    language: str
    say: Callable[[str], str]
    kinds: Mapping[str, str]
    states: Mapping[State, str]
    moment: Callable[[datetime], str]


def paper(record: Record, terms: Terms, voice: Voice, address: str) -> PaperDocument:
    """The document to print. Its control block is that of the newest text; the notice names the moment it is evidence of."""
    kept = record.revisions[-1]
    notice = voice.say(N_("Evidence of what the register held on %(moment)s.")) % {"moment": voice.moment(terms.at)}
    control = Control(
        code=record.code,
        kind=voice.say(N_("Evidence")),
        title=record.title,
        version=str(kept.version),
        state=voice.say(voice.states[kept.state]),
        owner=kept.owner,
        approver=kept.approver,
        effective=kept.effective_from.date() if kept.effective_from else None,
        next_review=None,
        at=terms.at,
        notice=notice,
    )
    text = "\n\n".join(_parts(record, terms, voice))
    return PaperDocument(control, text, address, language=voice.language, words=Words.translated(voice.say))


def _parts(record: Record, terms: Terms, voice: Voice) -> Iterator[str]:
    say = voice.say
    yield f"# {say(N_('Versions'))}\n\n{_versions(record, voice)}"
    yield f"# {say(N_('Reviews and approvals'))}\n\n{_rounds(record, voice)}\n\n{_decisions(record, voice)}"
    yield f"# {say(N_('Readings'))}\n\n{_readings(record, terms, voice)}"
    yield f"# {say(N_('Periodic reviews and requests'))}\n\n{_reviews(record, voice)}\n\n{_requests(record, voice)}"
    for old, new in pairwise(record.revisions):
        heading = say(N_("What changed from %(old)s to %(new)s")) % {"old": old.version, "new": new.version}
        yield f"# {heading}\n\n{_changes(old, new, voice)}"
    yield f"# {say(N_('Journal'))}\n\n{_journal(record, voice)}"
    for kept in record.revisions:
        heading = say(N_("Text of version %(version)s")) % {"version": kept.version}
        yield f"# {heading}\n\n{_escaped(kept.content_hash)}\n\n{_verbatim(drafts.file_of(kept.front, kept.version, kept.text))}"


def _versions(record: Record, voice: Voice) -> str:
    header = [N_("Version"), N_("State"), N_("Effective"), N_("Until"), N_("Written by"), N_("Hash"), N_("What changed")]
    return _table(voice, header, [
        (kept.version, voice.say(voice.states[kept.state]), kept.effective_from, kept.effective_until,
         ", ".join(dict.fromkeys(map(record.name, (*kept.writers, kept.made_by)))) or _files(kept, voice), kept.content_hash[:SHORT],
         kept.change)
        for kept in record.revisions
    ])  # fmt: skip


def _files(kept: Kept, voice: Voice) -> str:
    return voice.say(N_("approved in files by %(post)s")) % {"post": kept.approver} if kept.approved_in else ""


def _rounds(record: Record, voice: Voice) -> str:
    header = [N_("Version"), N_("Round"), N_("Submitted"), N_("By"), N_("Ended"), N_("Outcome"), N_("Comments"), N_("Hash")]
    return _table(voice, header, [
        (one.version, one.number, one.submitted_at, record.name(one.submitted_by), one.ended_at, _word(one.outcome, voice), one.comments,
         one.content_hash[:SHORT])
        for _, one in record.rounds()
    ])  # fmt: skip


def _decisions(record: Record, voice: Voice) -> str:
    header = [N_("Version"), N_("Decided"), N_("By"), N_("As"), N_("In the place of"), N_("Decision"), N_("Hash"), N_("Comment")]
    return _table(voice, header, [
        (one.version, decided.at, record.name(decided.person_id), " ".join(filter(None, (_word(decided.role, voice), decided.post))),
         record.name(decided.on_behalf_of), _word(decided.verdict, voice), decided.content_hash[:SHORT], decided.comment)
        for _, one, decided in record.decisions()
    ])  # fmt: skip


def _readings(record: Record, terms: Terms, voice: Voice) -> str:
    def counted(kept: Kept) -> str:
        number = len(kept.readings)
        return voice.say(N_("fewer than %(number)s")) % {"number": SMALLEST_GROUP} if few(number, terms) else str(number)

    rows = [(kept.version, counted(kept), sum(briefed.people for briefed in kept.briefings)) for kept in record.revisions]
    return _table(voice, [N_("Version"), N_("Acknowledged by people"), N_("Briefed without an account")], rows)


def _reviews(record: Record, voice: Voice) -> str:
    rows = [(one.on, one.version, record.name(one.by), one.note) for one in record.reviews]
    return _table(voice, [N_("Confirmed on"), N_("Version"), N_("By"), N_("Note")], rows)


def _requests(record: Record, voice: Voice) -> str:
    rows = [(one.id, one.at, one.version, one.anchor, _word(one.state, voice), one.settled_in) for one in record.requests]
    return _table(voice, [N_("Number"), N_("Reported"), N_("Version"), N_("At"), N_("State"), N_("Settled in")], rows)


def _word(said: str, voice: Voice) -> str:
    return voice.say(SAID[said]) if said in SAID else said


def _journal(record: Record, voice: Voice) -> str:
    rows = [(act.id, act.at, record.name(act.actor_id), act.action, _values(act.before), _values(act.after)) for act in record.journal]
    return _table(voice, [N_("Number"), N_("When"), N_("By"), N_("Action"), N_("Before"), N_("After")], rows)


def _values(values: Mapping[str, Any] | None) -> str:
    def shown(value: Any) -> str:
        return value[:SHORT] if isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) else str(value)

    return ", ".join(f"{key} {shown(value)}" for key, value in (values or {}).items() if value not in (None, ""))


def _changes(old: Kept, new: Kept, voice: Voice) -> str:
    found = differences(old.text, new.text)
    lines = [line for section in found.changed for stretch in section.stretches if not stretch.is_folded for line in stretch.lines]
    rows = [(line.label, _side(line, "del"), _side(line, "ins")) for line in lines]
    return _table(voice, [N_("Rule"), N_("Before"), N_("After")], rows)


def _side(line: Line, kind: str) -> str:
    return "".join(run.text for run in line.merged if run.kind in {"same", kind}) if (line.old if kind == "del" else line.new) else ""


def _table(voice: Voice, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    made = [f"| {' | '.join(_cell(value, voice) for value in row)} |" for row in rows]
    if not made:
        return voice.say(N_("None."))
    return "\n".join([f"| {' | '.join(voice.say(name) for name in header)} |", f"|{'---|' * len(header)}", *made])


def _cell(value: Any, voice: Voice) -> str:
    if isinstance(value, datetime):
        return _escaped(voice.moment(value))
    return _escaped(value.isoformat() if isinstance(value, date) else "" if value is None else str(value))


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\1", SPACE.sub(" ", text).strip())


def _verbatim(text: str) -> str:
    longest = max((len(found) for found in FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text.rstrip()}\n{fence}"
