"""The library's law about dates, audiences and who may do what with a Document. Pure."""

import calendar
from collections.abc import Iterable
from datetime import date

from portal.content.wording import slug
from portal.permissions import CONTROL, EVERYONE


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def audience_rows(written: Iterable[str], owner: str, approver: str) -> tuple[str, ...]:
    """The tokens stored for an audience as written. A restricted text stays readable for its owner, its approver and those who control texts."""
    tokens = dict.fromkeys(written)
    if EVERYONE in tokens:
        return (EVERYONE,)
    return tuple(dict.fromkeys([*tokens, CONTROL, f"post:{post_slug(owner)}", f"post:{post_slug(approver)}"]))


def post_slug(title: str) -> str:
    """The slug of a post's title: "Head of PMO" is `head-of-pmo`."""
    return slug(title)


def entry_key(code: str, major: int, minor: int) -> str:
    """How search calls a Revision: `document:RSK-STD-01@2.0`."""
    return f"document:{code}@{major}.{minor}"
