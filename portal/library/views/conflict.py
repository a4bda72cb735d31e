"""A file and the portal both changed a text: the three texts side by side, one made of both, and how it is settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from portal import clock
from portal.errors import NotFound
from portal.library import three_way as pure
from portal.library.drafts import merged, merged_front
from portal.library.queries import conflict as queries
from portal.library.service import file_drafts, saving
from portal.library.views.draft_forms import MergeForm
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows, page, reader, reading, refusals, writing


class ThreeWayForm(MergeForm):
    """The merged text, and the saves of both drafts that it was made of."""

    seq = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


@dataclass(frozen=True, slots=True)
class Field:
    """A field that one side or both changed; `takes_file` what the proposal takes, `is_both` when both changed it otherwise."""

    name: str
    portal: str
    file: str
    takes_file: bool
    is_both: bool


@dataclass(frozen=True, slots=True)
class ThreeWayPage:
    """The three texts by place, and the fields that differ. `conflicts` counts the places of the merged text that hold both."""

    draft: queries.FileDraft
    rows: tuple[pure.Row, ...]
    fields: tuple[Field, ...]
    conflicts: int
    may_settle: bool


@blueprint.get("/drafts/<int:draft_id>/three-way")
@allows(Permission.LIBRARY_DRAFTS)
def three_way(draft_id: int) -> Response:
    """What a file made of a text, and what the portal did."""
    draft = _found(draft_id)
    joined = _joined(draft)
    values = {"text": joined.text, "base_text": draft.ours.text, "based_on": draft.ours_seq, "seq": draft.seq}
    return _page(draft, ThreeWayForm(formdata=None, data=values), joined.conflicts)


@blueprint.post("/drafts/<int:draft_id>/three-way")
@allows(Permission.LIBRARY_DRAFT)
def take_merged(draft_id: int) -> Response:
    """Take the merged text into the portal's draft."""
    draft, form = _found(draft_id), ThreeWayForm()
    if form.validate_on_submit():
        front = {**draft.ours.front, **_chosen(draft)}
        typed, base = saving.Typed(front, form.text.data), saving.Typed(draft.ours.front, form.base_text.data or "")
        join = file_drafts.Join(typed, base, form.seq.data, form.based_on.data)
        with refusals(form):
            with writing() as session:
                ours_id, saved = file_drafts.merge(session, draft_id, join, actor_id=reader().person_id, at=clock.now())
            return _merged(ours_id, saved)
    return _page(draft, form, 0)


@blueprint.post("/drafts/<int:draft_id>/three-way/put-away")
@allows(Permission.LIBRARY_DRAFT)
def put_file_away(draft_id: int) -> Response:
    """Leave the portal's text as it is: for good (`keep=ours`), or until the file is published again."""
    settled = request.form.get("keep") == "ours"
    seq = request.form.get("seq", 0, type=int)
    with writing() as session:
        code = file_drafts.put_away(session, draft_id, seq=seq, settled=settled, actor_id=reader().person_id, at=clock.now())
    kept = _("The portal's text stays. The same file brings no draft again.")
    flash(kept if settled else _("The file's draft is put away. If the file is published again, it comes back."))
    return redirect(url_for("library.document", code=code) if _is_begun(draft_id) else url_for("library.drafts"), 303)


def _is_begun(draft_id: int) -> bool:
    """Whether the Document has a text that its page can show."""
    draft = queries.file_draft(reading(), draft_id)
    return draft is not None and draft.base.version is not None


def _merged(ours_id: int, saved: saving.Saved) -> Response:
    if saved.copy_id:
        flash(_("The draft was saved once more meanwhile. Your merged text is kept as a copy: compare and merge again."), "warn")
        return redirect(url_for("library.draft_copy", copy_id=saved.copy_id), 303)
    flash(_("The merged text is in the draft. Read it once, then submit it."))
    return redirect(url_for("library.draft", draft_id=ours_id), 303)


def _found(draft_id: int) -> queries.FileDraft:
    draft = queries.file_draft(reading(), draft_id)
    if draft is None:
        raise NotFound
    return draft


def _joined(draft: queries.FileDraft) -> Any:
    return merged(draft.base.text, draft.ours.text, draft.theirs.text, our_name=_("the portal"), their_name=_("the file"))


def _page(draft: queries.FileDraft, form: ThreeWayForm, conflicts: int) -> Response:
    found = pure.rows(draft.base.text, draft.ours.text, draft.theirs.text)
    may_settle = draft.state == "open" and reader().may(Permission.LIBRARY_DRAFT)
    return page("library/three_way.html", ThreeWayPage(draft, found, _fields(draft), conflicts, may_settle), form=form)


def _fields(draft: queries.FileDraft) -> tuple[Field, ...]:
    ours, theirs = draft.ours.front, draft.theirs.front
    made, both = merged_front(draft.base.front, ours, theirs)
    names = [name for name in dict.fromkeys((*ours, *theirs)) if _words(ours, name) != _words(theirs, name)]
    return tuple(
        Field(name, _words(ours, name), _words(theirs, name), _words(made, name) == _words(theirs, name), name in both) for name in names
    )


def _chosen(draft: queries.FileDraft) -> dict[str, Any]:
    """The fields for which the file's value was chosen."""
    return {one.name: draft.theirs.front.get(one.name) for one in _fields(draft) if request.form.get(f"take-{one.name}") == "file"}


def _words(front: Mapping[str, Any], name: str) -> str:
    """A field's value as people read it."""
    value = front.get(name)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value if value is not None else "")
