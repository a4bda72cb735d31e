"""An instance whose data hold no Latin letter but codes, addresses and short names: what is Latin on its pages is the portal's own."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.config import Config
from portal.files.store import FileStore
from portal.library.models import Bookmark, Document, Draft, ProblemReport, ReadingMark, Revision, Round
from portal.library.service import drafting, reviews, saving, submitting
from portal.notices import service as notices
from portal.notices.kinds import DAYS, KINDS
from portal.people import service as people
from portal.people.models import Person, Team
from portal.search import service as search
from portal.vocabulary.models import Position
from tests.cast import POSITIONS, make_cast
from tests.roots import document, publish_root, write_root

EARLY = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = datetime(2026, 2, 20, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)
PEOPLE = {
    "anna": "Άννα",
    "boris": "Βόρις",
    "vera": "Βέρα",
    "paul": "Παύλος",
    "rita": "Ρίτα",
    "otto": "Όττο",
    "adam": "Αδάμ",
    "gina": "Τζίνα",
}
TEAMS = {"rail": "Ράγες", "signalling": "Σήματα", "pmo": "Γραφείο", "assurance": "Έλεγχος"}
OWNER, APPROVER = "Υπεύθυνος κινδύνων", "Διευθυντής"
BODY = """# Σκοπός

Κανείς δεν εκπλήσσεται δύο φορές. {change}

# Κανόνες

