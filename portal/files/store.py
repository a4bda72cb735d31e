"""Bytes kept under the hash of themselves: written once, whole or not at all, never named by anything from outside."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

HASH = re.compile(r"[0-9a-f]{64}")


class FileStore:
    """A folder of files by SHA-256. The same bytes are stored once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, content: bytes) -> str:
        """Store `content`; its hash. Durable when this returns."""
        key = hashlib.sha256(content).hexdigest()
        self.put(key, content)
        return key

    def put(self, key: str, content: bytes) -> None:
        """Store `content` under a hash somebody else reckoned: of what it was made from."""
        path = self._path(key)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink()
            raise
        _settle(path.parent)

    def get(self, key: str) -> bytes | None:
        """The bytes, or None when nothing is stored under this hash."""
        path = self._path(key)
        return path.read_bytes() if path.is_file() else None

    def _path(self, key: str) -> Path:
        if not HASH.fullmatch(key):
            raise ValueError("not a hash")
        return self.folder / key[:2] / key


def _settle(folder: Path) -> None:
    """Make the folder's new name for a file durable too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
