"""Reads a content root into one frozen picture: documents, vocabulary, glossary, images, and every problem of a single file.

The only place in `content` that opens files. What files say of each other is for `check`.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

from portal.content import markdown, wording
from portal.content.folder import Folder, is_image
from portal.content.front_matter import NO_VERSION, DocumentMeta, parse
from portal.content.problems import Problem
from portal.content.vocabulary_file import GlossaryTerm, VocabularyFile, parse_glossary, parse_vocabulary

VOCABULARY: Final = "practices.yaml"
GLOSSARY: Final = "glossary.yaml"
METHODOLOGY: Final = "methodology/"
HISTORY: Final = "methodology/history/"
_HISTORY_FILE: Final = re.compile(rf"(?P<code>{wording.DOCUMENT_CODE.pattern})/(?P<version>[0-9]+\.[0-9]+)\.md")


@dataclass(frozen=True)
class SourceDocument:
    """One document file. `lines`: the line of each key; `body_line`: the line where `text` begins.

    `digest`: SHA-256 of all the file says but that it is withdrawn, which ends a text and does not change it.
    """

    path: str
    meta: DocumentMeta
    text: str
    body_line: int
    is_history: bool
    digest: str
    lines: Mapping[str, int] = field(repr=False, hash=False)

    @cached_property
    def parsed(self) -> markdown.Parsed:
        """The Markdown taken apart, once, when first asked for. Give it to `markdown.render` in place of the text."""
        return markdown.parse(self.text)

    def line(self, key: str) -> int:
        """The line of a key of the front matter, 1 where it is absent."""
        return self.lines.get(key, 1)


@dataclass(frozen=True)
class Source:
    """A content root as read. `documents` have sound front matter; `broken` have not and are kept only so that `check` can go on."""

    root: Path
    documents: tuple[SourceDocument, ...]
    vocabulary: VocabularyFile | None
    glossary: tuple[GlossaryTerm, ...]
    images: Mapping[str, bytes] = field(repr=False)
    problems: tuple[Problem, ...]
    broken: tuple[SourceDocument, ...] = ()
    has_glossary: bool = False

    @property
    def current(self) -> tuple[SourceDocument, ...]:
        """The documents without their earlier versions, in the order of their paths."""
        return tuple(document for document in self.documents if not document.is_history)


def read(root: Path) -> Source:
    """Read everything under `root` once. Never raises for what a file holds: every problem is in `problems`."""
    if not root.is_dir():
        return Source(root, (), None, (), MappingProxyType({}), (Problem(".", 1, "no-content", "the root is not a folder"),))
    folder = Folder(root)
    paths = folder.walk()
    if VOCABULARY not in paths and not any(path.startswith(METHODOLOGY) for path in paths):
        folder.note(".", "no-content", "a content root holds practices.yaml, methodology/ or both")
    sound: list[SourceDocument] = []
    broken: list[SourceDocument] = []
    for path in (path for path in paths if path.startswith(METHODOLOGY) and path.lower().endswith((".md", ".markdown"))):
        document, problems = _document(folder, path)
        if document is not None:
            (broken if problems else sound).append(document)
        folder.problems.extend(problems)
    images = {path: content for path in paths if is_image(path) if (content := folder.read(path)) is not None}
    vocabulary = _vocabulary(folder) if VOCABULARY in paths else None
    glossary = _glossary(folder) if GLOSSARY in paths else ()
    found = tuple(sorted(folder.problems))
    return Source(root, tuple(sound), vocabulary, glossary, MappingProxyType(images), found, tuple(broken), GLOSSARY in paths)


def _document(folder: Folder, path: str) -> tuple[SourceDocument | None, list[Problem]]:
    is_history = path.startswith(HISTORY)
    pattern = _HISTORY_FILE if is_history else wording.FILE_NAME
    match = pattern.fullmatch(path.removeprefix(HISTORY if is_history else METHODOLOGY))
    shape = "methodology/history/<CODE>/<version>.md" if is_history else "methodology/<CODE>-<slug>.md, the slug in small letters"
    if match is None:
        return None, [Problem(path, 1, "file-name", f"the name follows {shape}")]
    text = folder.text(path)
    if text is None:
        return None, []
    document, problems = document_of(path, text)
    named = _named_otherwise(document.meta, path, document.lines, match) if document else []
    return document, [*problems, *named]


def document_of(path: str, text: str) -> tuple[SourceDocument | None, tuple[Problem, ...]]:
    """One document from the text of its file, and what is wrong with its front matter; no document where nothing could be read."""
    front = parse(text, path)
    if front.meta is None:
        return None, front.problems
    is_history = path.startswith(HISTORY)
    digest = _digest(front.meta, front.text)
    return SourceDocument(path, front.meta, front.text, front.body_line, is_history, digest, front.lines), front.problems


def _digest(meta: DocumentMeta, text: str) -> str:
    values = json.dumps(asdict(replace(meta, withdrawn=None)), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(f"{values}\n{text}".encode()).hexdigest()


def _named_otherwise(meta: DocumentMeta, path: str, lines: Mapping[str, int], match: re.Match[str]) -> list[Problem]:
    problems: list[Problem] = []
    named = match.groupdict()
    if meta.code and named["code"] != meta.code:
        problems.append(Problem(path, lines["code"], "file-name", f"the file is named {named['code']}, the code is {meta.code}"))
    version = named.get("version")
    if version and meta.version != NO_VERSION and version != str(meta.version):
        problems.append(Problem(path, lines["version"], "file-name", f"the file is named {version}, the version is {meta.version}"))
    return problems


def _vocabulary(folder: Folder) -> VocabularyFile | None:
    read_text = folder.text(VOCABULARY)
    if read_text is None:
        return None
    vocabulary, problems = parse_vocabulary(read_text, VOCABULARY)
    folder.problems.extend(problems)
    return vocabulary


def _glossary(folder: Folder) -> tuple[GlossaryTerm, ...]:
    read_text = folder.text(GLOSSARY)
    if read_text is None:
        return ()
    glossary, problems = parse_glossary(read_text, GLOSSARY)
    folder.problems.extend(problems)
    return glossary
