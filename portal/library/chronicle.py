"""The record of a Document as lines to read on a server. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from portal.library.record import Act, Decided, Kept, Record, Submission


def lines(record: Record, zone: str) -> Iterator[str]:
    """The Document, its versions with all that hangs on them, its reviews and requests, and its journal, the oldest first."""
    write = _Writer(record, ZoneInfo(zone))
    yield f"{record.code} {record.title} ({record.kind}), known since {write.moment(record.made_at)}"
    if record.withdrawn_at:
        successor = f", successor {record.successor}" if record.successor else ""
        yield f"Withdrawn {write.moment(record.withdrawn_at)}: {record.withdrawn_reason}{successor}"
    for kept in record.revisions:
        yield ""
        yield from write.version(kept)
    yield from write.block("Periodic reviews", [
        f"{one.on.isoformat()} {one.version} confirmed by {record.name(one.by) or 'the system'}{_said(one.note)}" for one in record.reviews
    ])  # fmt: skip
    yield from write.block("Requests", [
        f"#{one.id} {write.moment(one.at)} on {one.version}{f' at {one.anchor}' if one.anchor else ''}: {one.state}"
        f"{f', settled in {one.settled_in}' if one.settled_in else ''}"
        for one in record.requests
    ])  # fmt: skip
    yield from write.block("Journal", [write.act(act) for act in record.journal])


class _Writer:
    def __init__(self, record: Record, zone: ZoneInfo) -> None:
        self.record, self.zone = record, zone

    def moment(self, at: datetime | None) -> str:
        return at.astimezone(self.zone).strftime("%Y-%m-%d %H:%M") if at else "open"

    def version(self, kept: Kept) -> Iterator[str]:
        name = self.record.name
        until = f" until {self.moment(kept.effective_until)}" if kept.effective_until else ""
        effective = f", effective from {self.moment(kept.effective_from)}{until}" if kept.effective_from else ""
        yield f"{kept.version} {kept.title}: {kept.state.value}{effective}"
        yield f"  hash {kept.content_hash}"
        if kept.approved_in:
            yield f"  approved in files by {kept.approver} ({kept.approved_in})"
        if people := ", ".join(dict.fromkeys(filter(None, map(name, (*kept.writers, kept.made_by))))):
            yield f"  written by {people}"
        if kept.change:
            yield f"  change: {kept.change}"
        if kept.transition:
            yield f"  transition: {kept.transition}"
        for one in kept.rounds:
            yield f"  {self.round(one)}"
            yield from (f"    {self.decision(decided)}" for decided in one.decisions)
        yield f"  acknowledged by {len(kept.readings)}, briefed {sum(one.people for one in kept.briefings)}"

    def round(self, one: Submission) -> str:
        outcome = f"; {one.outcome.replace('_', ' ')} {self.moment(one.ended_at)}" if one.outcome else "; waits"
        who = self.record.name(one.submitted_by) or "the system"
        return f"round {one.number}: submitted {self.moment(one.submitted_at)} by {who}, {one.comments} comments, hash {one.content_hash}{outcome}"

    def decision(self, one: Decided) -> str:
        place = f" for {self.record.name(one.on_behalf_of)}" if one.on_behalf_of else ""
        post = f" of {one.post}" if one.post else ""
        who = f"{self.record.name(one.person_id)} as {one.role}{post}{place}"
        return f"{self.moment(one.at)} {one.verdict} by {who}, hash {one.content_hash}{_said(one.comment)}"

    def act(self, act: Act) -> str:
        who = self.record.name(act.actor_id) or "the system"
        values = "; ".join(filter(None, (_values("before", act.before), _values("after", act.after))))
        return f"{self.moment(act.at)} {act.action}, by {who}{f' ({values})' if values else ''}"

    def block(self, title: str, rows: list[str]) -> Iterator[str]:
        if rows:
            yield ""
            yield title
            yield from (f"  {row}" for row in rows)


def _values(name: str, values: Mapping[str, Any] | None) -> str:
    shown = ", ".join(f"{key} {value}" for key, value in (values or {}).items() if value not in (None, ""))
    return f"{name}: {shown}" if shown else ""


def _said(text: str) -> str:
    return f": {' '.join(text.split())}" if text else ""
