"""What a Revision's content hash is made of. Pure, so that a text can be proved right anywhere."""

import hashlib
from collections.abc import Mapping

from portal.content.source import SourceDocument


def content_hash(file: SourceDocument, pictures: Mapping[str, bytes]) -> str:
    """The hash of a Revision: of its file and of every picture it shows."""
    if "![" not in file.text:
        return file.digest
    digest = hashlib.sha256(file.digest.encode())
    for use in sorted({use.path for use in file.parsed.images}):
        digest.update(use.encode() + hashlib.sha256(pictures.get(use, b"")).digest())
    return digest.hexdigest()
