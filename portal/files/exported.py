"""A folder that an export writes, and knows again: by the list it keeps there of what it wrote. Overwrites and removes nothing else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from portal.errors import N_, Refused

LIST = ".portal-export.json"
"""The name of the list. It maps each path to the hashes its file may have: of what was written, and of what was to be."""
MOST = 20_000_000


class NotAnExport(Refused):
    """Somebody else's folder."""

    sentence = N_("%(folder)s is not empty and holds no earlier export (it has no %(list)s). Nothing was written; name an empty folder.")


class ChangedByHand(Refused):
    """The files are no longer what the export wrote."""

    sentence = N_("%(files)s changed since the last export, or is not of it. Nothing was written; publish it, or move it away.")


@dataclass(frozen=True, slots=True)
class Done:
    """How many files there are now; the paths that were written because they are new or differ, and those that were removed."""

    number: int
    written: tuple[str, ...]
    removed: tuple[str, ...]


class ExportFolder:
    """The folder at `root`, empty or with an earlier export."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._before = self._listed()

    def write(self, files: Mapping[str, bytes]) -> Done:
        """Make the folder hold these files and none that an earlier export wrote besides. Killed in between, it can be run again.

        Raises NotAnExport or ChangedByHand, and has written nothing then.
        """
        hashes = {path: [_hash(content)] for path, content in files.items()}
        self._refuse({*files, *self._before})
        self.root.mkdir(parents=True, exist_ok=True)
        self._list({path: sorted({*self._before.get(path, []), *hashes.get(path, [])}) for path in {*files, *self._before}})
        written = [path for path, content in sorted(files.items()) if self._put(path, content)]
        removed = sorted(path for path in self._before.keys() - files.keys() if (self.root / path).exists())
        for path in removed:
            self._remove(path)
        self._list(hashes)
        return Done(len(files), tuple(written), tuple(removed))

    def _listed(self) -> dict[str, list[str]]:
        try:
            if not self.root.exists() or (self.root.is_dir() and not any(self.root.iterdir())):
                return {}
            text = (self.root / LIST).read_text("utf8") if (self.root / LIST).stat().st_size < MOST else ""
            files: Any = json.loads(text)["files"]
            return {str(path): [str(one) for one in hashes] for path, hashes in files.items() if _is_inside(str(path))}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NotAnExport(folder=self.root, list=LIST) from None

    def _refuse(self, paths: set[str]) -> None:
        """What stands at these paths must be what was written there, in real folders."""
        bad = [path for path in sorted(paths) if not self._is_ours(path)]
        if bad:
            rest = f" (+{len(bad) - 3})" if len(bad) > 3 else ""
            raise ChangedByHand(files=", ".join(bad[:3]) + rest)

    def _is_ours(self, path: str) -> bool:
        place = self.root / path
        if place.is_symlink() or any((self.root / parent).is_symlink() for parent in list(PurePosixPath(path).parents)[:-1]):
            return False
        if not place.exists():
            return True
        return place.is_file() and _hash(place.read_bytes()) in self._before.get(path, [])

    def _put(self, path: str, content: bytes) -> bool:
        place = self.root / path
        if place.exists() and place.read_bytes() == content:
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{place.name}.new")
        beside.write_bytes(content)
        beside.replace(place)
        return True

    def _remove(self, path: str) -> None:
        (self.root / path).unlink()
        for parent in PurePosixPath(path).parents:
            folder = self.root / parent
            if folder == self.root or any(folder.iterdir()):
                break
            folder.rmdir()

    def _list(self, hashes: Mapping[str, list[str]]) -> None:
        self._put(LIST, json.dumps({"files": hashes}, indent=1, sort_keys=True).encode())


def _is_inside(path: str) -> bool:
    return not path.startswith("/") and ".." not in PurePosixPath(path).parts and path != LIST


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
