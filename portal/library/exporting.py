"""The files of a content root that the register is: published again, they change nothing. Pure but for the bytes of pictures asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from portal.content.folder import is_image
from portal.content.front_matter import Version
from portal.content.source import HISTORY, Source
from portal.library import drafts
from portal.library.hashes import content_hash


@dataclass(frozen=True, slots=True)
class Written:
    """One approved text. `pictures`: from the path in the text to the hash of the bytes kept. `file`: the file it, or one before it, came from.

    `current` stands for its Document: what is effective, else what was last, else what will be first.
    """

    code: str
    version: Version
    front: Mapping[str, Any]
    text: str
    content_hash: str
    pictures: Mapping[str, str]
    file: str
    current: bool


@dataclass
class Files:
    """Files by path, the hash each document must give when it is read again, and what could not be given back.

    `current` are the paths of what stands for each Document, by code.
    """

    content: dict[str, bytes] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    current: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def files_of(texts: Iterable[Written], picture: Callable[[str], bytes | None]) -> Files:
    """The files of these texts and of the pictures they show.

    An earlier version whose picture has changed since, under the same path, is left out: its file would no longer be what it was.
    """
    made = Files()
    for one in sorted(texts, key=lambda one: (not one.current, one.code, one.version)):
        path, shown = _path(one), _shown(one, picture, made)
        if shown is None:
            continue
        made.content[path] = drafts.file_of(one.front, one.version, one.text).encode()
        made.content.update(shown)
        made.hashes[path] = one.content_hash
        if one.current:
            made.current[one.code] = path
    return made


def differing(source: Source, hashes: Mapping[str, str]) -> list[str]:
    """The documents of a root that do not give the hash they should: what was written is not what was approved."""
    read = {file.path: content_hash(file, source.images) for file in source.documents}
    return [path for path, key in sorted(hashes.items()) if read.get(path) != key]


def _path(one: Written) -> str:
    """Under the name of the file it came from, else of its title; earlier versions under their number."""
    if not one.current:
        return f"{HISTORY}{one.code}/{one.version}.md"
    return one.file if one.file.startswith(f"methodology/{one.code}-") else drafts.path_of(one.front)


def _shown(one: Written, picture: Callable[[str], bytes | None], made: Files) -> dict[str, bytes] | None:
    found: dict[str, bytes] = {}
    for path, key in one.pictures.items():
        content = picture(key)
        if content is None or not _is_inside(path):
            made.problems.append(f"{one.code} {one.version}: the picture {path} is missing")
        elif made.content.get(path, content) != content:
            made.problems.append(f"{one.code} {one.version}: left out, its picture {path} has changed since")
            return None
        else:
            found[path] = content
    return found


def _is_inside(path: str) -> bool:
    """Whether a picture's path stays in the folder and is none of the files of documents."""
    parts = PurePosixPath(path).parts
    return is_image(path) and not path.startswith("/") and ".." not in parts and "\\" not in path
