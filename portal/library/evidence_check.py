"""Proving a pack of evidence: that it is whole, that its hashes are right, and that it says what the register says. Pure; trusts nothing."""

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from portal.content.source import HISTORY, document_of
from portal.errors import N_, Refused
from portal.library import drafts
from portal.library.evidence import FORMAT, LISTS, MANIFEST, RECORD, over, picture_path
from portal.library.hashes import content_hash
from portal.library.record import Record

MOST_BYTES: Final = 256_000_000
MOST_FILES: Final = 10_000
SAFE: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*){0,3}")
LINK, KIND = 0o120000, 0o170000


class BadPack(Refused):
    """The file is no pack of evidence, or may not be opened; nothing of it was unpacked."""

    sentence = N_("This is no evidence of a document: %(why)s. Nothing of it was unpacked.")


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as read: every file by path, its manifest and its record."""

    content: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    record: Mapping[str, Any]


def opened(content: bytes) -> Pack:
    """Read a pack into memory. Raises BadPack for what is none, and for what would be dangerous to unpack."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _may_be_unpacked(archive)
            files = {entry.filename: _read(archive, entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise BadPack(why="it is not a ZIP file that can be read") from error
    if MANIFEST not in files:
        raise BadPack(why=f"it holds no {MANIFEST}")
    manifest, record = _object(files, MANIFEST), _object(files, RECORD)
    if manifest.get("format") != FORMAT:
        raise BadPack(why=f"{MANIFEST} is not of the format {FORMAT}")
    return Pack(files, manifest, record)


def differences(pack: Pack) -> tuple[str, ...]:
    """Everything in which a pack contradicts itself; empty for one that is right."""
    try:
        return (*_of_files(pack), *_of_texts(pack), *_of_decisions(pack))
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError):
        return (*_of_files(pack), f"{RECORD} or {MANIFEST} is not built as evidence is")


def against(pack: Pack, record: Record | None, said: Mapping[str, Any]) -> tuple[str, ...]:
    """Everything in which a pack contradicts the register; what the register has learnt since is no contradiction."""
    if record is None:
        return (f"the register knows no {pack.record.get('code')}",)
    try:
        return tuple(_against(pack, record, said))
    except (KeyError, TypeError, AttributeError, ValueError):
        return (f"{RECORD} is not built as evidence is",)


def _against(pack: Pack, record: Record, said: Mapping[str, Any]) -> Iterator[str]:
    held = {str(kept.version): kept for kept in record.revisions}
    for row in pack.manifest["revisions"]:
        version, kept = row["version"], held.get(row["version"])
        if kept is None:
            yield f"version {version}: the register has none"
        elif kept.content_hash != row["content_hash"]:
            yield f"version {version}: the register has the hash {kept.content_hash}, the pack {row['content_hash']}"
        elif pack.content.get(row["file"]) != drafts.file_of(kept.front, kept.version, kept.text).encode():
            yield f"version {version}: the register has another text"
    for name in ("decisions", "journal"):
        there = [_identity(row) for row in said[name]]
        for row in pack.record[name]:
            if _identity(row) not in there:
                yield f"{name}: the register does not know {json.dumps(row, ensure_ascii=False, sort_keys=True)}"


def _identity(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without what people are called, which may change."""
    return {key: value for key, value in row.items() if key not in {"person", "actor", "in_the_place_of"}}


def _of_files(pack: Pack) -> Iterator[str]:
    if pack.manifest.get("manifest_sha256") != over(pack.manifest):
        yield f"{MANIFEST}: its own hash is not the one it names"
    rows = pack.manifest.get("files")
    listed = {row["path"]: row.get("sha256") for row in rows if isinstance(row, dict) and "path" in row} if isinstance(rows, list) else {}
    for path in sorted(listed.keys() - pack.content.keys()):
        yield f"{path}: missing"
    for path in sorted(pack.content.keys() - listed.keys() - {MANIFEST}):
        yield f"{path}: not named in {MANIFEST}"
    for path in sorted(listed.keys() & pack.content.keys()):
        if hashlib.sha256(pack.content[path]).hexdigest() != listed[path]:
            yield f"{path}: its hash is not the one {MANIFEST} names"


def _of_texts(pack: Pack) -> Iterator[str]:
    rows = {row["version"]: row for row in pack.record["revisions"]}
    listed = {row["version"]: row for row in pack.manifest["revisions"]}
    if rows.keys() != listed.keys():
        yield f"{RECORD} and {MANIFEST} name different versions"
    for version in sorted(rows.keys() & listed.keys()):
        wanted = {rows[version]["content_hash"], listed[version]["content_hash"]}
        text = pack.content.get(str(listed[version]["file"]), b"").decode("utf-8", "replace")
        document, problems = document_of(f"{HISTORY}{pack.record['code']}/{version}.md", text)
        if document is None or problems or (document.meta.code, str(document.meta.version)) != (pack.record["code"], version):
            yield f"version {version}: its text is not the file of that version"
        elif {content_hash(document, _pictures(pack, rows[version]["pictures"]))} != wanted:
            yield f"version {version}: its text does not give the content hash it is said to have"


def _pictures(pack: Pack, named: Mapping[str, str]) -> dict[str, bytes]:
    return {path: pack.content.get(picture_path(path, key), b"") for path, key in named.items()}


def _of_decisions(pack: Pack) -> Iterator[str]:
    for name in LISTS:
        if json.loads(pack.content.get(f"{name}.json", b"null")) != pack.record[name]:
            yield f"{name}.json and {RECORD} differ"
    texts = {row["version"]: row["content_hash"] for row in pack.record["revisions"]}
    rounds = {(row["revision"], row["number"]): row for row in pack.record["rounds"]}
    for (version, number), row in rounds.items():
        if row["outcome"] == "approved" and row["content_hash"] != texts.get(version):
            yield f"version {version}, round {number}: what was approved is not the text of the version"
    for row in pack.record["decisions"]:
        one = rounds.get((row["revision"], row["round"]))
        if one is None or one["content_hash"] != row["content_hash"]:
            yield f"version {row['revision']}, round {row['round']}: somebody decided about another text than was submitted"


def _may_be_unpacked(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    twice = [name for name, number in Counter(entry.filename for entry in entries).items() if number > 1]
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise BadPack(why="it would unpack to more than evidence ever is")
    if twice:
        raise BadPack(why=f"it holds {ascii(twice[0])[:80]} twice")
    for entry in entries:
        if not SAFE.fullmatch(entry.orig_filename) or (entry.external_attr >> 16) & KIND == LINK:
            raise BadPack(why=f"it names a place outside itself, {ascii(entry.orig_filename)[:80]}")
        if entry.flag_bits & 1:
            raise BadPack(why="it is locked with a password")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one file, never more than it says it has."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise BadPack(why=f"{ascii(entry.filename)[:80]} is not as long as it says")
    return content


def _object(files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    try:
        found = json.loads(files.get(path, b""))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadPack(why=f"{path} cannot be read")
    return found
