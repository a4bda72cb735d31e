"""The evidence of one Document: everything the record holds, as files, each with its hash, and a hash over all of them. Pure.

The same record gives the same bytes, apart from the moment it was made at. Who read is named by number, and only to those who see readers;
anybody else gets counts, and none below five.
"""

import difflib
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final

from portal.library import drafts
from portal.library.obligation import SMALLEST_GROUP
from portal.library.record import Decided, Kept, Record, Submission
from portal.paper.csv import table_csv

FORMAT: Final = "baseline-evidence-1"
MANIFEST: Final = "MANIFEST.json"
RECORD: Final = "record.json"
PAPER: Final = "evidence.pdf"
LISTS: Final = ("rounds", "decisions", "acknowledgements", "journal")
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the ZIP; when it was made stands in the manifest."""


@dataclass(frozen=True, slots=True)
class Terms:
    """When evidence is made, and whether readers stand in it one by one (by number) or only counted."""

    at: datetime
    readers: bool


def said(record: Record, terms: Terms) -> dict[str, Any]:
    """The record as plain values, without the texts."""
    return {
        "code": record.code,
        "kind": record.kind,
        "title": record.title,
        "made_at": _plain(record.made_at),
        "agreed_hash": record.agreed_hash,
        "withdrawn": {"at": _plain(record.withdrawn_at), "reason": record.withdrawn_reason, "successor": record.successor}
        if record.withdrawn_at
        else None,
        "revisions": [_revision(kept, record) for kept in record.revisions],
        "reviews": [_plain(asdict(one)) | {"by": record.name(one.by)} for one in record.reviews],
        "requests": [_plain(asdict(one)) for one in record.requests],
        **lists(record, terms),
    }


def lists(record: Record, terms: Terms) -> dict[str, list[dict[str, Any]]]:
    """What stands in the record row by row, by name."""
    return {
        "rounds": [_round(kept, one, record) for kept, one in record.rounds()],
        "decisions": [_decision(kept, one, decided, record) for kept, one, decided in record.decisions()],
        "acknowledgements": [row for kept in record.revisions for row in _readings(kept, terms)],
        "journal": [_plain(asdict(act)) | {"actor": record.name(act.actor_id)} for act in record.journal],
    }


def files(record: Record, terms: Terms, picture: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """Everything but the paper and the manifest: texts, pictures, differences, the record, and its lists once more as tables."""
    texts = {str(kept.version): drafts.file_of(kept.front, kept.version, kept.text) for kept in record.revisions}
    found = {f"revisions/{version}.md": text.encode() for version, text in texts.items()}
    for (old, before), (new, after) in pairwise(texts.items()):
        found[f"differences/{old}-{new}.diff"] = _differences(f"{old}.md", before, f"{new}.md", after)
    for kept in record.revisions:
        for path, key in kept.pictures.items():
            if content := picture(key):
                found[picture_path(path, key)] = content
    found[RECORD] = _json(said(record, terms))
    for name, rows in lists(record, terms).items():
        found[f"{name}.json"] = _json(rows)
        header = list(dict.fromkeys(key for row in rows for key in row))
        found[f"{name}.csv"] = table_csv(header, [[_cell(row.get(key)) for key in header] for row in rows])
    return found


def picture_path(path: str, key: str) -> str:
    """Where a picture with these bytes lies in the pack."""
    return f"pictures/{key}.{path.rsplit('.', 1)[-1].lower()}"


def manifest(record: Record, terms: Terms, content: Mapping[str, bytes]) -> bytes:
    """What the pack holds, with the hash of each file, of each text, and of all this."""
    listed = {
        "format": FORMAT,
        "code": record.code,
        "title": record.title,
        "at": _plain(terms.at),
        "readers": "by number" if terms.readers else "counted",
        "files": [{"path": path, "sha256": _hash(held), "bytes": len(held)} for path, held in sorted(content.items())],
        "revisions": [
            {"version": str(kept.version), "content_hash": kept.content_hash, "file": f"revisions/{kept.version}.md"}
            for kept in record.revisions
        ],
    }
    return _json(listed | {"manifest_sha256": over(listed)})


def over(listed: Mapping[str, Any]) -> str:
    """The hash over a manifest: of all it says but this hash."""
    rest = {key: value for key, value in listed.items() if key != "manifest_sha256"}
    return _hash(json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def packed(content: Mapping[str, bytes], listed: bytes) -> bytes:
    """The ZIP, made in memory."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, held in [(MANIFEST, listed), *sorted(content.items())]:
            entry = zipfile.ZipInfo(path, EARLIEST)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o644 << 16, 3
            archive.writestr(entry, held)
    return made.getvalue()


def few(number: int, terms: Terms) -> bool:
    """Whether a count of people is too small to be shown to those who do not see each of them."""
    return not terms.readers and 0 < number < SMALLEST_GROUP


def _revision(kept: Kept, record: Record) -> dict[str, Any]:
    left_out = {"version", "front", "text", "rounds", "readings", "briefings", "writers", "reviewers"}
    plain = {key: _plain(getattr(kept, key)) for key in Kept.__slots__ if key not in left_out}
    people = {"writers": [_person(one, record) for one in kept.writers], "reviewers": [_person(one, record) for one in kept.reviewers]}
    briefings = [{"on": _plain(one.on), "team": one.team, "people": one.people, "by": record.name(one.by)} for one in kept.briefings]
    return {"version": str(kept.version), **plain, "made_by": _person(kept.made_by, record), **people, "briefings": briefings}


def _round(kept: Kept, one: Submission, record: Record) -> dict[str, Any]:
    plain = {key: _plain(getattr(one, key)) for key in Submission.__slots__ if key not in {"decisions", "submitted_by", "version"}}
    who = {"submitted_by_id": one.submitted_by, "submitted_by": record.name(one.submitted_by)}
    return {"revision": str(kept.version), "version": one.version, **plain, **who}


def _decision(kept: Kept, one: Submission, decided: Decided, record: Record) -> dict[str, Any]:
    return {
        "revision": str(kept.version),
        "round": one.number,
        **_plain(asdict(decided)),
        "person": record.name(decided.person_id),
        "in_the_place_of": record.name(decided.on_behalf_of),
    }


def _readings(kept: Kept, terms: Terms) -> list[dict[str, Any]]:
    if terms.readers:
        return [{"version": str(kept.version), "at": _plain(one.at), "person_id": one.person_id} for one in kept.readings]
    number = len(kept.readings)
    if few(number, terms):
        return [{"version": str(kept.version), "number": None, "fewer_than": SMALLEST_GROUP, "first": None, "last": None}]
    moments = sorted(one.at for one in kept.readings)
    span = {"first": _plain(moments[0]), "last": _plain(moments[-1])} if moments else {"first": None, "last": None}
    return [{"version": str(kept.version), "number": number, "fewer_than": None, **span}]


def _person(person_id: int | None, record: Record) -> dict[str, Any] | None:
    return None if person_id is None else {"id": person_id, "name": record.name(person_id)}


def _differences(old: str, before: str, new: str, after: str) -> bytes:
    lines: Iterable[str] = difflib.unified_diff(before.split("\n"), after.split("\n"), old, new, lineterm="")
    return ("\n".join(lines) + "\n").encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, int | str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
