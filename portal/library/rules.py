"""The law of publishing: what a content root asks of the register, decided before anything is written. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from portal.content.front_matter import Version
from portal.content.source import SourceDocument
from portal.content.wording import post_slug
from portal.errors import N_


class Step(StrEnum):
    """What publishing does about one file."""

    PUBLISH = "Publish"
    UNCHANGED = "Unchanged"
    WITHDRAW = "Withdraw"
    CONFLICT = "Conflict"
    REFUSE = "Refuse"


REWRITTEN = frozenset({"draft", "in_review"})
"""States of a text that nobody approved: a newer one of the same version takes its place."""


@dataclass(frozen=True)
class Held:
    """A Revision the register holds. `given_up`: it was never approved and never will be."""

    version: Version
    state: str
    content_hash: str
    effective_from: datetime | None
    effective_until: datetime | None
    from_file: bool = True
    given_up: bool = False


@dataclass(frozen=True)
class Registered:
    """A Document the register holds, with all its Revisions, oldest first; `has_draft`: somebody changes its text in the portal."""

    code: str
    kind: str
    revisions: tuple[Held, ...]
    withdrawn: bool
    agreed_hash: str | None = None
    has_draft: bool = False

    @property
    def agreed(self) -> str | None:
        """The hash of the text at which file and register last said the same: as kept, else that of the newest text from a file."""
        return self.agreed_hash or next((r.content_hash for r in reversed(self.revisions) if r.from_file), None)

    @property
    def newest(self) -> Held | None:
        """The newest text, those given up left out."""
        return next((r for r in reversed(self.revisions) if not r.given_up), None)

    @property
    def moved(self) -> bool:
        """Whether the portal changed the text since it agreed with the file."""
        return self.has_draft or (self.newest is not None and self.newest.content_hash != self.agreed)


@dataclass(frozen=True)
class Row:
    """One line of the plan. `reason` says why something is refused, or what else is worth saying; `since` is when it takes effect, None in review.

    `meets`: the file says what the register says, which was not known yet. `content_hash` is that of the Revision the file would be.
    """

    step: Step
    path: str
    code: str
    version: str
    reason: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    meets: bool = False
    content_hash: str = ""
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

    @property
    def conflicts(self) -> tuple[Row, ...]:
        """Current files whose text and the portal's both changed."""
        return tuple(row for row in self.of(Step.CONFLICT) if row.file and not row.file.is_history)

    def of(self, step: Step) -> tuple[Row, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.step is step)

    @property
    def is_empty(self) -> bool:
        """Nothing to write."""
        return not self.vocabulary_changes and all(row.step is Step.UNCHANGED and not row.meets for row in self.rows)


@dataclass(frozen=True)
class Terms:
    """Under which publishing happens: the moment, when each document's date begins, whether files take effect, and the actor's posts."""

    at: datetime
    begins: Mapping[tuple[str, str], datetime]
    takes_effect: bool
    actor_posts: frozenset[str] = frozenset()
    hashes: Mapping[str, str] = field(default_factory=dict)

    def hash_of(self, file: SourceDocument) -> str:
        """The hash of the Revision that a file would be."""
        return self.hashes.get(file.path, file.digest)


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
    if held is None:
        return rows
    if any(row.step is Step.CONFLICT for row in rows):
        return [row if row.step is Step.UNCHANGED else _conflict(file, terms) for row, file in zip(rows, files, strict=True)]
    last = files[-1]
    if last.meta.withdrawn and rows[-1].step is Step.UNCHANGED and not held.withdrawn:
        rows[-1] = _leaving(rows[-1], last, held, terms)
    return rows


def _leaving(unchanged: Row, file: SourceDocument, held: Registered, terms: Terms) -> Row:
    """What becomes of a file that says nothing new but that it is withdrawn, while the register has the document."""
    if any(r.state == "withdrawn" and not r.given_up and r.content_hash == unchanged.content_hash for r in held.revisions):
        return replace(unchanged, reason=N_("the file withdrew it, and the portal took it back"))
    if held.moved:
        return _row(Step.REFUSE, file, terms, reason=N_("the portal changed its text since; withdraw it there"))
    return _row(Step.WITHDRAW, file, terms, (terms.begins[file.meta.code, "withdrawn"], None))


