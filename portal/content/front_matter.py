"""The front matter of a document file: what a document says of itself. Knows one file at a time; what exists elsewhere is for `check`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from portal.content import wording
from portal.content.field_reader import FieldReader
from portal.content.problems import Problem
from portal.content.yaml_tree import Fields, compose

NEEDED: Final = frozenset(
    {"code", "kind", "title", "version", "summary", "practices", "owner", "approver", "effective", "review_months", "audience", "phases"}
)
OPTIONAL: Final = frozenset({"templates", "course", "change", "transition", "must_read", "formats", "due_days", "withdrawn"})
MAX_CHARACTERS: Final = 64_000
_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")
_TOKEN: Final = re.compile(
    rf"role:(?:{'|'.join(wording.ROLES)})|team:{wording.SLUG.pattern}|position:{wording.POSITION_CODE.pattern}|everyone"
)
_SUCCESSOR: Final = re.compile(rf"none|{wording.DOCUMENT_CODE.pattern}")
_FENCE: Final = re.compile(r"^---[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, order=True, slots=True)
class Version:
    """MAJOR.MINOR, compared as whole numbers: 1.10 comes after 1.9."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> "Version":
        """The version written as text; ValueError when it is not two whole numbers without leading zeros."""
        match = _VERSION.fullmatch(text)
        if match is None:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


