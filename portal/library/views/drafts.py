"""The list of drafts, and one draft: written as a form, saved by button or by itself, checked and shown while somebody types."""

from dataclasses import asdict, dataclass
from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_time, to_user_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound, Refused
from portal.library.queries import drafts as queries
from portal.library.service import drafting, saving
from portal.library.views.desk import draft_page, found, proofread
from portal.library.views.draft_forms import DraftForm, front_json
from portal.library.views.draft_pictures import kept_picture
from portal.library.views.room import blueprint
from portal.library.views.tables import PAGE, Paging, asked, paging, table_file
from portal.library.views.words import KINDS as KIND_NAMES
from portal.paper.cells import Value
from portal.permissions import Permission
from portal.web import allows, page, reader, reading, refusals, writing
from portal.web.forms import sentence_of

WHICH = ("all", "mine", "closed")
STATES = {"open": _l("Being written"), "submitted": _l("In review"), "closed": _l("Closed")}


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """One page of the list with its filters, as of a moment. `may_write`: whether the reader may begin one."""

    sought: queries.SoughtDrafts
    rows: tuple[queries.DraftLine, ...]
    paging: Paging
    may_write: bool
    at: datetime
    which: tuple[str, ...] = WHICH

    @property
    def sort(self) -> str:
        """The column the rows are ordered by."""
        return self.sought.sort

    def age(self, row: queries.DraftLine) -> int:
        """Whole days since somebody last saved it."""
        return (self.at - row.saved_at).days

    def query(self, **more: object) -> dict[str, object]:
        """The filters as parts of an address, without the empty ones, some of them replaced."""
        return {name: value for name, value in (asdict(self.sought) | more).items() if value and (name, value) != ("which", "all")}


@blueprint.get("/drafts")
@allows(Permission.LIBRARY_DRAFTS)
def drafts() -> Response:
    """The texts that are being worked on."""
    session, me, sought = reading(), reader(), _sought()
    where = paging(queries.count(session, me.person_id, sought))
    rows = queries.lines(session, me.person_id, sought, offset=where.offset, limit=PAGE)
    return page("library/drafts.html", DraftsPage(sought, rows, where, me.may(Permission.LIBRARY_DRAFT), clock.now()))


@blueprint.get("/drafts.<any(csv, xlsx):ending>")
@allows(Permission.LIBRARY_DRAFTS)
def drafts_file(ending: str) -> Response:
    """The list as a file."""
    rows = queries.lines(reading(), reader().person_id, _sought())
    header = [_("Code"), _("Kind"), _("Title"), _("Version"), _("State"), _("Saved"), _("By"), _("Copies")]
    return table_file(ending, "drafts", _("Drafts"), header, [_table_line(row) for row in rows])


@blueprint.get("/drafts/<int:draft_id>")
@allows(Permission.LIBRARY_DRAFTS)
def draft(draft_id: int) -> Response:
    """One draft: to write for those who may while it is open, to read for the others."""
    one = found(draft_id)
    if one.origin == "file":
        return redirect(url_for("library.three_way", draft_id=draft_id))
    may_write = one.state == "open" and reader().may(Permission.LIBRARY_DRAFT)
    form = DraftForm.of(one.front, one.text, one.seq)
    shown = draft_page(one, form.typed, asked("show"), is_form=may_write)
    return page("library/draft.html" if may_write else "library/draft_read.html", shown, form=form)


@blueprint.post("/drafts/<int:draft_id>")
@allows(Permission.LIBRARY_DRAFT)
def save_draft(draft_id: int) -> Response:
    """Save by button; then the page again, with what the button asked for."""
    one, form = found(draft_id), DraftForm()
    show = request.form.get("do", "")
    if form.validate_on_submit():
        with refusals(form):
            if show == "picture":
                written = kept_picture(draft_id, form.picture.data, form.shows.data).markdown
                form.text.data = f"{form.text.data.rstrip()}\n\n{written}\n"
            saved = _saved(draft_id, form)
            if saved.copy_id:
                flash(_("Somebody else saved this draft meanwhile. What you typed is kept: compare both and merge them."), "warn")
                return redirect(url_for("library.draft_copy", copy_id=saved.copy_id), 303)
            flash(_("Saved."))
            return redirect(url_for("library.draft", draft_id=draft_id, show=show or None, _anchor=show or None), 303)
    return page("library/draft.html", draft_page(one, form.typed, show, is_form=True), form=form)


@blueprint.post("/drafts/<int:draft_id>/autosave")
@allows(Permission.LIBRARY_DRAFT)
def autosave(draft_id: int) -> Response:
    """Save while somebody types; what became of it, for the page's script."""
    form = DraftForm()
    if not form.validate_on_submit():
        raise Refused
    try:
        saved = _saved(draft_id, form)
    except Refused as refused:
        return _said({"state": "refused", "sentence": sentence_of(refused)})
    if saved.copy_id:
        return _said(
            {"state": "kept", "seq": saved.seq, "copy": saved.copy_id, "url": url_for("library.draft_copy", copy_id=saved.copy_id)}
        )
    return _said({"state": "saved", "seq": saved.seq, "time": format_time(clock.now(), "short"), "front": front_json(form.typed.front)})


@blueprint.post("/drafts/<int:draft_id>/preview")
@allows(Permission.LIBRARY_DRAFT)
def preview_draft(draft_id: int) -> Response:
    """How the text as typed would look, and its problems; nothing is saved."""
    one, form = found(draft_id), DraftForm()
    seen = proofread(one, form.typed, queries.pictures(reading(), draft_id), with_html=True)
    return _said({"html": seen.html, "problems": render_template("library/_draft_problems.html", proof=seen), "count": seen.count})


@blueprint.get("/drafts/<int:draft_id>/standing")
@allows(Permission.LIBRARY_DRAFTS)
def draft_standing(draft_id: int) -> Response:
    """Whether somebody saved since: asked by the page's script now and then."""
    now = queries.standing(reading(), draft_id)
    if now is None:
        raise NotFound
    by = "" if now.saved_by_id == reader().person_id else now.saved_by
    return _said({"seq": now.seq, "state": now.state, "by": by, "time": format_time(now.saved_at, "short")})


@blueprint.post("/drafts/<int:draft_id>/give-up")
@allows(Permission.LIBRARY_DRAFT)
def give_up_draft(draft_id: int) -> Response:
    """Close a draft; its text stays kept, and the effective one stays as it is."""
    with writing() as session:
        code = drafting.give_up(session, draft_id, actor_id=reader().person_id, at=clock.now())
    flash(_("The draft of %(code)s is given up. It stands under Drafts, Closed.", code=code))
    return redirect(url_for("library.drafts"), 303)


def _saved(draft_id: int, form: DraftForm) -> saving.Saved:
    known = {"based_on": form.based_on.data, "base": form.base, "copy_id": form.copy.data}
    with writing() as session:
        return saving.save(session, draft_id, form.typed, actor_id=reader().person_id, at=clock.now(), **known)


def _said(answer: dict[str, object]) -> Response:
    made = jsonify(answer)
    made.headers["Cache-Control"] = "no-store"
    return made


def _sought() -> queries.SoughtDrafts:
    which, sort = asked("which") or "all", asked("sort")
    known = sort.removeprefix("-") in queries.SORTS
    return queries.SoughtDrafts(which if which in WHICH else "all", asked("text"), sort if known else "")


def _table_line(row: queries.DraftLine) -> list[Value]:
    saved, kind = to_user_timezone(row.saved_at), str(KIND_NAMES[row.kind])
    return [row.code, kind, row.title, str(row.version), str(STATES[row.state]), saved, row.saved_by, row.copies]
