"""What search is told of Documents: one entry for each Revision that is, was or will be effective.

Drafts and texts in review are not told: search finds what is effective and, on request, what was; who works on a draft finds it in the register.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from portal.library.models import Document, RenderedText, Revision, RevisionAudience, RevisionPractice
from portal.library.policy import entry_key
from portal.library.rendering import address
from portal.people import queries as people
from portal.search.entry import Entry, Section

TEXT = (
    Revision.id,
    Document.code,
    Document.kind,
    Revision.major,
    Revision.minor,
    Revision.title,
    Revision.front,
    Revision.owner_post_id,
    Revision.effective_from,
    Revision.effective_until,
    RenderedText.plain,
    RenderedText.sections,
)


def keys(session: Session) -> Iterator[str]:
    """The key of every Revision that takes effect some day, `document:RSK-STD-01@2.0`."""
    return iter(_known(session))


def entries(session: Session, wanted: Collection[str]) -> Iterator[Entry]:
    """The entries of these keys, in a fixed number of queries; a key of no Revision, or of one without a date, gives none."""
    codes = {key.partition(":")[2].partition("@")[0] for key in wanted}
    known = _known(session, codes)
    ids = [known[key] for key in wanted if key in known]
    tokens = _gathered(session, RevisionAudience.revision_id, RevisionAudience.token, ids)
    practices = _gathered(session, RevisionPractice.revision_id, RevisionPractice.practice_code, ids, RevisionPractice.place)
    text = select(*TEXT).join(Document, Document.id == Revision.document_id).join(RenderedText, RenderedText.revision_id == Revision.id)
    rows = session.execute(text.where(Revision.id.in_(ids))).all()
    posts = people.posts(session, {row.owner_post_id for row in rows})
    for row in rows:
        yield _entry(row, posts[row.owner_post_id].title, tokens[row.id], practices[row.id])


def _known(session: Session, codes: Collection[str] | None = None) -> dict[str, int]:
    query = select(Revision.id, Document.code, Revision.major, Revision.minor).join(Document, Document.id == Revision.document_id)
    query = query.where(Revision.effective_from.is_not(None)).order_by(Document.code, Revision.major, Revision.minor)
    if codes is not None:
        query = query.where(Document.code.in_(codes))
    return {entry_key(code, major, minor): key for key, code, major, minor in session.execute(query)}


def _gathered(session: Session, key: Any, value: Any, ids: Collection[int], order: Any = None) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for revision_id, each in session.execute(select(key, value).where(key.in_(ids)).order_by(value if order is None else order)):
        found[revision_id].append(each)
    return found


def _entry(row: Row[Any], owner: str, tokens: Iterable[str], practices: Iterable[str]) -> Entry:
    version = f"{row.major}.{row.minor}"
    return Entry(
        key=entry_key(row.code, row.major, row.minor),
        kind=row.kind,
        title=row.title,
        text=row.plain,
        url=address(row.code),
        audience=frozenset(tokens),
        practices=tuple(practices),
        owner=owner,
        phases=tuple(row.front.get("phases", ())),
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        updated=row.effective_from,
        sections=tuple(Section(part["anchor"], part["title"], part["text"]) for part in row.sections),
        former_url=f"{address(row.code)}/versions/{version}",
    )
