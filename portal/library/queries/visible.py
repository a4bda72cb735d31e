"""Who sees which Revision: the parts every statement that shows documents is built from. A list and its page share them.

A reader sees what is or was effective, of a Document whose Revision of today names one of the reader's tokens, where that Revision itself does.
Those who control texts see every Revision of every state.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BindParameter,
    ColumnElement,
    Date,
    Dialect,
    FromClause,
    Integer,
    ScalarSelect,
    Text,
    bindparam,
    case,
    exists,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from portal.db import UtcTime
from portal.library.models import Document, Revision, RevisionAudience
from portal.permissions import CONTROL, Reader


class Words(TypeDecorator[list[str]]):
    """A list of words as one value, so that a statement's text is the same for every reader."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array where the database has them, else JSON."""
        return dialect.type_descriptor(ARRAY(Text()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> Any:
        """The list as the database takes it."""
        return value if dialect.name == "postgresql" else json.dumps(value)


DOCUMENT = Document.__table__
REVISION = Revision.__table__
AT: BindParameter[datetime] = bindparam("at", type_=UtcTime())
DAY = bindparam("day", type_=Date())
PERSON = bindparam("person", type_=Integer())
TOKENS = bindparam("tokens", type_=Words())


def sees_every_state(reader: Reader) -> bool:
    """True for those who see drafts, reviews and what is scheduled."""
    return CONTROL in reader.audience


def tokens(reader: Reader) -> list[str]:
    """The reader's tokens as the value of `TOKENS`."""
    return sorted(reader.audience)


def effective(revision: FromClause, at: ColumnElement[datetime] = AT) -> ColumnElement[bool]:
    """The Revision is effective at that moment."""
    since, until = revision.c.effective_from, revision.c.effective_until
    return (since <= at) & or_(until.is_(None), until > at)


def began(revision: FromClause, at: ColumnElement[datetime] = AT) -> ColumnElement[bool]:
    """The Revision is effective or was."""
    return revision.c.effective_from <= at


def names_reader(revision_id: ColumnElement[int], wanted: ColumnElement[list[str]] = TOKENS) -> ColumnElement[bool]:
    """The Revision's audience holds one of the tokens."""
    audience = RevisionAudience.__table__.alias()
    return exists().where(audience.c.revision_id == revision_id, is_one_of(audience.c.token, wanted)).correlate_except(audience)


def standing(document_id: ColumnElement[int], *, every_state: bool = False) -> ScalarSelect[int]:
    """The id of the Revision that stands for a Document: what is effective, else what was last; with `every_state` else the newest."""
    inner = REVISION.alias()
    query = select(inner.c.id).where(inner.c.document_id == document_id)
    if not every_state:
        query = query.where(began(inner))
    latest = case((began(inner), inner.c.effective_from)).desc().nulls_last()
    return query.order_by(latest, inner.c.major.desc(), inner.c.minor.desc()).limit(1).correlate_except(inner).scalar_subquery()


class is_one_of(FunctionElement[bool]):  # noqa: N801  it reads like the SQL it becomes
    """A column's value stands in a list of words given as one value. Without a type: SQLAlchemy would compare it with 1, past every index."""

    name = "is_one_of"
    inherit_cache = True


class json_rows(FunctionElement[Any]):  # noqa: N801
    """The rows of a subquery as one JSON list of lists, in no particular order; null or empty when there are none."""

    name = "json_rows"
    inherit_cache = True
    type = JSON()


class json_list(FunctionElement[Any]):  # noqa: N801
    """Values as one JSON list; what is JSON already is nested. A row of many columns costs more to receive than to make."""

    name = "json_list"
    inherit_cache = True
    type = JSON()


@compiles(is_one_of, "sqlite")
def _sqlite_one_of(element: is_one_of, compiler: Any, **options: Any) -> str:
    column, words = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({words}))"  # noqa: S608  both are made by the compiler


@compiles(is_one_of, "postgresql")
def _postgresql_one_of(element: is_one_of, compiler: Any, **options: Any) -> str:
    column, words = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{column} = ANY({words})"


@compiles(json_rows, "sqlite")
def _sqlite_rows(element: json_rows, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


@compiles(json_rows, "postgresql")
def _postgresql_rows(element: json_rows, compiler: Any, **options: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **options)}))"


@compiles(json_list, "sqlite")
def _sqlite_list(element: json_list, compiler: Any, **options: Any) -> str:
    parts = ((clause, compiler.process(clause, **options)) for clause in element.clauses)
    return f"json_array({', '.join(f'json({part})' if isinstance(clause.type, JSON) else part for clause, part in parts)})"


@compiles(json_list, "postgresql")
def _postgresql_list(element: json_list, compiler: Any, **options: Any) -> str:
    return f"json_build_array({compiler.process(element.clauses, **options)})"
