"""The list of one's own notices, and the private address of one's own feed."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext, ngettext, to_user_timezone
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.notices import queries, service
from portal.notices.forms import ReadAllForm
from portal.notices.kinds import kind_of, say
from portal.permissions import Permission
from portal.web import allows, config, is_opened, page, reader, reading, same_site, writing
from portal.web.words import day

blueprint = Blueprint("notices", __name__)
PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in the reader's language."""

    id: int
    at: datetime
    sentence: str
    urgent: bool
    is_read: bool


@dataclass(frozen=True)
class NoticesPage:
    """A page of notices by day, the newest first. `unread` counts to a hundred; `feed_since` is None without a feed's address."""

    days: tuple[tuple[date, tuple[Line, ...]], ...]
    total: int
    unread: int
    number: int
    count: int
    feed_since: datetime | None


@dataclass(frozen=True)
class FeedPage:
    """The address of a feed, shown this once."""

    address: str


@blueprint.get("/notices")
@allows(Permission.NOTICES_OWN)
def index() -> Response:
    """What one was told."""
    me, number = reader(), min(max(1, request.args.get("page", 1, type=int)), 100_000)
    pile = queries.pile(reading(), me.person_id, offset=(number - 1) * PAGE, limit=PAGE)
    lines = (Line(row.id, row.at, say(row.told, gettext, day), kind_of(row.told.kind).urgent, row.is_read) for row in pile.rows)
    days = groupby(lines, lambda line: to_user_timezone(line.at).date())
    shown = NoticesPage(
        days=tuple((on, tuple(group)) for on, group in days),
        total=pile.total,
        unread=me.unread,
        number=number,
        count=max(1, -(-pile.total // PAGE)),
        feed_since=pile.feed_since,
    )
    return page("notices/index.html", shown, form=ReadAllForm(formdata=None, newest=pile.newest))


@blueprint.get("/notices/<int:notice_id>")
@allows(Permission.NOTICES_OWN)
def opened(notice_id: int) -> Response:
    """Where a notice leads; it counts as read from now on, unless a program only looks ahead."""
    me = reader().person_id
    if is_opened():
        with writing() as session:
            url: str | None = service.opened(session, me, notice_id, at=clock.now())
    else:
        url = queries.address_of(reading(), me, notice_id)
    if url is None:
        raise NotFound
    return redirect(same_site(url, url_for("notices.index")), 303)


@blueprint.post("/notices/read")
@allows(Permission.NOTICES_OWN)
def read_all() -> Response:
    """Mark everything that was on the page, and what is older, as read."""
    form = ReadAllForm()
    if form.validate_on_submit():
        with writing() as session:
            number = service.read_all(session, reader().person_id, newest=form.newest.data, at=clock.now())
        flash(ngettext("%(num)s notice is marked as read.", "%(num)s notices are marked as read.", number))
    return redirect(url_for("notices.index"), 303)


@blueprint.post("/notices/feed")
@allows(Permission.NOTICES_OWN)
def make_feed() -> Response:
    """A new address for one's feed, shown once; an earlier one stops working."""
    with writing() as session:
        key = service.make_feed_address(session, reader().person_id, at=clock.now())
    answer = page("notices/feed.html", FeedPage(f"{config().public_url}/feeds/{key}.atom"))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/notices/feed/end")
@allows(Permission.NOTICES_OWN)
def end_feed() -> Response:
    """Let the address of one's feed stop working."""
    with writing() as session:
        service.end_feed_address(session, reader().person_id, at=clock.now())
    flash(_("The address of your feed does not work any more."))
    return redirect(url_for("notices.index"), 303)
