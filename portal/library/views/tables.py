"""What the tables of this room share: a page of rows, an order, and the same rows as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.paper.cells import Value
from portal.web import config, download

Row = TypeVar("Row")
PAGE = 25
MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list a page is: how many rows in all, which page of how many."""

    total: int
    number: int

    @property
    def count(self) -> int:
        """How many pages there are; one for an empty list."""
        return max(1, -(-self.total // PAGE))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * PAGE

    def cut(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """The rows of this page out of all."""
        return tuple(rows[self.offset : self.offset + PAGE])


def paging(total: int) -> Paging:
    """The page asked for by `?page=`, never beyond the last."""
    last = max(1, -(-total // PAGE))
    return Paging(total, min(last, max(1, request.args.get("page", 1, type=int))))


def asked(name: str, most: int = 100) -> str:
    """A filter of the address, tidied."""
    return request.args.get(name, "").strip()[:most]


def table_file(ending: str, name: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Response:
    """A table as `name-2026-03-02.csv` or `.xlsx`, with the same columns in both."""
    from portal.paper.csv import table_csv
    from portal.paper.xlsx import table_xlsx

    if ending not in MEDIA:
        raise NotFound
    content = table_csv(header, rows) if ending == "csv" else table_xlsx(title, header, rows, subtitle=config().name)
    return download(content, f"{name}-{clock.day_in(clock.now(), config().zone).isoformat()}.{ending}", MEDIA[ending])
