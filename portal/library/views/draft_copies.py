"""What somebody typed on a draft that had been saved by somebody else meanwhile: compared with the draft, merged, or put away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import clock
from portal.errors import NotFound
from portal.library.differences import Differences, differences
from portal.library.drafts import merged, merged_front
from portal.library.queries import drafts as queries
from portal.library.service import saving
from portal.library.views.desk import found
from portal.library.views.draft_forms import MergeForm
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows, page, reader, reading, refusals, writing


@dataclass(frozen=True, slots=True)
class Field:
    """A field on which draft and copy differ, and whose value was chosen. `is_both` when both changed it."""

    name: str
    draft: str
    copy: str
    takes_copy: bool
    is_both: bool


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A draft and a copy of it side by side. `conflicts` counts the places of the merged text that hold both."""

    draft: queries.DraftDetail
    copy: queries.CopyDetail
    fields: tuple[Field, ...]
    found: Differences
    conflicts: int
    is_mine: bool


@blueprint.get("/drafts/copies/<int:copy_id>")
@allows(Permission.LIBRARY_DRAFT)
def draft_copy(copy_id: int) -> Response:
    """Both texts word by word, and one made of both."""
    copy, draft = _both(copy_id)
    joined = merged(_beginning(copy), draft.text, copy.text, our_name=_("the draft"), their_name=_("the copy"))
    form = MergeForm(formdata=None, data={"text": joined.text, "based_on": draft.seq, "base_text": draft.text})
    return page("library/draft_copy.html", _shown(draft, copy, joined.conflicts), form=form)


@blueprint.post("/drafts/copies/<int:copy_id>")
@allows(Permission.LIBRARY_DRAFT)
def merge_copy(copy_id: int) -> Response:
    """Save the merged text as the draft."""
    (copy, draft), form = _both(copy_id), MergeForm()
    if form.validate_on_submit():
        chosen = {name.removeprefix("take-"): value for name, value in request.form.items() if name.startswith("take-")}
        front = {**draft.front, **{name: copy.front.get(name) for name, value in chosen.items() if value == "copy"}}
        typed, base = saving.Typed(front, form.text.data), saving.Typed(draft.front, form.base_text.data or "")
        with refusals(form):
            with writing() as session:
                known = {"based_on": form.based_on.data, "base": base, "actor_id": reader().person_id, "at": clock.now()}
                saved = saving.merge(session, copy_id, typed, **known)
            return _merged(draft.id, saved)
    return page("library/draft_copy.html", _shown(draft, copy, 0), form=form)


@blueprint.post("/drafts/copies/<int:copy_id>/put-away")
@allows(Permission.LIBRARY_DRAFT)
def put_copy_away(copy_id: int) -> Response:
    """Leave a copy out of the draft."""
    with writing() as session:
        draft_id = saving.put_away(session, copy_id, actor_id=reader().person_id, at=clock.now())
    flash(_("The copy is put away. The draft is as it was."))
    return redirect(url_for("library.draft", draft_id=draft_id), 303)


def _merged(draft_id: int, saved: saving.Saved) -> Response:
    if saved.copy_id:
        flash(_("The draft was saved once more meanwhile. Your merged text is kept as a copy: compare and merge again."), "warn")
        return redirect(url_for("library.draft_copy", copy_id=saved.copy_id), 303)
    flash(_("Merged and saved."))
    return redirect(url_for("library.draft", draft_id=draft_id), 303)


def _both(copy_id: int) -> tuple[queries.CopyDetail, queries.DraftDetail]:
    copy = queries.copy(reading(), copy_id)
    if copy is None:
        raise NotFound
    return copy, found(copy.draft_id)


def _beginning(copy: queries.CopyDetail) -> str:
    """What both began from: as the copy's tab had it, else the approved text."""
    return copy.base_text or queries.base_text(reading(), copy.draft_id)


def _shown(draft: queries.DraftDetail, copy: queries.CopyDetail, conflicts: int) -> CopyPage:
    made, both = merged_front(copy.base_front, draft.front, copy.front)
    names = [name for name in dict.fromkeys((*draft.front, *copy.front)) if _words(draft.front, name) != _words(copy.front, name)]
    fields = tuple(
        Field(name, _words(draft.front, name), _words(copy.front, name), _words(made, name) == _words(copy.front, name), name in both)
        for name in names
    )
    found_differences = differences(draft.text, copy.text)
    return CopyPage(draft, copy, fields, found_differences, conflicts, copy.by_id == reader().person_id)


def _words(front: Mapping[str, Any], name: str) -> str:
    """A field's value as people read it."""
    value = front.get(name)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value if value is not None else "")