def _begin(file: SourceDocument, held: Registered | None, terms: Terms, *, is_last: bool) -> datetime:
    """When a file's text begins: its date; but a text that replaces one people may be reading now begins no earlier than now."""
    dated = terms.begins[file.meta.code, str(file.meta.version)]
    if held is None or not is_last or not any(r.effective_from for r in held.revisions):
        return dated
    same = next((r for r in held.revisions if r.version == file.meta.version), None)
    return same.effective_from if same and same.effective_from else max(dated, terms.at)


def _of_file(file: SourceDocument, held: Registered | None, terms: Terms, span: tuple[datetime, datetime | None]) -> Row:
    meta = file.meta
    if held is not None and (row := _met(file, held, terms, span[0])):
        return row
    if meta.withdrawn and terms.begins[meta.code, "withdrawn"] <= span[0]:
        return _row(Step.REFUSE, file, terms, reason=N_("it is withdrawn before this text would begin; withdraw it with the text as it is"))
    if post_slug(meta.approver) in terms.actor_posts:
        sentence = N_("you hold the post that approves it (%(approver)s); nobody publishes and approves the same text")
        return _row(Step.REFUSE, file, terms, reason=sentence, values={"approver": meta.approver})
    return _row(Step.PUBLISH, file, terms, span if terms.takes_effect else (None, None))


def _met(file: SourceDocument, held: Registered, terms: Terms, begin: datetime) -> Row | None:
    """What the register, which has the document, says to its file; None when the file may be published."""
    key, newest = terms.hash_of(file), held.newest
    same = next((r for r in held.revisions if r.version == file.meta.version), None)
    if same and same.content_hash == key and not same.given_up:
        meets = same is newest and held.agreed != key
        return replace(_row(Step.UNCHANGED, file, terms, (same.effective_from, same.effective_until)), meets=meets)
    if held.agreed == key:
        return _row(Step.UNCHANGED, file, terms, reason=N_("the portal holds a newer text, which knows what the file says"))
    if held.kind != file.meta.kind:
        reason = N_("the register knows this code as another kind of document; a code is never used again")
    elif held.withdrawn:
        reason = N_("it is withdrawn; a withdrawn document comes back as a new draft, in the portal")
    elif held.moved and not file.is_history:
        return _conflict(file, terms)
    else:
        reason = _out_of_turn(file, held, same, begin)
    return _row(Step.REFUSE, file, terms, reason=reason) if reason else None


def _out_of_turn(file: SourceDocument, held: Registered, same: Held | None, begin: datetime) -> str:
    """Why a file's version cannot follow those the register has, or nothing."""
    if same is not None and same.state not in REWRITTEN and not same.given_up:
        return N_("the text changed but its version did not; an approved text is never changed: raise the version")
    newer = [r for r in held.revisions if r.version > file.meta.version and not r.given_up]
    if newer and same is None:
        return N_("the register holds a newer version; versions rise")
    waiting = [r for r in held.revisions if r.effective_from and r.effective_from >= begin and r.version < file.meta.version]
    if waiting:
        return N_("an earlier version takes effect on the same day or later; its date must come first")
    return ""


def _conflict(file: SourceDocument, terms: Terms) -> Row:
    return _row(Step.CONFLICT, file, terms, reason=N_("its text changed here and in the portal since both last agreed"))


def _row(step: Step, file: SourceDocument, terms: Terms, span: tuple[datetime | None, datetime | None] = (None, None), *,
         reason: str = "", values: Mapping[str, str] | None = None) -> Row:  # fmt: skip
    said = (file.path, file.meta.code, str(file.meta.version), reason, values or {})
    return Row(step, *said, since=span[0], until=span[1], content_hash=terms.hash_of(file), file=file)
