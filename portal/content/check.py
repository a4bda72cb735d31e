"""What files say of each other, checked: codes, links, versions, images. Joins every problem of a source into one list.

Pure: what is already effective comes in as `Known`. Teams and posts are not known in files, so only their shape is checked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from portal.content import wording
from portal.content.front_matter import NO_VERSION
from portal.content.image_check import image_problems
from portal.content.problems import Problem
from portal.content.source import METHODOLOGY, VOCABULARY, Source, SourceDocument
from portal.content.vocabulary_check import vocabulary_problems


@dataclass(frozen=True, slots=True)
class Known:
    """What exists outside the files: effective documents with their anchors (None: any anchor), and codes. Empty courses: any CRS-00 will do."""

    documents: Mapping[str, frozenset[str] | None] = field(default_factory=lambda: MappingProxyType({}))
    practices: frozenset[str] = frozenset()
    positions: frozenset[str] = frozenset()
    courses: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset(wording.PHASES)


def check(source: Source, known: Known | None = None) -> tuple[Problem, ...]:
    """All problems of a source at once, by path and line, each once. Parses every text once and keeps it in `SourceDocument.parsed`."""
    checking = _Checking(source, known or Known())
    return tuple(sorted({*source.problems, *checking.problems()}))


class _Checking:
    def __init__(self, source: Source, known: Known) -> None:
        self.source, self.known = source, known
        self.everything = (*source.documents, *source.broken)
        self.current = [document for document in self.everything if not document.is_history and document.meta.code]
        vocabulary = source.vocabulary
        self.practices = known.practices | ({row.code for row in vocabulary.practices} if vocabulary else set())
        self.positions = known.positions | ({row.code for row in vocabulary.positions} if vocabulary else set())
        self.codes = set(known.documents) | {document.meta.code for document in self.current} | self.named_by_unread_files()
        self.anchors = {document.meta.code: document.parsed.anchors for document in self.current}

    def named_by_unread_files(self) -> set[str]:
        """Codes in the names of files that could not be read: their own problem is enough, links to them need none besides."""
        names = (wording.FILE_NAME.fullmatch(problem.path.removeprefix(METHODOLOGY)) for problem in self.source.problems)
        return {match["code"] for match in names if match}

    def problems(self) -> Iterator[Problem]:
        unread = any(problem.path == VOCABULARY for problem in self.source.problems)
        if self.source.vocabulary is None and not self.known.practices and self.everything and not unread:
            yield Problem(VOCABULARY, 1, "missing-file", "practices.yaml is needed: it names areas, practices and positions")
        yield from vocabulary_problems(self.source, self.practices, self.codes)
        yield from self.duplicates()
        yield from self.histories()
        yield from image_problems(self.source.images)
        for document in self.everything:
            yield from self.text(document)
            if not document.is_history:
                yield from self.named_codes(document)
                yield from self.links(document)

    def duplicates(self) -> Iterator[Problem]:
        first: dict[str, SourceDocument] = {}
        for document in self.current:
            earlier = first.setdefault(document.meta.code, document)
            if earlier is not document:
                message = f"{document.meta.code} is also the code of {earlier.path}"
                yield Problem(document.path, document.line("code"), "duplicate-code", message)

    def text(self, document: SourceDocument) -> Iterator[Problem]:
        """Problems of one text, and images that are not there."""
        offset = document.body_line - 1
        for problem in document.parsed.problems:
            yield problem.moved(document.path, offset)
        for line in wording.merge_marks(document.text):
            message = "marks of a merge are left; choose one of both texts and take the marks out"
            yield Problem(document.path, line + offset, "merge-mark", message)
        for image in document.parsed.images:
            if image.path not in self.source.images:
                yield Problem(document.path, image.line + offset, "missing-image", f"{image.path} is not in the content folder")

    def named_codes(self, document: SourceDocument) -> Iterator[Problem]:
        """Codes in the front matter that nothing answers to. Where no vocabulary is known at all, that alone is said."""
        meta = document.meta
        wanted = [
            ("practices", "unknown-practice", meta.practices, self.practices if self.practices else set(meta.practices)),
            ("phases", "unknown-phase", meta.phases, self.known.phases),
            ("templates", "unknown-template", meta.templates, {code for code in self.codes if wording.TEMPLATE_CODE.fullmatch(code)}),
            ("course", "unknown-course", filter(None, [meta.course]), self.known.courses or {meta.course}),
        ]
        for key in ("audience", "must_read"):
            tokens: tuple[str, ...] = getattr(meta, key)
            named = [token.removeprefix("position:") for token in tokens if token.startswith("position:")]
            wanted.append((key, "unknown-position", named, self.positions if self.practices else set(named)))
        for key, code, names, there in wanted:
            for name in names:
                if name not in there:
                    yield Problem(document.path, document.line(key), code, f"{key} names {name}, which does not exist")
        if meta.withdrawn and meta.withdrawn.successor and meta.withdrawn.successor not in self.codes - {meta.code}:
            message = f"the successor {meta.withdrawn.successor} does not exist"
            yield Problem(document.path, document.line("withdrawn"), "bad-successor", message)

    def links(self, document: SourceDocument) -> Iterator[Problem]:
        for code, anchor, line in document.parsed.links:
            there = line + document.body_line - 1
            if code in self.known.courses or code in self.codes:
                anchors = self.anchors.get(code, self.known.documents.get(code))
                if anchor and anchors is not None and anchor not in anchors:
                    yield Problem(document.path, there, "broken-anchor", f"{code} has no anchor #{anchor}")
            else:
                yield Problem(document.path, there, "unknown-code", f"[[{code}]] names a document that does not exist")

    def histories(self) -> Iterator[Problem]:
        """Earlier versions rise to the current one, and so do their dates; a new major version says what changed."""
        versions: dict[str, list[SourceDocument]] = defaultdict(list)
        for document in self.everything:
            if document.meta.code and document.meta.version != NO_VERSION:
                versions[document.meta.code].append(document)
        for code, documents in sorted(versions.items()):
            count = Counter(document.is_history for document in documents)
            if count[True] and not count[False] and code not in self.codes:
                first = min(documents, key=lambda document: document.path)
                message = f"history of {code}, but no methodology/{code}-<slug>.md"
                yield Problem(first.path, first.line("code"), "unknown-code", message)
            if count[True]:
                yield from self.rising(documents)

    def rising(self, documents: list[SourceDocument]) -> Iterator[Problem]:
        ordered = sorted(documents, key=lambda document: (not document.is_history, document.meta.version))
        for earlier, later in pairwise(ordered):
            if earlier.is_history is later.is_history is False:
                continue  # two files with one code are said already
            before, after = earlier.meta, later.meta
            line = later.line("version")
            if after.version <= before.version:
                message = f"version {after.version} does not rise above {before.version} in {earlier.path}"
                yield Problem(later.path, line, "version-order", message)
            if date.min < after.effective < before.effective:
                message = f"version {after.version} is effective before version {before.version}, from {before.effective}"
                yield Problem(later.path, later.line("effective"), "version-order", message)
            if after.version.major > before.version.major and after.version.minor:
                for key, written in (("change", after.change), ("transition", after.transition)):
                    if not written:
                        yield Problem(later.path, line, f"missing-{key}", f"major version {after.version.major} is new: add {key}")
