"""The shipped method: every document is the first answer to its own title and to its code, and the words of the glossary stand for each other."""

import json
from pathlib import Path

from portal.content.source import read
from portal.instance import resources
from tests.search.conftest import Command


def firsts(portal: Command, folder: Path, questions: list[str]) -> list[str]:
    """The key of the best answer to each question."""
    (folder / "questions").write_text("\n".join(questions), "utf8")
    lines = portal("search", "query", "--file", str(folder / "questions"), "--limit", "1").stdout.splitlines()
    return [json.loads(line)[0]["key"] for line in lines]


def test_every_document_is_found_first_by_its_title_and_by_its_code(portal: Command, tmp_path: Path) -> None:
    portal("content", "publish")
    metas = [file.meta for file in read(resources() / "content").current if not file.meta.withdrawn]
    keys = [f"document:{meta.code}@{meta.version}" for meta in metas]
    assert len(keys) == 57
    assert firsts(portal, tmp_path, [meta.title for meta in metas]) == keys
    assert firsts(portal, tmp_path, [f"what does {meta.code.lower()} say of risk" for meta in metas]) == keys
    assert firsts(portal, tmp_path, ["wbs"])[0].startswith("document:TPL-07@")
