"""The blueprint that every view of this room hangs on, and paging."""

from dataclasses import dataclass

from flask import Blueprint, request

blueprint = Blueprint("reports", __name__)


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many, and the filters that lead there."""

    number: int
    total: int
    size: int
    filters: tuple[tuple[str, str], ...]

    @property
    def count(self) -> int:
        """How many pages there are; one when there is nothing."""
        return max(1, -(-self.total // self.size))

    def query(self, **changed: object) -> dict[str, str]:
        """The query of an address with these filters, some of them changed."""
        values = {**dict(self.filters), **{name: str(value) for name, value in changed.items()}}
        return {name: value for name, value in values.items() if value and (name, value) != ("page", "1")}


def page_number() -> int:
    """The page asked for, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), 100_000)