R1. Ο υπεύθυνος κοιτάζει κάθε κίνδυνο. {{#r1}}

| Πεδίο | Τι |
|---|---|
| Όνομα | Κείμενο |
"""
PRACTICES: dict[str, Any] = {
    "areas": [{"code": "RSK", "title": "Κίνδυνοι"}],
    "practices": [
        {"code": "RSK.1", "area": "RSK", "title": "Εύρεση", "good_looks_like": "Όλα γραμμένα.", "typical_evidence": "Κατάλογος."},
        {"code": "RSK.2", "area": "RSK", "title": "Απάντηση", "good_looks_like": "Όλα απαντημένα.", "typical_evidence": "Σχέδιο."},
    ],
    "positions": [{"code": code, "title": f"Θέση {number}"} for number, code in enumerate(POSITIONS, 1)],
}
GLOSSARY = [{"term": "Κίνδυνος", "also": ["απειλή"], "definition": "Κάτι αβέβαιο.", "practice": "RSK.1", "document": "RSK-STD-01"}]


def text(code: str, title: str, **front: Any) -> tuple[str, str]:
    """One document in Greek."""
    greek = {"summary": "Τι ζητάει.", "owner": OWNER, "approver": APPROVER, **front}
    _, written = document(code, title, body=BODY.format(change=front.get("change", "")), **greek)
    return f"{code}-text.md", written


def publish(session: Session, config: Config, folder: Path, *documents: tuple[str, str], at: datetime) -> None:
    """Publish documents with the Greek vocabulary."""
    root = write_root(folder, *documents)
    (root / "practices.yaml").write_text(yaml.safe_dump(PRACTICES, allow_unicode=True), "utf8")
    (root / "glossary.yaml").write_text(yaml.safe_dump(GLOSSARY, allow_unicode=True), "utf8")
    publish_root(session, config, root, at=at)


def fill(session: Session, config: Config) -> dict[str, int]:
    """People, documents of every kind and state, and something of everything that pages show; the ids of the cast."""
    cast = make_cast(session)
    for name, greek in PEOPLE.items():
        session.execute(update(Person).where(Person.id == cast[name]).values(name=greek))
    for slug, greek in TEAMS.items():
        session.execute(update(Team).where(Team.slug == slug).values(name=greek))
    for number, code in enumerate(POSITIONS, 1):
        session.execute(update(Position).where(Position.code == code).values(title=f"Θέση {number}"))
    required = {"must_read": ["position:TEM", "position:LIM"], "templates": ["TPL-11"], "course": "CRS-01"}
    standard = text("RSK-STD-01", "Κίνδυνοι", review_months=1, **required)
    form = text("TPL-11", "Κατάλογος", kind="template", formats=["xlsx", "csv", "md", "docx"])
    policy, old = text("RSK-POL-01", "Πολιτική", must_read=["team:rail"]), text("RSK-GDE-01", "Οδηγός", practices=["RSK.2"])
    publish(session, config, config.home / "first", standard, form, policy, old, at=EARLY)
    _mark(session, cast)
    changed = {"version": "2.0", "effective": "2026-02-23", "change": "Άλλαξε.", "transition": "Όλα τα έργα."}
    withdrawn = {"on": "2026-02-23", "reason": "Παλιό.", "successor": "RSK-STD-01"}
    again = (
        text("RSK-STD-01", "Κίνδυνοι", **required, **changed),
        text("RSK-GDE-01", "Οδηγός", version="1.1", effective="2026-02-20", withdrawn=withdrawn),
    )
    publish(session, config, config.home / "second", *again, text("RSK-PRC-01", "Διαδικασία", effective="2026-02-23"), at=LATER)
    search.record_miss(session, "παπιγιόν", NOW.date())
    people.grant_role(session, cast["gina"], "auditor", actor_id=None, at=NOW)
    _hold(session, cast)
    _write(session, config, cast)
    _tell(session, cast)
    return cast


def _mark(session: Session, cast: dict[str, int]) -> None:
    """What anna opened, kept and reported."""
    read = session.scalars(select(Revision).join(Document, Document.id == Revision.document_id).where(Document.code == "RSK-STD-01")).one()
    anna = cast["anna"]
    session.add(ReadingMark(person_id=anna, document_id=read.document_id, revision_id=read.id, at=EARLY))
    session.add(Bookmark(person_id=anna, document_id=read.document_id, at=EARLY))
    session.add(ProblemReport(document_id=read.document_id, revision_id=read.id, anchor="r1", text="Ποιος;", by_id=anna, at=EARLY))


def _write(session: Session, config: Config, cast: dict[str, int]) -> None:
    """A draft with a picture and a copy of vera's, another text of a file, and a text in review with a comment and its answer."""
    vera, front = cast["vera"], {"change": "Άλλαξε.", "transition": "Όλα τα έργα.", "level": "minor"}
    draft = session.get_one(Draft, drafting.begin(session, "RSK-STD-01", actor_id=vera, at=NOW))
    base = saving.Typed(draft.front, draft.text)
    for word in ("Ένα.", "Δύο."):
        typed = saving.Typed({**draft.front, **front}, f"{base.text}\n\n{word}\n")
        saving.save(session, draft.id, typed, based_on=1, base=base, actor_id=vera, at=NOW)
    picture = FileStore(config.home / "uploads").keep(b"\x89PNG")
    saving.add_picture(session, draft.id, "εικόνα", "png", picture, actor_id=vera, at=NOW)
    other = Draft(document_id=draft.document_id, origin="file", base_revision_id=draft.base_revision_id, seq=0, made_at=NOW, saved_at=NOW,
                  file_path="methodology/RSK-STD-01-text.md", file_hash="0" * 64, front=draft.front, text=f"{base.text}\n\nΤρία.\n")  # fmt: skip
    session.add(other)
    session.flush()
    form = session.get_one(Draft, drafting.begin(session, "TPL-11", actor_id=vera, at=NOW))
    typed = saving.Typed({**form.front, **front}, f"{form.text}\n\nΝέο.\n")
    saving.save(session, form.id, typed, based_on=1, base=saving.Typed(form.front, form.text), actor_id=vera, at=NOW)
    submitting.submit(session, form.id, seq=2, by=submitting.Submitter(vera, NOW, "UTC"))
    revision_id = form.revision_id or 0
    reviews.invite(session, revision_id, [cast["anna"]], actor_id=vera, at=NOW)
    (round_id,) = session.scalars(select(Round.id).where(Round.revision_id == revision_id))
    said = reviews.comment(session, round_id, reviews.Said("Γιατί;"), actor_id=cast["anna"], at=NOW)
    reviews.reply(session, said, "Έτσι.", actor_id=vera, at=NOW)


def _tell(session: Session, cast: dict[str, int]) -> None:
    """Everybody is told everything there is to tell."""
    places: dict[str, Any] = dict.fromkeys(DAYS, LATER.date()) | {"code": "RSK-STD-01", "title": "Κίνδυνοι", "version": "2.0"}
    for kind in KINDS:
        notices.tell(session, cast.values(), kind, at=LATER, by=cast["gina"], url="/library/rsk-std-01", **places)


def _hold(session: Session, cast: dict[str, int]) -> None:
    """Vera holds the owner's post, nobody the approver's; a text waits in review."""
    posts = people.ensure_posts(session, [OWNER])
    people.assign_post(session, posts[OWNER], cast["vera"], since=EARLY.date(), actor_id=cast["adam"], at=EARLY)
    waiting = session.scalars(select(Revision).where(Revision.title == "Διαδικασία")).one()
    waiting.state, waiting.effective_from = "in_review", None
