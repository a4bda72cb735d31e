"""The vocabulary as the files it is published from: what the register holds of them, no more."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from portal.vocabulary.queries import CodeTitle, PracticeRow, Term


def practices_file(areas: Iterable[CodeTitle], practices: Iterable[PracticeRow], positions: Iterable[CodeTitle]) -> str:
    """`practices.yaml`: areas, practices and positions. What positions ask for, and posts, are not the register's to give."""
    return _yaml({
        "areas": [{"code": area.code, "title": area.title} for area in areas],
        "practices": [
            {"code": one.code, "area": one.area_code, "title": one.title, "good_looks_like": one.good_looks_like,
             "typical_evidence": one.typical_evidence}
            for one in practices
        ],
        "positions": [{"code": position.code, "title": position.title} for position in positions],
    })  # fmt: skip


def glossary_file(terms: Iterable[Term]) -> str:
    """`glossary.yaml`: every term."""
    rows = [
        {
            "term": one.term,
            "also": list(one.also),
            "definition": one.definition,
            "practice": one.practice_code,
            "document": one.document_code,
        }
        for one in terms
    ]
    return _yaml({"terms": [{key: value for key, value in row.items() if value is not None} for row in rows]})


def _yaml(content: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump(dict(content), sort_keys=False, allow_unicode=True, width=140))
