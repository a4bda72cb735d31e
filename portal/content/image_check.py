"""Images of a content root: each is what its name says, and an SVG holds nothing that could run or call out. Shows nothing."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from portal.content.problems import Problem
from portal.content.svg_check import svg_problems

_SIGNATURES: Final = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


def image_problems(images: Mapping[str, bytes]) -> Iterator[Problem]:
    """What is wrong with each image."""
    for path, content in sorted(images.items()):
        suffix = PurePosixPath(path).suffix.lower()
        if suffix == ".svg":
            yield from svg_problems(path, content)
        elif not _SIGNATURES[suffix].match(content):
            yield Problem(path, 1, "bad-image", f"the file is not a {suffix[1:]} image")
