"""A collection with questions and judgements, published as documents and asked by the command, is ranked as well as plain BM25 ranks it."""

import json
from pathlib import Path

import pytest

from portal.search.entry import code_of
from tests.roots import document, write_root
from tests.search.collection import Collection, made_collection
from tests.search.conftest import Command
from tests.search.reference import PlainBM25, mean_average_precision

MOST = 1000


@pytest.fixture(scope="module")
def collection() -> Collection:
    return made_collection(documents=400, questions=120, seed=23)


def as_files(collection: Collection) -> list[tuple[str, str]]:
    """Each abstract as a document file: its title in the front matter, its text under one heading."""
    return [
        document(code_of(entry.key), entry.title, body=f"# Abstract\n\n{entry.text}\n", summary=entry.title) for entry in collection.entries
    ]


def test_published_abstracts_are_ranked_within_two_per_cent_of_plain_bm25(collection: Collection, portal: Command, tmp_path: Path) -> None:
    portal("content", "publish", "--root", str(write_root(tmp_path / "root", *as_files(collection))))
    (tmp_path / "questions").write_text("\n".join(collection.questions), "utf8")
    lines = portal("search", "query", "--file", str(tmp_path / "questions"), "--limit", str(MOST)).stdout.splitlines()
    orders = [[hit["key"].partition("@")[0] for hit in json.loads(line)] for line in lines]
    reference = PlainBM25({entry.key: f"{entry.title}\n{entry.text}" for entry in collection.entries})
    ours = mean_average_precision(orders, collection.judgements)
    plain = mean_average_precision([reference.order(question) for question in collection.questions], collection.judgements)
    assert len(orders) == len(collection.questions)
    assert 0.2 < plain < 0.95
    assert abs(ours - plain) <= 0.02 * plain