NO_VERSION: Final = Version(0, 0)  # of a file whose version cannot be read


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """That a document left, when, why, and the code of what took its place (None: nothing did)."""

    on: date
    reason: str
    successor: str | None


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """What the front matter says. Audience and must_read are tokens: everyone, role:x, team:x, position:X."""

    code: str
    kind: str
    title: str
    version: Version
    summary: str
    practices: tuple[str, ...]
    owner: str
    approver: str
    effective: date
    review_months: int
    audience: tuple[str, ...]
    phases: tuple[str, ...]
    templates: tuple[str, ...] = ()
    course: str | None = None
    change: str | None = None
    transition: str | None = None
    must_read: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    due_days: int = 14
    withdrawn: Withdrawn | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file taken apart. With problems, `meta` holds empty values where nothing could be read: to check on with, never to publish."""

    meta: DocumentMeta | None
    text: str
    body_line: int
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def parse(text: str, path: str) -> FrontMatter:
    """Take a document file apart and name all problems of its front matter at once, each with the line of its key."""
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end()) if opening else None
    if opening is None or closing is None or closing.start() > MAX_CHARACTERS:
        message = "the file begins with a line ---, the fields, and a line --- again"
        return FrontMatter(None, text, 1, (Problem(path, 1, "no-front-matter", message),))
    body_line = text.count("\n", 0, closing.end()) + 2
    body = text[closing.end() + 1 :]
    tree, problems = compose(text[opening.end() + 1 : closing.start()], path, first_line=2)
    if not isinstance(tree, Fields):
        found = problems or (Problem(path, 2, "no-front-matter", "the front matter is a list of `field: value` lines"),)
        return FrontMatter(None, body, body_line, found)
    reader = FieldReader(tree, path)
    reader.refuse_unknown(NEEDED | OPTIONAL)
    meta = _meta(reader)
    _laws(reader, meta)
    return FrontMatter(meta, body, body_line, (*problems, *reader.problems), MappingProxyType(reader.lines))


def _meta(reader: FieldReader) -> DocumentMeta:
    return DocumentMeta(
        code=reader.matching("code", wording.DOCUMENT_CODE, "a code like RSK-STD-01 or TPL-01"),
        kind=reader.one_of("kind", wording.KINDS),
        title=reader.text("title", most=200),
        version=_version(reader),
        summary=reader.text("summary"),
        practices=reader.words("practices"),
        owner=reader.text("owner", most=120),
        approver=reader.text("approver", most=120),
        effective=reader.day("effective"),
        review_months=reader.whole("review_months", 1, 120),
        audience=_tokens(reader, "audience"),
        phases=reader.words("phases"),
        templates=reader.words("templates", needed=False),
        course=reader.matching("course", wording.COURSE_CODE, "a code like CRS-05", needed=False) or None,
        change=reader.text("change", needed=False, most=2000) or None,
        transition=reader.text("transition", needed=False, most=2000) or None,
        must_read=_tokens(reader, "must_read", needed=False),
        formats=_formats(reader),
        due_days=reader.whole("due_days", 1, 365, default=14),
        withdrawn=_withdrawn(reader),
    )


def _version(reader: FieldReader) -> Version:
    scalar = reader.scalar("version")
    if scalar is None:
        return NO_VERSION
    try:
        version = Version.parse(scalar.text)
    except ValueError:
        version = NO_VERSION
    if version == NO_VERSION:
        reader.note("version", "bad-value", f'version is "MAJOR.MINOR" from "0.1" on, not {scalar.text!r}')
    elif not scalar.quoted:
        reader.note("version", "unquoted-version", f'write version: "{scalar.text}" in quotes; unquoted, 1.10 would be 1.1')
    return version


def _tokens(reader: FieldReader, key: str, *, needed: bool = True) -> tuple[str, ...]:
    tokens = reader.words(key, needed=needed, single=True)
    for token in tokens:
        if not _TOKEN.fullmatch(token):
            reader.note(key, "bad-value", f"{key} names everyone, role:<role>, team:<slug> or position:<CODE>, not {token!r}")
    if "everyone" in tokens and len(tokens) > 1:
        reader.note(key, "bad-value", f"{key}: everyone stands alone")
    return tokens


def _formats(reader: FieldReader) -> tuple[str, ...]:
    formats = reader.words("formats", needed=False)
    for name in formats:
        if name not in wording.FORMATS:
            reader.note("formats", "bad-value", f"formats are {', '.join(wording.FORMATS)}, not {name!r}")
    return formats


def _withdrawn(reader: FieldReader) -> Withdrawn | None:
    inner = reader.group("withdrawn")
    if inner is None:
        return None
    inner.refuse_unknown(frozenset({"on", "reason", "successor"}))
    successor = inner.matching("successor", _SUCCESSOR, "a document code, or none", needed=False)
    return Withdrawn(inner.day("on"), inner.text("reason", most=1000), None if successor in {"", "none"} else successor)


def _laws(reader: FieldReader, meta: DocumentMeta) -> None:
    """What the fields of one document must not say together."""
    if meta.code and meta.kind and (meta.kind == "template") != (wording.TEMPLATE_CODE.fullmatch(meta.code) is not None):
        reader.note("kind", "code-kind", f"{meta.code} cannot be a {meta.kind}: templates, and only templates, have codes TPL-00")
    _readers(reader, meta)
    if meta.must_read and meta.kind in {"guide", "template"}:
        reader.note("must_read", "must-read-kind", f"nobody must acknowledge a {meta.kind}; leave must_read out")
    if meta.formats and meta.kind != "template":
        reader.note("formats", "bad-value", "only templates have formats")
    if meta.version.major > 1 and meta.version.minor == 0:
        _new_major(reader, meta)


def _readers(reader: FieldReader, meta: DocumentMeta) -> None:
    """Positions and teams only, each of which the audience names too: files do not know which team is part of which, nor who holds a role."""
    for token in filter(_TOKEN.fullmatch, meta.must_read):
        if not token.startswith(("team:", "position:")):
            reader.note("must_read", "must-read-audience", f"must_read names team:<slug> and position:<CODE> only, not {token!r}")
        elif meta.audience and not {"everyone", token} & {*meta.audience}:
            reader.note("must_read", "must-read-hidden", f"{token} must read what the audience does not show to {token}")


def _new_major(reader: FieldReader, meta: DocumentMeta) -> None:
    """A new major version says what changed, and who follows it from when."""
    for key, written in (("change", meta.change), ("transition", meta.transition)):
        if not written:
            reader.note("version", f"missing-{key}", f"version {meta.version} is a new major version: add {key}")
