"""Areas, practices, positions, glossary terms; citations are written by every feature when it publishes."""

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Area(Base):
    """One of the parts of a project organisation's work, such as `RSK`."""

    __tablename__ = "area"
    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[int]


class Practice(Base):
    """One thing a project organisation does, such as `RSK.2`."""

    __tablename__ = "practice"
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    title: Mapped[str] = mapped_column(String(160))
    good_looks_like: Mapped[str] = mapped_column(Text)
    typical_evidence: Mapped[str] = mapped_column(Text)
    place: Mapped[int]


class Position(Base):
    """What one may be on a project or in the line."""

    __tablename__ = "position"
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    place: Mapped[int]


class GlossaryTerm(Base):
    """A word with one meaning; `also` lists its synonyms and abbreviations."""

    __tablename__ = "glossary_term"
    slug: Mapped[str] = mapped_column(String(100), primary_key=True)
    term: Mapped[str] = mapped_column(String(120), unique=True)
    also: Mapped[list[str]] = mapped_column(JSON)
    definition: Mapped[str] = mapped_column(Text)
    practice_code: Mapped[str | None] = mapped_column(ForeignKey("practice.code"))
    document_code: Mapped[str | None] = mapped_column(String(20))


class Citation(Base):
    """`citing_kind` `citing_key` (a document's code, an item's id ...) cites `document_code`, at `anchor` or as a whole."""

    __tablename__ = "citation"
    id: Mapped[int] = mapped_column(primary_key=True)
    citing_kind: Mapped[str] = mapped_column(String(20))
    citing_key: Mapped[str] = mapped_column(String(80))
    document_code: Mapped[str] = mapped_column(String(20))
    anchor: Mapped[str] = mapped_column(String(60), default="")
    __table_args__ = (Index(None, "document_code", "anchor"), Index(None, "citing_kind", "citing_key"))
