"""Opens the files of a content root, each once, and never leaves it: symbolic links are not followed, files name no paths to open."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from portal.content.problems import Problem

MAX_BYTES: Final = 1_000_000
IMAGE_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".webp", ".svg"})
_MAX_DEPTH: Final = 8


class Folder:
    """One content root. What cannot be read is None, and `problems` says why."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.problems: list[Problem] = []

    def note(self, path: str, code: str, message: str) -> None:
        """Add a problem of a whole file."""
        self.problems.append(Problem(path, 1, code, message))

    def walk(self) -> tuple[str, ...]:
        """Every plain file's path relative to the root, with forward slashes, sorted; hidden names are left out, links are problems."""
        return tuple(sorted(self._walk("", 0)))

    def _walk(self, relative: str, depth: int) -> Iterator[str]:
        try:
            entries = list(os.scandir(self.root / relative))
        except OSError as error:
            self.note(relative or ".", "unreadable", error.strerror or "cannot be opened")
            return
        for entry in entries:
            path = f"{relative}{entry.name}"
            if entry.name.startswith((".", "_")):
                continue
            if not entry.name.isprintable():
                self.note(ascii(path)[1:-1], "hidden-character", "the file name holds a character that cannot be seen")
            elif entry.is_symlink():
                self.note(path, "symlink", "symbolic links are not followed; put the file itself here")
            elif entry.is_dir(follow_symlinks=False) and depth < _MAX_DEPTH:
                yield from self._walk(f"{path}/", depth + 1)
            elif entry.is_file(follow_symlinks=False):
                yield path

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that `walk` named, at most 1 MB."""
        try:
            handle = os.open(self.root / path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            self.note(path, "unreadable", error.strerror or "cannot be opened")
            return None
        if len(content) > MAX_BYTES:
            self.note(path, "too-large", "over 1 MB; split it, or make the image smaller")
            return None
        return content

    def text(self, path: str) -> str | None:
        """A text file, with plain line ends and without a byte order mark."""
        content = self.read(path)
        if content is None:
            return None
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem(path, line, "not-utf8", f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"))
            return None
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def is_image(path: str) -> bool:
    """Whether the name says that it is an image the portal shows."""
    return PurePosixPath(path).suffix.lower() in IMAGE_SUFFIXES
