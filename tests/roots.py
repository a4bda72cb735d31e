"""Small content roots for tests: documents with the least front matter that is valid, and publishing them as the command does."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from portal.config import Config
from portal.content.source import read
from portal.files.store import FileStore
from portal.library.service import publishing

KINDS = {"POL": "policy", "STD": "standard", "PRC": "procedure", "GDE": "guide", "TPL": "template"}
BODY = """# Purpose

Nobody is surprised twice by the same thing.

# Rules

R1. The project manager looks at every risk each fortnight. {#r1}

R2. A risk without an owner counts as unmanaged. {#r2}
"""
PRACTICES: dict[str, Any] = {
    "areas": [{"code": "RSK", "title": "Risks and problems"}, {"code": "PLM", "title": "Planning and monitoring"}],
    "practices": [
        {"code": "RSK.1", "area": "RSK", "title": "Risk identification and scoring", "good_looks_like": "Risks are written down and scored.",
         "typical_evidence": "A dated register."},
        {"code": "RSK.2", "area": "RSK", "title": "Risk response and reserves", "good_looks_like": "Each high risk has a response.",
         "typical_evidence": "Responses with owners."},
        {"code": "PLM.1", "area": "PLM", "title": "Scheduling", "good_looks_like": "A baseline exists.", "typical_evidence": "A network."},
    ],
    "positions": [{"code": code, "title": title} for code, title in
                  {"TEM": "Team member", "PRM": "Project manager", "TEL": "Team lead", "PMO": "PMO officer", "LIM": "Line manager"}.items()],
}  # fmt: skip
GLOSSARY: list[dict[str, Any]] = [
    {"term": "Work breakdown structure", "also": ["WBS"], "definition": "The whole scope, cut into parts that can be handed over.", "practice": "PLM.1"},
    {"term": "Risk", "also": [], "definition": "Something uncertain that would change an objective.", "practice": "RSK.1"},
]  # fmt: skip


def document(code: str, title: str, *, body: str = BODY, **front: Any) -> tuple[str, str]:
    """File name and text of one document; `front` changes or adds to the least valid front matter (None takes a key away)."""
    kind = KINDS[code.split("-")[-2]] if code.count("-") == 2 else "template"
    values: dict[str, Any] = {
        "code": code, "kind": kind, "title": title, "version": "1.0", "summary": f"What {title.lower()} asks.", "practices": ["RSK.1"],
        "owner": "Risk lead", "approver": "Head of PMO", "effective": "2026-01-05", "review_months": 12, "audience": "everyone",
        "phases": ["plan", "execute"], **front,
    }  # fmt: skip
    kept = {name: value for name, value in values.items() if value is not None}
    slug = "-".join(title.lower().split())
    return f"{code}-{slug}.md", f"---\n{yaml.safe_dump(kept, sort_keys=False, allow_unicode=True)}---\n\n{body}"


def write_root(folder: Path, *documents: tuple[str, str], history: Mapping[str, str] | None = None) -> Path:
    """A content root with the practices, the glossary and these documents; `history` maps `RSK-STD-01/1.0` to a whole text."""
    methodology = folder / "methodology"
    methodology.mkdir(parents=True, exist_ok=True)
    (folder / "practices.yaml").write_text(yaml.safe_dump(PRACTICES, sort_keys=False), "utf8")
    (folder / "glossary.yaml").write_text(yaml.safe_dump(GLOSSARY, sort_keys=False), "utf8")
    for name, text in documents:
        (methodology / name).write_text(text, "utf8")
    for place, text in (history or {}).items():
        path = methodology / "history" / f"{place}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")
    return folder


def publish_root(session: Session, config: Config, root: Path, *, at: datetime, take_effect: str = "always") -> None:
    """Publish a root as the system itself, all files taking effect on their dates unless said; a test's root must be free of refusals."""
    source = read(root)
    assert not source.problems, source.problems
    store = FileStore(config.home / "uploads")
    by = publishing.Publisher(
        at=at,
        zone=config.zone,
        actor_id=None,
        actor_posts=frozenset(),
        files_take_effect=take_effect,
        keep_image=store.keep,
        language=config.language,
    )
    plan = publishing.planned(session, source, by)
    assert not plan.refused, plan.refused
    publishing.publish(session, source, plan, by)
