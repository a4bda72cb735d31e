"""The law of publishing: what a content root asks of the register, decided before anything is written. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portal.content.front_matter import Version
from portal.content.source import SourceDocument
from portal.errors import N_
from portal.library.policy import post_slug


class Step(StrEnum):
    """What publishing does about one file."""

    PUBLISH = "Publish"
    UNCHANGED = "Unchanged"
    WITHDRAW = "Withdraw"
    REFUSE = "Refuse"


@dataclass(frozen=True)
class Held:
    """A Revision the register holds."""

    version: Version
    state: str
    content_hash: str
    effective_from: datetime | None
    effective_until: datetime | None


@dataclass(frozen=True)
class Registered:
    """A Document the register holds, with all its Revisions, oldest first."""

    code: str
    kind: str
    revisions: tuple[Held, ...]
    withdrawn: bool


@dataclass(frozen=True)
class Row:
    """One line of the plan. `reason` says why something is refused, or what else is worth saying; `since` is when it takes effect, None in review."""

    step: Step
    path: str
    code: str
    version: str
    reason: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    file: SourceDocument | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Plan:
    """Everything publishing would do. Refused when any row is."""

    rows: tuple[Row, ...]
    vocabulary_changes: bool = False
    takes_effect: bool = True

    @property
    def refused(self) -> tuple[Row, ...]:
        """The rows that stop the whole."""
        return tuple(row for row in self.rows if row.step is Step.REFUSE)

    def of(self, step: Step) -> tuple[Row, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.step is step)

    @property
    def is_empty(self) -> bool:
        """Nothing to write."""
        return not self.vocabulary_changes and all(row.step is Step.UNCHANGED for row in self.rows)


@dataclass(frozen=True)
class Terms:
    """Under which publishing happens: the moment, when each document's date begins, whether files take effect, and the actor's posts."""

    at: datetime
    begins: Mapping[tuple[str, str], datetime]
    takes_effect: bool
    actor_posts: frozenset[str] = frozenset()
    hashes: Mapping[str, str] = field(default_factory=dict)


def plan(files: Sequence[SourceDocument], register: Mapping[str, Registered], terms: Terms) -> tuple[Row, ...]:
    """One row a file, in the order of the paths, earlier versions before later ones of the same document."""
    ordered = sorted(files, key=lambda f: (f.meta.code, f.meta.version))
    groups: dict[str, list[SourceDocument]] = {}
    for file in ordered:
        groups.setdefault(file.meta.code, []).append(file)
    rows = [row for code, group in groups.items() for row in _of_document(group, register.get(code), terms)]
    return tuple(sorted(rows, key=lambda row: (row.code, Version.parse(row.version))))


def _of_document(files: list[SourceDocument], held: Registered | None, terms: Terms) -> list[Row]:
    rows: list[Row] = []
    begins = [_begin(file, held, terms, is_last=file is files[-1]) for file in files]
    for number, file in enumerate(files):
        until = begins[number + 1] if number + 1 < len(files) else None
        rows.append(_of_file(file, held, terms, (begins[number], until)))
    last = files[-1]
    if last.meta.withdrawn and rows[-1].step is Step.UNCHANGED and held and not held.withdrawn:
        rows[-1] = _row(Step.WITHDRAW, last, since=terms.begins[last.meta.code, "withdrawn"])
    return rows


def _begin(file: SourceDocument, held: Registered | None, terms: Terms, *, is_last: bool) -> datetime:
    """When a file's text begins: its date; but a text that replaces one people may be reading now begins no earlier than now."""
    dated = terms.begins[file.meta.code, str(file.meta.version)]
    if held is None or not is_last or not any(r.effective_from for r in held.revisions):
        return dated
    same = next((r for r in held.revisions if r.version == file.meta.version), None)
    return same.effective_from if same and same.effective_from else max(dated, terms.at)


def _of_file(file: SourceDocument, held: Registered | None, terms: Terms, span: tuple[datetime, datetime | None]) -> Row:
    meta = file.meta
    approver = meta.approver
    since, until = span if terms.takes_effect else (None, None)
    if held is not None:
        same = next((r for r in held.revisions if r.version == meta.version), None)
        if same and same.content_hash == terms.hashes.get(file.path, file.digest):
            return _row(Step.UNCHANGED, file, same.effective_from, same.effective_until)
        if reason := _stands_against(file, held, same, span[0]):
            return _row(Step.REFUSE, file, reason=reason)
    if meta.withdrawn and terms.begins[meta.code, "withdrawn"] <= span[0]:
        return _row(Step.REFUSE, file, reason=N_("it is withdrawn before this text would begin; withdraw it with the text as it is"))
    if post_slug(approver) in terms.actor_posts:
        return _row(
            Step.REFUSE,
            file,
            reason=N_("you hold the post that approves it (%(approver)s); nobody publishes and approves the same text"),
            values={"approver": approver},
        )
    return _row(Step.PUBLISH, file, since, until)


def _stands_against(file: SourceDocument, held: Registered, same: Held | None, begin: datetime) -> str:
    """Why the register cannot take this file, or nothing."""
    if held.kind != file.meta.kind:
        return N_("the register knows this code as another kind of document; a code is never used again")
    if same is not None and same.state != "in_review":
        return N_("the text changed but its version did not; an approved text is never changed: raise the version")
    if held.withdrawn:
        return N_("it is withdrawn; a withdrawn document comes back as a new draft, in the portal")
    newer = [r for r in held.revisions if r.version > file.meta.version]
    if newer and same is None:
        return N_("the register holds a newer version; versions rise")
    waiting = [r for r in held.revisions if r.effective_from and r.effective_from >= begin and r.version < file.meta.version]
    if waiting:
        return N_("an earlier version takes effect on the same day or later; its date must come first")
    return ""


def _row(step: Step, file: SourceDocument, since: datetime | None = None, until: datetime | None = None, *,
         reason: str = "", values: Mapping[str, str] | None = None) -> Row:  # fmt: skip
    return Row(step, file.path, file.meta.code, str(file.meta.version), reason, values or {}, since, until, file)
